export type { DeadLetter, DeadLetterOptions } from "./DeadLetter.ts"
export { type DynamoCalls, dynamoWriter } from "./DynamoWriter.ts"
export { fileWriter } from "./FileWriter.ts"
export { keyedHash } from "./KeyedHash.ts"
export { type KinesisCalls, kinesisWriter } from "./KinesisWriter.ts"
export { type LogsCalls, logsWriter } from "./LogsWriter.ts"
export { makeSink } from "./MakeSink.ts"
export {
  embeddedMetricsWriter,
  type Measurement,
  type MetricsCalls,
  metricsWriter,
} from "./MetricsWriter.ts"
export { redact, redactText, type RedactionRules } from "./Redaction.ts"
export { maskSecrets } from "./Secrets.ts"
export type { Sink, SinkCounters, SinkOptions, SinkRecord, SinkReport } from "./Sink.ts"
export { SinkError } from "./SinkError.ts"
export { parseDeadLetter, type SqsCalls, sqsDeadLetters } from "./SqsDeadLetters.ts"
export type { WriteAnswer } from "./WriteAnswer.ts"
