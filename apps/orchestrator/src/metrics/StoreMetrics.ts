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
  DraftAnswers,
  DraftedRetrieval,
  FigureCheck,
  FollowedNames,
  HedgedCalls,
  PopularAnswers,
  Renewals,
  HitAudit,
  SharedModelCalls,
  ModelLoad,
  SeriesRecords,
  ServiceTiers,
  SinkMetrics,
  Summaries,
  WarmPrompts,
} from "@manga-assist/assistant"
import { TagVersions } from "@manga-assist/caching"
import { BedrockTransport } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { MetricsRegistry, telling } from "./MetricsRegistry.ts"

/** Of the worker's list: the most asked come first. */
const popularShown = 40
const formsShown = 100

/** Every family with what it means. */
const helps = {
  manga_assist_summary_events_total:
    "Summaries of long conversations: started = written + failed + running; postponed ones are tried later.",
  manga_assist_answer_cache_events_total: "Look-ups and writes of the answer cache by outcome.",
  manga_assist_popular_answers:
    "Answers made ahead of demand: listed by the worker, and of those warm, in the memory of this process.",
  manga_assist_answer_renewals_total:
    "Answers past their time, renewed off the path: renewed, alreadyFresh (by another instance), failed, refused (too many, or one failed a moment ago).",
  manga_assist_change_feed_live:
    "1 while a change feed is live that every change is told: hits are then not compared with the table.",
  manga_assist_tag_versions_readable:
    "1 while it can be told which cached answers still hold; at 0 none is served or kept.",
  manga_assist_prefetch_events_total:
    "Reads started when a socket opened: started, used, wasted, late, failed, msSaved.",
  manga_assist_type_ahead_events_total:
    "Reads for what is being typed: drafts, started, refused, cancelled, hits, misses, failed.",
  manga_assist_draft_answer_events_total:
    "Calls of the model that drafts began: begun, taken by the message, wasted; refused (too many wasted or under way, the hour's tokens spent); tokens (at most) of those begun.",
  manga_assist_warm_prompts:
    "Beginnings of prompts that PROMPT_CACHE_WARM keeps in the models' cache: possible, short (of what a model's cache needs); calls made for it that read one, that found it gone and have written it, that failed; tokens of these calls.",
  manga_assist_context_cache_events_total:
    "Contexts in Redis: round trips, hits, misses, failures.",
  manga_assist_series_record_events_total:
    "Series whose rows a prompt is made of: kept (in memory and true), read and read again (changed, or nobody tells of changes) from the table for a turn, read ahead and of those used since, late (or failed).",
  manga_assist_named_series:
    "Series of the shop: known by their names; rows that are broken, and titles that are no names since they are everyday words (collisions), which the log tells.",
  manga_assist_shop_rules:
    "Rules of the shop: topics that are in use; broken, 1 while those of the table are not used, which the log explains.",
  manga_assist_question_count_events_total:
    "Questions counted for the worker: observed, private (left out), noisy, dropped.",
  manga_assist_hit_audit_events_total:
    "Answers that the cache gave to other words than their own: served, sampled, dropped (too many waited), then right, wrong, changed, failed or unsettled; tokens spent on it.",
  manga_assist_figure_check_events_total:
    "Answers of models for one customer: checked for figures, and of those unfounded, with an amount or a volume number that nobody told the model.",
  manga_assist_audited_hits:
    "Checked answers of all instances, by form or learned wording: the 100 that look worst.",
  manga_assist_false_hit_ratio: "Share of checked answers that were wrong, by form.",
  manga_assist_false_hit_evidence:
    "What speaks for more than 0.5 % wrong; at 1 the form is switched off.",
  manga_assist_cache_form_off:
    "1 while answers under the form are given to no other words than their own: an alarm.",
  manga_assist_shared_model_call_events_total:
    "Calls of the model that may be shared: led (made here), followed (callers answered by another's), lost, left, tokens of those made here.",
  manga_assist_hedged_call_events_total:
    "Calls of the model beside one that is silent: started, won (heard first), lost (not heard); refused (too many were).",
  manga_assist_model_load:
    "Calls of the model: running now, refused because it was busy (the worker is told of them), and denied access.",
  manga_assist_service_tier_events_total:
    "Calls of the model by another than the standard tier of service: priority, flex; of these refused for the tier, and made without.",
  manga_assist_sink_records: "Records of each sink: accepted = written + dropped + pending.",
  manga_assist_model_connections:
    "The connection pool to the model: sessions, streams, handshakes, evictions.",
}

