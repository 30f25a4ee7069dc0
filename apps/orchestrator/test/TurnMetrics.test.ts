import { describe, expect, it } from "vitest"
import { Context, Effect, Layer } from "effect"
import { MetricsRegistry } from "../src/metrics/MetricsRegistry.ts"
import { turnMetrics } from "../src/metrics/TurnMetrics.ts"

const registryOf = () =>
  Context.get(Effect.runSync(Effect.scoped(Layer.build(MetricsRegistry.layer))), MetricsRegistry)
const end = (stage: string) => ({
  type: "turn-end" as const,
  end: {
    turn: "t",
    id: "m",
    finish: "complete" as const,
    source: "model" as const,
    degraded: ["retrieval-late"],
    budget: { totalMs: 2_000, usedMs: 5 },
    timeline: [{ stage, startMs: 10, endMs: 70, outcome: "ok" }],
  },
})

describe("turnMetrics", () => {
  it("tells stages by what answered, codes, and ignored cache points", () => {
    const registry = registryOf()
    const observe = turnMetrics(registry, ["m"])
    observe(end("retrieve"))
    observe(end("retrieve"))
    observe({
      type: "prompt-usage",
      model: "m",
      estimatedTokens: 1_900,
      inputTokens: 2_000,
      cache: "ignored",
    })
    const text = registry.render()
    expect(text).toContain(
      'manga_assist_stage_seconds_bucket{stage="retrieve",source="model",le="0.05"} 0',
    )
    expect(text).toContain(
      'manga_assist_stage_seconds_bucket{stage="retrieve",source="model",le="0.1"} 2',
    )
    expect(text).toContain('manga_assist_stage_seconds_count{stage="retrieve",source="model"} 2')
    expect(text).toContain('manga_assist_degraded_total{code="retrieval-late"} 2')
    expect(text).toContain('manga_assist_prompt_cache_total{model="m",outcome="ignored"} 1')
    expect(text).toContain('manga_assist_prompt_tokens_total{model="m",counted="by-model"} 2000')
  })

  it("tells the stages and the codes of a failed turn, too", () => {
    const registry = registryOf()
    const { degraded, timeline } = end("retrieve").end
    const whose = { turn: "t", id: "m", message: "", retryable: true }
    const failure = { ...whose, code: "timeout" as const, degraded, timeline }
    turnMetrics(registry, ["m"])({ type: "turn-failed", failure })
    const text = registry.render()
    expect(text).toContain('manga_assist_stage_seconds_count{stage="retrieve",source="none"} 1')
    expect(text).toContain('manga_assist_degraded_total{code="retrieval-late"} 1')
  })

  it("counts look-ups, and each of their tools", () => {
    const registry = registryOf()
    const observe = turnMetrics(registry, ["m"])
    const tools = ["find_products", "price_of"].map((name) => ({ name, label: name }))
    observe({ type: "looking", tools })
    observe({ type: "looking", tools: tools.slice(1) })
    const text = registry.render()
    expect(text).toContain("manga_assist_second_looks_total 2")
    expect(text).toContain('manga_assist_tool_uses_total{tool="find_products"} 1')
    expect(text).toContain('manga_assist_tool_uses_total{tool="price_of"} 2')
    expect(text).toContain('manga_assist_tool_uses_total{tool="series_facts"} 0')
  })

  it("counts calls whose text comes before the verdict, and answers that are taken back", () => {
    const registry = registryOf()
    const observe = turnMetrics(registry, ["m"])
    const start = { type: "model-start", model: "m", attempt: 1 } as const
    observe(start)
    observe({ ...start, isUnjudged: true })
    observe({ type: "retract" })
    const text = registry.render()
    expect(text).toContain('manga_assist_unjudged_answer_events_total{event="called"} 1')
    expect(text).toContain('manga_assist_unjudged_answer_events_total{event="retracted"} 1')
  })

  it("keeps no more than so many stages", () => {
    const registry = registryOf()
    const observe = turnMetrics(registry, ["m"])
    for (let n = 0; n < 1_000; n += 1) observe(end(`stage-${n}`))
    expect(registry.render().match(/stage_seconds_count/g)?.length).toBe(200)
  })

  it("keeps the times of hits and misses apart, and counts whole answers alone", () => {
    const registry = registryOf()
    const observe = turnMetrics(registry, ["m"])
    const after = (usedMs: number, more: object) => {
      const { end: whole, type } = end("total")
      observe({ type, end: { ...whole, budget: { totalMs: 2_000, usedMs }, ...more } })
    }
    for (const usedMs of [80, 90, 100]) after(usedMs, {})
    after(2, { source: "canonical" })
    after(1, { finish: "cancelled" })
    const text = registry.render()
    const name = "manga_assist_recent_first_content_seconds"
    expect(text).toContain(`${name}{source="model",quantile="0.5"} 0.09`)
    expect(text).toContain(`${name}{source="model",quantile="0.95"} 0.1`)
    expect(text).toContain(`${name}{source="canonical",quantile="0.95"} 0.002`)
  })
})
