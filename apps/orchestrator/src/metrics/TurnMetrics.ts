/** Metrics made from turn events: stage durations, degradations, and the use of the model's prompt cache. */
import type { TurnEvent } from "@manga-assist/assistant"
import type { Registry } from "./MetricsRegistry.ts"

/** Seconds. */
const bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5]

/** Synchronous and never throws; given every event of every turn. */
export const turnMetrics = (registry: Registry): ((event: TurnEvent) => void) => {
  const stageSeconds = registry.histogram(
    "manga_assist_stage_seconds",
    "Stages of turns, by stage and by what answered; first-products, first-token and total from the arrival of the message.",
    bounds,
  )
  const degraded = registry.counter(
    "manga_assist_degraded_total",
    "What turns left out or replaced, by code.",
  )
  const promptCache = registry.counter(
    "manga_assist_prompt_cache_total",
    "Prompts by model and by what became of their beginning: read, written, none (too short), ignored (should have been kept and was not: an alarm).",
  )
  const promptTokens = registry.counter(
    "manga_assist_prompt_tokens_total",
    "Tokens of prompts by model, as estimated and as the model counted them.",
  )
  return (event) => {
    if (event.type === "prompt-usage") {
      const { cache, estimatedTokens, inputTokens, model } = event
      promptCache({ model, outcome: cache })
      promptTokens({ model, counted: "estimated" }, estimatedTokens)
      promptTokens({ model, counted: "by-model" }, inputTokens)
    } else if (event.type === "turn-end") {
      const { degraded: codes, source, timeline } = event.end
      for (const code of codes) degraded({ code })
      for (const { endMs, stage, startMs } of timeline) {
        stageSeconds(Math.max(0, endMs - startMs) / 1_000, { stage, source })
      }
    }
  }
}
