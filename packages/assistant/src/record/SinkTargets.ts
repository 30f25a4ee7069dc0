/**
 * The targets of the sinks (background writers) for audit records, analytics, measurements and dead letters: AWS
 * services where they are configured, else files under `DATA_DIR` or, for measurements, nothing; so a laptop needs none
 * of the services. Turns, ratings and answers have targets elsewhere: DynamoDB and the answer cache.
 *
 * SDK clients are loaded only when needed, and use the SDK's own settings for endpoints and credentials.
 */
import {
  type DeadLetterOptions,
  embeddedMetricsWriter,
  fileWriter,
  kinesisWriter,
  logsWriter,
  type Measurement,
  metricsWriter,
  type SinkRecord,
  sqsDeadLetters,
  type WriteAnswer,
} from "@manga-assist/async-sinks"
import { AwsCredentials, pooledHttp2Handler } from "@manga-assist/connections"
import { identifier, oneWord, wrongValue } from "@manga-assist/process"
import { Effect } from "effect"
import * as os from "node:os"

type Write<A> = (
  batch: ReadonlyArray<A>,
  json: (index: number) => string,
) => Effect.Effect<WriteAnswer | void, unknown>

export interface SinkTargets {
  readonly audit: Write<SinkRecord & { readonly at: number }>
  readonly analytics: Write<SinkRecord>
  readonly metrics: Write<Measurement>
  readonly deadLetter: DeadLetterOptions | undefined
}

const clients = Effect.gen(function* () {
  const { awsClients } = yield* Effect.promise(() => import("@manga-assist/async-sinks/aws"))
  const credentials = yield* AwsCredentials
  const requestHandler = yield* Effect.acquireRelease(
    Effect.sync(() => pooledHttp2Handler({})),
    (handler) => Effect.sync(() => handler.destroy()),
  )
  return yield* awsClients({ credentials, requestHandler })
})

/** The address of the queue, or "" for none. Without an account and a name in it, SQS would refuse every letter. */
export const deadLetterQueueUrl = Effect.gen(function* () {
  const name = "SINK_DEAD_LETTER_QUEUE_URL"
  const text = yield* identifier(name, "")
  const isQueue = URL.canParse(text) && /^https?:\/\/[^/]+(?:\/[^/]+){2}$/.test(text)
  if (text === "" || isQueue) return text
  const like = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/letters"
  return yield* Effect.fail(
    wrongValue(name, `must be the URL of an SQS queue, such as ${like}`, text),
  )
})

/**
 * - `SINK_DEAD_LETTER_QUEUE_URL`: an SQS queue; none: what cannot be written waits on disk
 * - `SINK_ANALYTICS_STREAM`: a Kinesis stream; `SINK_AUDIT_LOG_GROUP`: a CloudWatch Logs group
 * - `SINK_METRICS`: `off`, `embedded` (lines on standard output) or `cloudwatch` (PutMetricData)
 */
export const sinkTargets = Effect.fnUntraced(function* (dataDir: string) {
  const queue = yield* deadLetterQueueUrl
  const stream = yield* identifier("SINK_ANALYTICS_STREAM", "")
  const group = yield* identifier("SINK_AUDIT_LOG_GROUP", "")
  const metrics = yield* oneWord("SINK_METRICS", ["off", "embedded", "cloudwatch"])
  const isRemote = [queue, stream, group].some((name) => name !== "") || metrics === "cloudwatch"
  const aws = isRemote ? yield* clients : undefined
  const file = (sink: string, files?: number) =>
    fileWriter({ directory: `${dataDir}/${sink}`, name: sink, files })
  const namespace = "MangaAssist"

  const stage = yield* identifier("EMBEDDED_METRICS_STAGE", "")
  /** So that a stage's alarms see none of another stage of the account. */
  const ofStage = (measurement: Measurement): Measurement =>
    stage === ""
      ? measurement
      : { ...measurement, dimensions: { ...measurement.dimensions, Stage: stage } }

  const measure = (): Write<Measurement> => {
    if (metrics === "off") return () => Effect.void
    const print = (line: string) => void process.stdout.write(`${line}\n`)
    const write =
      aws !== undefined && metrics === "cloudwatch"
        ? metricsWriter({ client: aws.metrics, namespace })
        : embeddedMetricsWriter({ namespace, print })
    return (batch) => write(batch.map(ofStage))
  }
  const targets: SinkTargets = {
    audit:
      aws !== undefined && group !== ""
        ? logsWriter({
            client: aws.logs,
            group,
            stream: `${os.hostname()}-${process.pid}`,
            timestamp: ({ at }) => at,
          })
        : // Nobody else has them: they stay until somebody takes them away.
          file("audit", Infinity),
    analytics:
      aws !== undefined && stream !== ""
        ? kinesisWriter({ client: aws.kinesis, stream })
        : file("analytics"),
    metrics: measure(),
    deadLetter:
      aws !== undefined && queue !== ""
        ? { write: sqsDeadLetters({ client: aws.sqs, queueUrl: queue }) }
        : undefined,
  }
  return targets
})
