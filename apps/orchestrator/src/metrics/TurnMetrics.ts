/**
 * Metrics made from turn events: durations of stages and degradations, of failed turns too; recent times to the first
 * content by source of the answer, second looks of models, and the use of the model's prompt cache.
 */
import type { TurnEvent } from "@manga-assist/assistant"
import { StageLatencies } from "@manga-assist/latency-budget"
import type { AnswerSource } from "@manga-assist/protocol"
import {
  failures,
  knownDegradations,
  promptCounts,
  promptOutcomes,
  secondLookTools,
} from "./KnownLabels.ts"
import type { Registry } from "./MetricsRegistry.ts"

/** Seconds. */
const bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5]

/** Whole answers of each source that percentiles are taken of: the newest of a quarter of an hour. */
const recent = { size: 1_000, windowMs: 900_000, least: 1 }
const shares = [0.5, 0.95]

/** Time to first content by what answered: a hit and a miss never share a figure. */
const recentFirstContent = (registry: Registry) => {
  const latencies = new StageLatencies(recent)
  const seen = new Set<AnswerSource>()
  registry.register({
    name: "manga_assist_recent_first_content_seconds",
    help: "From the arrival of a message to its first products or text, whole answers of the last quarter of an hour, by what answered.",
    type: "summary",
    read: () =>
      [...seen].flatMap((source) =>
        shares.flatMap((share) => {
          const ms = latencies.percentile(source, share)
          return ms === undefined
            ? []
            : [{ labels: { source, quantile: `${share}` }, value: ms / 1_000 }]
        }),
      ),
  })
  return (source: AnswerSource, ms: number) => {
    seen.add(source)
    latencies.observe(source, ms)
  }
}

type Ended = Pick<Extract<TurnEvent, { type: "turn-failed" }>["failure"], "degraded" | "timeline">

/** Synchronous and never throws; given every event of every turn. `models`: ids that a turn may call. */
export const turnMetrics = (
  registry: Registry,
  models: ReadonlyArray<string>,
): ((event: TurnEvent) => void) => {
  const stageSeconds = registry.histogram(
    "manga_assist_stage_seconds",
    "Stages of turns, by stage and by what answered (none: it failed); first-products, first-token and total from the arrival of the message.",
    bounds,
    [],
  )
  const degraded = registry.counter(
    "manga_assist_degraded_total",
    "What turns left out or replaced, by code.",
    knownDegradations,
  )
  const degradedTurns = registry.counter(
    "manga_assist_degraded_turns_total",
    "Turns that left out or replaced something, whatever the number of codes; none that a customer's own budget or limits ended, or that left out only volumes beyond what one answer reads.",
  )
  const secondLooks = registry.counter(
    "manga_assist_second_looks_total",
    "Times that a model looked something up before it went on, whatever the number of its tools.",
  )
  const toolUses = registry.counter(
    "manga_assist_tool_uses_total",
    "What models looked up, by tool.",
    secondLookTools,
  )
  const unjudged = registry.counter(
    "manga_assist_unjudged_answer_events_total",
    "Calls of models whose text leaves before the guardrail's verdict (called), and answers that were taken back by it (retracted).",
    [{ event: "called" }, { event: "retracted" }],
  )
  const promptCache = registry.counter(
    "manga_assist_prompt_cache_total",
    "Prompts by model and by what became of their beginning: read, written, none (too short), ignored (should have been kept and was not: an alarm).",
    promptOutcomes(models),
  )
  const promptTokens = registry.counter(
    "manga_assist_prompt_tokens_total",
    "Tokens of prompts by model, as estimated and as the model counted them.",
    promptCounts(models),
  )
  const observeFirstContent = recentFirstContent(registry)
  const ended = ({ degraded: codes = [], timeline = [] }: Ended, source: AnswerSource | "none") => {
    for (const code of codes) degraded({ code })
    for (const { endMs, stage, startMs } of timeline) {
      stageSeconds(Math.max(0, endMs - startMs) / 1_000, { stage, source })
    }
  }
  /** Nobody's alarm is what one customer asked beyond their own budget, nor volumes beyond what one answer reads. */
  const countDegraded = ({ degraded: codes = [] }: Ended) => {
    if (codes.includes("customer-budget")) return
    if (codes.some((code) => code !== "facts-cut")) degradedTurns()
  }
  return (event) => {
    if (event.type === "prompt-usage") {
      const { cache, estimatedTokens, inputTokens, model } = event
      promptCache({ model, outcome: cache })
      promptTokens({ model, counted: "estimated" }, estimatedTokens)
      promptTokens({ model, counted: "by-model" }, inputTokens)
    } else if (event.type === "model-start" && event.isUnjudged === true) {
      unjudged({ event: "called" })
    } else if (event.type === "retract") unjudged({ event: "retracted" })
    else if (event.type === "looking") {
      secondLooks()
      for (const { name } of event.tools) toolUses({ tool: name })
    } else if (event.type === "turn-end") {
      const { budget, finish, source } = event.end
      if (finish === "complete") observeFirstContent(source, budget.usedMs)
      ended(event.end, source)
      countDegraded(event.end)
    } else if (event.type === "turn-failed") {
      ended(event.failure, "none")
      if (failures.includes(event.failure.code)) countDegraded(event.failure)
    }
  }
}
