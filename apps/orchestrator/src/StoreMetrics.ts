/** What the packages count, in the words of the metrics page. */
import {
  CachedAnswers,
  ContextCache,
  CustomerContext,
  DemandCounts,
  DraftedRetrieval,
  SharedModelCalls,
  SinkMetrics,
  Summaries,
} from "@manga-assist/assistant"
import { BedrockTransport } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { MetricsRegistry } from "./MetricsRegistry.ts"

type Counts = Readonly<Record<string, number>>

/** One sample for each count of each named group. */
const samples = (groups: Readonly<Record<string, Counts>>, label: string) =>
  Object.entries(groups).flatMap(([group, counts]) =>
    Object.entries(counts).map(([event, value]) => ({ labels: { [label]: group, event }, value })),
  )

const numbersOf = (record: object): Counts =>
  Object.fromEntries(
    Object.entries(record).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  )

export const layerStoreMetrics: Layer.Layer<
  never,
  never,
  | MetricsRegistry
  | CachedAnswers
  | ContextCache
  | CustomerContext
  | DemandCounts
  | DraftedRetrieval
  | SharedModelCalls
  | SinkMetrics
  | Summaries
  | BedrockTransport
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const registry = yield* MetricsRegistry
    const answers = yield* CachedAnswers
    const context = yield* CustomerContext
    const drafted = yield* DraftedRetrieval
    const kept = yield* ContextCache
    const demand = yield* DemandCounts
    const shared = yield* SharedModelCalls
    const sinks = yield* SinkMetrics
    const summaries = yield* Summaries
    registry.register({
      name: "manga_assist_summary_events_total",
      help: "Summaries of long conversations: started = written + failed + running; postponed ones are tried later.",
      type: "counter",
      read: () => samples({ conversations: numbersOf(summaries.counters()) }, "of"),
    })
    const { handler } = yield* BedrockTransport
    registry.register({
      name: "manga_assist_answer_cache_events_total",
      help: "Look-ups and writes of the answer cache by outcome.",
      type: "counter",
      read: () => samples({ answers: numbersOf(answers.counters()) }, "cache"),
    })
    registry.register({
      name: "manga_assist_prefetch_events",
      help: "Reads started when a socket opened: started, used, wasted, late, failed, msSaved.",
      type: "gauge",
      read: () => samples(context.counters(), "source"),
    })
    registry.register({
      name: "manga_assist_type_ahead_events",
      help: "Reads for what is being typed: drafts, started, refused, cancelled, hits, misses, failed.",
      type: "gauge",
      read: () => samples({ retrieval: numbersOf(drafted.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_context_cache_events",
      help: "Contexts in Redis: round trips, hits, misses, failures.",
      type: "gauge",
      read: () => samples({ context: numbersOf(kept.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_demand_events",
      help: "Questions counted for the worker: observed, private (left out), noisy, dropped.",
      type: "gauge",
      read: () => samples({ demand: numbersOf(demand.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_shared_model_call_events_total",
      help: "Calls of the model that may be shared: led (made here), followed (callers answered by another's), lost, left, tokens of those made here.",
      type: "counter",
      read: () => samples({ calls: numbersOf(shared.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_sink_records",
      help: "Records of each sink: accepted = written + dropped + pending.",
      type: "gauge",
      read: () =>
        samples(
          Object.fromEntries(
            Object.entries(sinks.counters()).map(([name, counts]) => [name, numbersOf(counts)]),
          ),
          "sink",
        ),
    })
    registry.register({
      name: "manga_assist_model_connections",
      help: "The connection pool to the model: sessions, streams, handshakes, evictions.",
      type: "gauge",
      read: () => samples({ bedrock: numbersOf(handler.stats()) }, "service"),
    })
  }),
)
