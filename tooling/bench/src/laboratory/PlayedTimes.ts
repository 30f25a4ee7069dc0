/**
 * Computes the emulated duration of each part of the system under a configuration: the emulators delay the services,
 * the benchmark's server and load pause for the rest.
 *
 * The base are the times after optimisation in the source document ("Latency Reduction Techniques for FM Systems",
 * whose claims this project tests). A technique that is off adds what the document attributes to it. With all off the
 * times are therefore those of the document's "before" chart: search 130 (150 in the chart, less 20 for the query
 * embedding), model 800 (its new connection included), session read 12, Redis 3, API gateway 12. Where sections and
 * charts disagree, the charts are used.
 */
import type { ServiceTimes } from "../store/Admin.ts"
import { type Configuration, type Technique } from "./Technique.ts"

/** Of the document: sections 1, 2, 6 and 7, and its two waterfalls. Ranges are taken by their middle. */
export const sourceMs = {
  edge: { before: 12, after: 8 },
  redis: { before: 3, after: 1.5 },
  embedding: 20,
  /** The bar (150, 65) less the query embedding, which the document does not mention. */
  search: { before: 130, after: 45 },
  read: { before: 12, after: 8 },
  write: { before: 10, after: 5 },
  model: { before: 800, after: 680 },
  guardrail: 40,
  /** Network of one call through the NAT gateway less that through an endpoint, section 2. */
  natBedrock: 15,
  natSearch: 12,
  /** TCP 5 to 10, TLS 15 to 25, section 1. */
  connect: 27.5,
  /** 5 to 15, section 7. */
  dns: 10,
  /** Three hops of 5 to 8, section 6. */
  hops: 19.5,
} as const

/** Of the model's 120 ms between the bars, what neither network, connection nor name explains. */
const unexplainedModelMs =
  sourceMs.model.before -
  sourceMs.model.after -
  sourceMs.natBedrock -
  sourceMs.connect -
  sourceMs.dns

/** Fast: nothing is measured after the first token, and what still speaks then takes from the next turns. */
const tokenMs = 1

export const playedTimes = (on: Configuration) => {
  const without = (technique: Technique, ms: number) => (on[technique] ? 0 : ms)
  const nat = (ms: number) => without("endpoints", ms)
  const near = ({ after, before }: { readonly after: number; readonly before: number }) => ({
    p95Ms: after + nat(before - after),
  })
  const restMs = nat(sourceMs.natBedrock) + without("faster-model", unexplainedModelMs)
  const model = { p95Ms: sourceMs.model.after + restMs, perUnitMs: tokenMs }
  const filterMs = sourceMs.search.before - sourceMs.search.after - sourceMs.natSearch
  const search = {
    p95Ms: sourceMs.search.after + nat(sourceMs.natSearch) + without("filtered-search", filterMs),
  }
  const [read, write] = [near(sourceMs.read), near(sourceMs.write)]
  /** As `PUT /latency` of the emulators takes it. */
  const services: ServiceTimes = {
    bedrock: {
      Converse: model,
      ConverseStream: model,
      InvokeModel: { p95Ms: sourceMs.embedding + nat(sourceMs.natBedrock) },
    },
    opensearch: { Search: search },
    dynamodb: {
      GetItem: read,
      BatchGetItem: read,
      Query: read,
      PutItem: write,
      UpdateItem: write,
      BatchWriteItem: write,
    },
    redis: { "*": near(sourceMs.redis) },
  }
  return {
    services,
    /** From the customer's key to the server. */
    edgeMs: on["keep-alive"] ? sourceMs.edge.after : sourceMs.edge.before,
    /** Between the services that the handling was cut into. */
    hopsMs: without("one-process", sourceMs.hops),
    /** TCP and TLS of a new connection to Bedrock; loopback itself has no round trip. */
    connectMs: without("keep-alive", sourceMs.connect),
    /** Only a new connection asks for a name: with kept connections there is nothing to resolve. */
    dnsMs: on["keep-alive"] ? 0 : without("dns-cache", sourceMs.dns),
    /** The guardrail that was waited for before the answer left. */
    guardrailMs: without("sinks-off-path", sourceMs.guardrail),
  }
}

/** Stage that the laboratory's server adds to a turn's timeline: its outcome is when the message arrived. */
export const arrivalStage = "arrived"

/** The standard normal's 95th percentile. */
const z95 = 1.644_853_626_951_472_2
const medianShare = 0.75
const sigma = Math.log(1 / medianShare) / z95

/** As the emulators spread: log-normal with this 95th percentile and a median of 0.75 of it. */
export const spread = (p95Ms: number, random: () => number): number => {
  if (p95Ms === 0) return 0
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return p95Ms * medianShare * Math.exp(sigma * normal)
}

/**
 * What a turn would take by these times alone, as if our code took none: the sum of edge, hops, reads, model and awaited
 * writes. Everything measured beyond it is due to our code and the machine.
 */
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
