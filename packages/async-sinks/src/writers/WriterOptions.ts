/**
 * What each writer is given: its options, and the calls of the client that it uses. Nothing here names Effect, so that
 * both entries share it.
 */
import type { SinkRecord } from "../contract/Sink.ts"

export interface CallOptions {
  readonly abortSignal: AbortSignal
}

export interface FileWriterOptions {
  readonly directory: string
  readonly name: string
  /** A file larger than this is rotated before the next batch; 64 MiB unless given. */
  readonly maxBytes?: number | undefined
  /** Files kept, the current one included; 5 unless given, `Infinity` for all. */
  readonly files?: number | undefined
}

/** What `new Kinesis(…)` of `@aws-sdk/client-kinesis` offers. */
export interface KinesisCalls {
  putRecords(
    input: { StreamName: string; Records: Array<{ Data: Uint8Array; PartitionKey: string }> },
    options: CallOptions,
  ): Promise<{
    Records?:
      | ReadonlyArray<{ ErrorCode?: string | undefined; ErrorMessage?: string | undefined }>
      | undefined
  }>
}

export interface KinesisOptions<A> {
  readonly client: KinesisCalls
  readonly stream: string
  /** Records of one key go to one shard; 1 to 256 characters; the `id` unless given. */
  readonly partitionKey?: ((record: A) => string) | undefined
}

export interface LogsInput {
  logGroupName: string
  logStreamName: string
}

/** What `new CloudWatchLogs(…)` of `@aws-sdk/client-cloudwatch-logs` offers. */
export interface LogsCalls {
  putLogEvents(
    input: LogsInput & { logEvents: Array<{ timestamp: number; message: string }> },
    options: CallOptions,
  ): Promise<{
    rejectedLogEventsInfo?:
      | {
          tooNewLogEventStartIndex?: number | undefined
          tooOldLogEventEndIndex?: number | undefined
          expiredLogEventEndIndex?: number | undefined
        }
      | undefined
  }>
  createLogStream(input: LogsInput, options: CallOptions): Promise<unknown>
}

export interface LogsOptions<A> {
  readonly client: LogsCalls
  readonly group: string
  /** One writer to a stream keeps it readable: take the task's or the host's name. */
  readonly stream: string
  /** Epoch milliseconds. */
  readonly timestamp: (record: A) => number
}

export type MetricUnit = "Count" | "Milliseconds" | "Bytes" | "None"

export interface Measurement extends SinkRecord {
  readonly at: number
  readonly metric: string
  readonly value: number
  readonly unit: MetricUnit
  /** At most 30. */
  readonly dimensions?: Readonly<Record<string, string>> | undefined
}

export interface MetricDatum {
  MetricName: string
  Timestamp: Date
  Unit: MetricUnit
  Dimensions: Array<{ Name: string; Value: string }>
  Values: Array<number>
  Counts: Array<number>
}

/** What `new CloudWatch(…)` of `@aws-sdk/client-cloudwatch` offers. */
export interface MetricsCalls {
  putMetricData(
    input: { Namespace: string; MetricData: Array<MetricDatum> },
    options: CallOptions,
  ): Promise<unknown>
}

export interface MetricsOptions {
  readonly client: MetricsCalls
  readonly namespace: string
}

export interface EmbeddedOptions {
  readonly namespace: string
  /** Writes one line; it must not block, so let the log driver buffer (`mode=non-blocking`). */
  readonly print: (line: string) => void
}

export interface SqsEntry {
  Id: string
  MessageBody: string
  MessageGroupId?: string
  MessageDeduplicationId?: string
}

/** What `new SQS(…)` of `@aws-sdk/client-sqs` offers. */
export interface SqsCalls {
  sendMessageBatch(
    input: { QueueUrl: string; Entries: Array<SqsEntry> },
    options: CallOptions,
  ): Promise<{
    Failed?:
      | ReadonlyArray<{
          Id: string | undefined
          SenderFault: boolean | undefined
          Code: string | undefined
          Message?: string | undefined
        }>
      | undefined
  }>
}

export interface SqsOptions {
  readonly client: SqsCalls
  readonly queueUrl: string
}

export interface DynamoItem {
  readonly [attribute: string]: unknown
}

export interface DynamoPut {
  readonly TableName: string
  readonly Item: DynamoItem
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>
}

export interface DynamoUpdate {
  readonly TableName: string
  readonly Key: DynamoItem
  readonly UpdateExpression: string
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues: DynamoItem
}

export interface DynamoSummary {
  readonly key: DynamoItem
  /** Compared as text with `last`: later items have greater ones. */
  readonly last: string
  /** Further attributes to set, for example a time to live. */
  readonly set: DynamoItem
}

export interface DynamoOptions<A, Calls> {
  readonly calls: Calls
  readonly table: string
  /** The table's partition key. */
  readonly partitionKey: string
  readonly item: (record: A) => DynamoItem
  readonly summary?: ((record: A) => DynamoSummary) | undefined
}
