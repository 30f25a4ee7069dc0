/**
 * The writers for programs without Effect: `dynamoWriter`, `fileWriter`, `kinesisWriter`, `logsWriter`, `metricsWriter` and
 * `embeddedMetricsWriter` each return the `write` of a sink, an async function; `sqsDeadLetters` that of a `deadLetter`.
 *
 * A write rejects where nothing of its batch counts as written. Its signal ends the requests under way.
 */
import { Effect } from "effect"
import { check } from "./contract/CheckOptions.ts"
import type { DeadLetter } from "./contract/DeadLetter.ts"
import type { SinkRecord } from "./contract/Sink.ts"
import type { WriteAnswer } from "./contract/WriteAnswer.ts"
import { call } from "./writers/Chunks.ts"
import { dynamoRules, dynamoWriter as dynamo } from "./writers/DynamoWriter.ts"
import { fileWriter as file } from "./writers/FileWriter.ts"
import { kinesisWriter as kinesis } from "./writers/KinesisWriter.ts"
import { logsWriter as logs } from "./writers/LogsWriter.ts"
import {
  embeddedMetricsWriter as embeddedMetrics,
  metricsWriter as metrics,
} from "./writers/MetricsWriter.ts"
import { sqsDeadLetters as sqs } from "./writers/SqsDeadLetters.ts"
import type {
  CallOptions,
  DynamoOptions,
  DynamoPut,
  DynamoUpdate,
  EmbeddedOptions,
  FileWriterOptions,
  KinesisOptions,
  LogsOptions,
  Measurement,
  MetricsOptions,
  SqsOptions,
} from "./writers/WriterOptions.ts"

export type Writer<A> = (
  batch: ReadonlyArray<A>,
  json: (index: number) => string,
  signal?: AbortSignal,
) => Promise<WriteAnswer>

/** What `DynamoDBDocument.from(…)` of `@aws-sdk/lib-dynamodb` offers. */
export interface PromiseDynamoCalls {
  put(input: DynamoPut, options: CallOptions): Promise<unknown>
  update(input: DynamoUpdate, options: CallOptions): Promise<unknown>
}

const writerOf =
  <A>(
    write: (
      batch: ReadonlyArray<A>,
      json: (index: number) => string,
    ) => Effect.Effect<WriteAnswer | void, unknown>,
  ): Writer<A> =>
  async (batch, json, signal) =>
    (await Effect.runPromise(write(batch, json), { signal })) ?? {}

/** @throws OptionError */
export const dynamoWriter = <A extends SinkRecord>(
  options: DynamoOptions<A, PromiseDynamoCalls>,
): Writer<A> => {
  check("dynamoWriter", dynamoRules, options)
  const { calls } = options
  return writerOf(
    dynamo({
      ...options,
      calls: {
        put: (input) => call("DynamoDB", (given) => calls.put(input, given)),
        update: (input) => call("DynamoDB", (given) => calls.update(input, given)),
      },
    }),
  )
}

/** As of the main entry. @throws OptionError */
export const fileWriter = (options: FileWriterOptions): Writer<SinkRecord> =>
  writerOf(file(options))

/** @throws OptionError */
export const kinesisWriter = <A extends SinkRecord>(options: KinesisOptions<A>): Writer<A> =>
  writerOf(kinesis(options))

/** @throws OptionError */
export const logsWriter = <A extends SinkRecord>(options: LogsOptions<A>): Writer<A> =>
  writerOf(logs(options))

/** @throws OptionError */
export const metricsWriter = (options: MetricsOptions): Writer<Measurement> =>
  writerOf(metrics(options))

/** @throws OptionError */
export const embeddedMetricsWriter = (options: EmbeddedOptions): Writer<Measurement> =>
  writerOf(embeddedMetrics(options))

/** The `write` of a `deadLetter`. @throws OptionError */
export const sqsDeadLetters = (
  options: SqsOptions,
): ((letters: ReadonlyArray<DeadLetter>, signal?: AbortSignal) => Promise<WriteAnswer>) => {
  const write = sqs(options)
  return (letters, signal) => Effect.runPromise(write(letters), { signal })
}
