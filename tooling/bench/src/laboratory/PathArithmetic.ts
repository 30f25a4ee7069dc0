/**
 * Computes the duration of a turn from the emulated times alone, as if our code took no time: the sum of edge, hops,
 * reads, model and awaited writes under a configuration. Pure.
 *
 * Everything measured beyond it is due to our code and the machine.
 */
import { playedTimes } from "./PlayedTimes.ts"
import type { Configuration } from "./Technique.ts"

export const pathMs = (on: Configuration): number => {
  const { connectMs, dnsMs, edgeMs, guardrailMs, hopsMs, services } = playedTimes(on)
  const of = (service: string, operation: string) => services[service]?.[operation]?.p95Ms ?? 0
  const redis = of("redis", "*")
  const read = of("dynamodb", "Query")
  const connecting = connectMs + dnsMs
  // Redis first, then a session's turns and its summary.
  const session = on.prefetch ? 0 : redis + (on["parallel-reads"] ? read : 2 * read)
  const retrieval = of("bedrock", "InvokeModel") + connecting + of("opensearch", "Search") + read
  // The look-up in the answer cache hides behind retrieval where both run at once.
  const recall = on["parallel-reads"] ? 0 : redis
  const model = of("bedrock", "ConverseStream") + connecting
  const writes = on["sinks-off-path"] ? 0 : guardrailMs + redis + of("dynamodb", "PutItem")
  return edgeMs + hopsMs + session + recall + retrieval + model + writes
}