/** One sample for each number of each named group. */
const samples = (groups: Readonly<Record<string, object>>, label: string) =>
  Object.entries(groups).flatMap(([group, counts]) =>
    Object.entries(counts).flatMap(([event, value]: [string, unknown]) =>
      typeof value === "number" ? [{ labels: { [label]: group, event }, value }] : [],
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
  | DraftAnswers
  | DraftedRetrieval
  | FigureCheck
  | FollowedNames
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
  | WarmPrompts
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const registry = yield* MetricsRegistry
    const answers = yield* CachedAnswers
    const renewals = yield* Renewals
    const popular = yield* PopularAnswers
    const tagVersions = yield* TagVersions
    const context = yield* CustomerContext
    const drafted = yield* DraftedRetrieval
    const begun = yield* DraftAnswers
    const kept = yield* ContextCache
    const demand = yield* QuestionCounts
    const figures = yield* FigureCheck
    const names = yield* FollowedNames
    const checks = yield* HitAudit
    const shared = yield* SharedModelCalls
    const hedges = yield* HedgedCalls
    const load = yield* ModelLoad
    const tiers = yield* ServiceTiers
    const records = yield* SeriesRecords
    const sinks = yield* SinkMetrics
    const summaries = yield* Summaries
    const warm = yield* WarmPrompts
    const { handler } = yield* BedrockTransport
    const tell = telling(registry, helps)
    const events = (
      name: keyof typeof helps,
      label: string,
      group: string,
      counters: () => object,
    ) => tell(name, () => samples({ [group]: counters() }, label))
    events("manga_assist_summary_events_total", "of", "conversations", summaries.counters)
    events("manga_assist_answer_cache_events_total", "cache", "answers", answers.counters)
    events("manga_assist_popular_answers", "of", "answers", popular.counters)
    events("manga_assist_answer_renewals_total", "cache", "answers", renewals.counters)
    tell("manga_assist_change_feed_live", () => [{ value: tagVersions.live() ? 1 : 0 }])
    tell("manga_assist_tag_versions_readable", () => [
      { value: tagVersions.trouble() === undefined ? 1 : 0 },
    ])
    tell("manga_assist_prefetch_events_total", () => samples(context.counters(), "source"))
    events("manga_assist_type_ahead_events_total", "of", "retrieval", drafted.counters)
    events("manga_assist_draft_answer_events_total", "of", "answers", begun.counters)
    events("manga_assist_warm_prompts", "of", "prompts", warm.counters)
    events("manga_assist_context_cache_events_total", "of", "context", kept.counters)
    events("manga_assist_series_record_events_total", "of", "records", records.counters)
    events("manga_assist_named_series", "of", "names", names.figures)
    events("manga_assist_shop_rules", "of", "rules", names.rules)
    events("manga_assist_question_count_events_total", "of", "demand", demand.counters)
    events("manga_assist_hit_audit_events_total", "of", "checks", checks.counters)
    events("manga_assist_figure_check_events_total", "of", "answers", figures.counters)
    const ofRates = (value: (rate: ReturnType<typeof checks.rates>[number]) => number) => () =>
      checks
        .rates()
        .toSorted((a, b) => Number(b.off) - Number(a.off) || b.evidence - a.evidence)
        .slice(0, formsShown)
        .map((rate) => ({ labels: { form: rate.group }, value: value(rate) }))
    tell(
      "manga_assist_audited_hits",
      ofRates(({ right, wrong }) => right + wrong),
    )
    tell(
      "manga_assist_false_hit_ratio",
      ofRates(({ right, wrong }) => wrong / Math.max(1, right + wrong)),
    )
    tell(
      "manga_assist_false_hit_evidence",
      ofRates(({ evidence }) => evidence),
    )
    tell(
      "manga_assist_cache_form_off",
      ofRates(({ off }) => Number(off)),
    )
    events("manga_assist_shared_model_call_events_total", "of", "calls", shared.counters)
    events("manga_assist_hedged_call_events_total", "of", "calls", hedges.counters)
    events("manga_assist_service_tier_events_total", "of", "calls", tiers.counters)
    events("manga_assist_model_load", "of", "model", load.counters)
    tell("manga_assist_sink_records", () => samples(sinks.counters(), "sink"))
    events("manga_assist_model_connections", "service", "bedrock", handler.stats)
    registry.describe("popular", () => popular.questions(popularShown))
  }),
)
