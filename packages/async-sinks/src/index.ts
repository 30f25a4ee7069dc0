/**
 * Sinks: queues that take records without waiting and write them to a target later, from disk where none may be lost.
 *
 * This entry is written with Effect; `promise.ts` offers sinks, writers and redaction without it.
 */
import "@manga-assist/options/node"
export { type DeadLetter, parseDeadLetter } from "./contract/DeadLetter.ts"
export type { DeadLetterOptions, Sink, SinkOptions } from "./contract/EffectSink.ts"
export { type DynamoCalls, dynamoWriter } from "./writers/DynamoWriter.ts"
export { fileWriter } from "./writers/FileWriter.ts"
export { keyedHash } from "./redaction/KeyedHash.ts"
export { kinesisWriter } from "./writers/KinesisWriter.ts"
export { logsWriter } from "./writers/LogsWriter.ts"
export { makeSink } from "./delivery/MakeSink.ts"
export { embeddedMetricsWriter, metricsWriter } from "./writers/MetricsWriter.ts"
export { redact, redactText, type RedactionRules } from "./redaction/Redaction.ts"
export { maskSecrets } from "./redaction/Secrets.ts"
export type { SinkCounters, SinkRecord, SinkReport } from "./contract/Sink.ts"
export { SinkError } from "./contract/SinkError.ts"
export { sqsDeadLetters } from "./writers/SqsDeadLetters.ts"
export type { WriteAnswer } from "./contract/WriteAnswer.ts"
export type {
  KinesisCalls,
  LogsCalls,
  Measurement,
  MetricsCalls,
  SqsCalls,
} from "./writers/WriterOptions.ts"
