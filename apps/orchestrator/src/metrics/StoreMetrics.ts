/**
 * Registers the counters of the assistant's services as Prometheus metrics: answer cache, prefetch (reads when a socket
 * opens) and drafts (reads for a question that is still being typed), the audit that checks whether cached answers fit
 * the questions they were served for, model calls and their connection pool, sinks (background writers), summaries.
 * Counters are read at each scrape.
 */
import {
  CachedAnswers,
  ContextCache,
  CustomerContext,
  QuestionCounts,
  DraftedRetrieval,
  FigureCheck,
  PopularAnswers,
  Renewals,
  HitAudit,
  SharedModelCalls,
  ModelLoad,
  SeriesRecords,
  SinkMetrics,
  Summaries,
} from "@manga-assist/assistant"
import { TagVersions } from "@manga-assist/caching"
import { BedrockTransport } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { MetricsRegistry } from "./MetricsRegistry.ts"

/** Of the worker's list: the most asked come first. */
const popularShown = 40

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
  | QuestionCounts
  | DraftedRetrieval
  | FigureCheck
  | PopularAnswers
  | Renewals
  | HitAudit
  | SharedModelCalls
  | ModelLoad
  | SeriesRecords
  | SinkMetrics
  | Summaries
  | TagVersions
  | BedrockTransport
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const registry = yield* MetricsRegistry
    const answers = yield* CachedAnswers
    const renewals = yield* Renewals
    const popular = yield* PopularAnswers
    const tagVersions = yield* TagVersions
    const context = yield* CustomerContext
    const drafted = yield* DraftedRetrieval
    const kept = yield* ContextCache
    const demand = yield* QuestionCounts
    const figures = yield* FigureCheck
    const checks = yield* HitAudit
    const shared = yield* SharedModelCalls
    const load = yield* ModelLoad
    const records = yield* SeriesRecords
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
      name: "manga_assist_popular_answers",
      help: "Answers made ahead of demand: listed by the worker, and of those warm, in the memory of this process.",
      type: "gauge",
      read: () => samples({ answers: numbersOf(popular.counters()) }, "of"),
    })
    registry.describe("popular", () => popular.questions(popularShown))
    registry.register({
      name: "manga_assist_answer_renewals_total",
      help: "Answers past their time, renewed off the path: renewed, alreadyFresh (by another instance), failed, refused (too many, or one failed a moment ago).",
      type: "counter",
      read: () => samples({ answers: numbersOf(renewals.counters()) }, "cache"),
    })
    registry.register({
      name: "manga_assist_change_feed_live",
      help: "1 while a change feed is live that every change is told: hits are then not compared with the table.",
      type: "gauge",
      read: () => [{ labels: {}, value: tagVersions.live() ? 1 : 0 }],
    })
    registry.register({
      name: "manga_assist_tag_versions_readable",
      help: "1 while it can be told which cached answers still hold; at 0 none is served or kept.",
      type: "gauge",
      read: () => [{ labels: {}, value: tagVersions.trouble() === undefined ? 1 : 0 }],
    })
    registry.register({
      name: "manga_assist_prefetch_events_total",
      help: "Reads started when a socket opened: started, used, wasted, late, failed, msSaved.",
      type: "counter",
      read: () => samples(context.counters(), "source"),
    })
    registry.register({
      name: "manga_assist_type_ahead_events_total",
      help: "Reads for what is being typed: drafts, started, refused, cancelled, hits, misses, failed.",
      type: "counter",
      read: () => samples({ retrieval: numbersOf(drafted.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_context_cache_events_total",
      help: "Contexts in Redis: round trips, hits, misses, failures.",
      type: "counter",
      read: () => samples({ context: numbersOf(kept.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_series_record_events_total",
      help: "Series whose rows a prompt is made of: kept (in memory and true), read and read again (changed, or nobody tells of changes) from the table for a turn, read ahead, late (or failed).",
      type: "counter",
      read: () => samples({ records: numbersOf(records.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_question_count_events_total",
      help: "Questions counted for the worker: observed, private (left out), noisy, dropped.",
      type: "counter",
      read: () => samples({ demand: numbersOf(demand.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_hit_audit_events_total",
      help: "Answers that the cache gave to other words than their own: served, sampled, dropped (too many waited), then right, wrong, changed, failed or unsettled; tokens spent on it.",
      type: "counter",
      read: () => samples({ checks: numbersOf(checks.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_figure_check_events_total",
      help: "Answers of models for one customer: checked for figures, and of those unfounded, with an amount or a volume number that nobody told the model.",
      type: "counter",
      read: () => samples({ answers: numbersOf(figures.counters()) }, "of"),
    })
    const ofRates = (value: (rate: ReturnType<typeof checks.rates>[number]) => number) => () =>
      checks
        .rates()
        .map((rate) => ({ labels: { intent: rate.intent, layer: rate.layer }, value: value(rate) }))
    registry.register({
      name: "manga_assist_audited_hits",
      help: "Checked answers of all instances, by intent and layer; the older ones count half beyond 20,000.",
      type: "gauge",
      read: ofRates(({ right, wrong }) => right + wrong),
    })
    registry.register({
      name: "manga_assist_false_hit_ratio",
      help: "Share of checked answers that were wrong, by intent and layer.",
      type: "gauge",
      read: ofRates(({ right, wrong }) => wrong / Math.max(1, right + wrong)),
    })
    registry.register({
      name: "manga_assist_false_hit_ratio_lower_bound",
      help: "What is certain of that share; above 0.005 the layer is switched off for the intent.",
      type: "gauge",
      read: ofRates(({ lowerBound }) => lowerBound),
    })
    registry.register({
      name: "manga_assist_cache_layer_off",
      help: "1 while answers of the layer are given to no other words than their own, by intent: an alarm.",
      type: "gauge",
      read: ofRates(({ off }) => Number(off)),
    })
    registry.register({
      name: "manga_assist_shared_model_call_events_total",
      help: "Calls of the model that may be shared: led (made here), followed (callers answered by another's), lost, left, tokens of those made here.",
      type: "counter",
      read: () => samples({ calls: numbersOf(shared.counters()) }, "of"),
    })
    registry.register({
      name: "manga_assist_model_load",
      help: "Calls of the model: running now, refused because it was busy (the worker is told of them), and denied access.",
      type: "gauge",
      read: () => samples({ model: numbersOf(load.counters()) }, "of"),
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
