export { fileWriter } from "./FileWriter.ts"
export { makeSink } from "./MakeSink.ts"
export type { Sink, SinkCounters, SinkOptions, SinkRecord } from "./Sink.ts"
export { SinkError } from "./SinkError.ts"
