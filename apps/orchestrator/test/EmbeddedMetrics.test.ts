/** What CloudWatch is told of customers: a line a minute, made from the registry that also makes the page. */
import { expect, it, vi } from "vitest"
import { ConfigProvider, Context, Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import { embeddedLines, layerEmbeddedMetrics } from "../src/metrics/EmbeddedMetrics.ts"
import { MetricsRegistry, type Registry } from "../src/metrics/MetricsRegistry.ts"
import { serverMetrics } from "../src/metrics/ServerMetrics.ts"

const registryOf = (): Registry =>
  Context.get(
    Effect.runSync(Effect.scoped(Layer.build(Layer.fresh(MetricsRegistry.layer)))),
    MetricsRegistry,
  )

const metricsOf = (registry: Registry) =>
  serverMetrics(
    registry,
    { openConnections: () => 0, runningMessages: () => 0, services: () => [] },
    ["m"],
  )

it("tells the turns since the last line, and not what customers' own limits refused", () => {
  const registry = registryOf()
  const { firstContentSeconds, turns } = metricsOf(registry)
  const lineOf = embeddedLines(registry, "staging")
  turns({ outcome: "complete", source: "model" }, 7)
  turns({ outcome: "cancelled", source: "model" })
  turns({ outcome: "timeout", source: "none" }, 2)
  turns({ outcome: "rate-limited", source: "none" }, 900)
  turns({ outcome: "busy", source: "none" }, 900)
  turns({ outcome: "disconnected", source: "none" }, 900)
  for (const seconds of [0.1, 1.9, 2, 2.1, 70]) firstContentSeconds(seconds)
  registry.register({
    name: "manga_assist_model_load",
    help: "",
    type: "gauge",
    read: () =>
      Object.entries({ running: 5, refused: 2, denied: 3 }).map(([event, value]) => ({
        labels: { of: "model", event },
        value,
      })),
  })
  expect(JSON.parse(lineOf(60_000))).toMatchObject({
    Stage: "staging",
    Turns: 10,
    FailedTurns: 2,
    DegradedTurns: 0,
    FirstContents: 5,
    SlowFirstContents: 2,
    RefusedModelCalls: 5,
  })
  turns({ outcome: "internal", source: "none" })
  expect(JSON.parse(lineOf(120_000))).toMatchObject({
    Turns: 1,
    FailedTurns: 1,
    FirstContents: 0,
    RefusedModelCalls: 0,
  })
})

it("counts a degraded turn once, whatever it left out", () => {
  const registry = registryOf()
  const lineOf = embeddedLines(registry, "staging")
  const end = (degraded: ReadonlyArray<string>) => ({
    type: "turn-end" as const,
    end: {
      turn: "t",
      id: "m",
      finish: "complete" as const,
      source: "model" as const,
      degraded: [...degraded],
      budget: { totalMs: 2_000, usedMs: 5 },
      timeline: [],
    },
  })
  const { turnEvent } = metricsOf(registry)
  turnEvent(end(["facts-late", "retrieval-late"]))
  turnEvent(end([]))
  // Nothing is wrong where more volumes were asked for than one answer reads.
  turnEvent(end(["facts-cut"]))
  expect(JSON.parse(lineOf(0))).toMatchObject({ DegradedTurns: 1 })
})

it("counts no turn as degraded that a customer's own budget left without a model", () => {
  const registry = registryOf()
  const lineOf = embeddedLines(registry, "staging")
  const { turnEvent, turns } = metricsOf(registry)
  const stood = { timeline: [], degraded: ["facts-late", "catalogue-answer", "customer-budget"] }
  const budget = { totalMs: 2_000, usedMs: 5 }
  const whole = { turn: "t", id: "m", finish: "complete" as const, source: "catalogue" as const }
  const refused = { turn: "t", id: "m", message: "", code: "rate-limited" as const }
  for (let turn = 0; turn < 900; turn += 1) {
    turnEvent({ type: "turn-end", end: { ...whole, budget, ...stood } })
    turns({ outcome: "complete", source: "catalogue" })
    turnEvent({ type: "turn-failed", failure: { ...refused, retryable: true, ...stood } })
    turns({ outcome: "rate-limited", source: "none" })
  }
  expect(JSON.parse(lineOf(60_000))).toMatchObject({ Turns: 900, DegradedTurns: 0 })
})

it("counts failed turns as degraded where they count as turns", () => {
  const registry = registryOf()
  const lineOf = embeddedLines(registry, "staging")
  const { turnEvent, turns } = metricsOf(registry)
  const failed = { turn: "t", id: "m", message: "", retryable: true, timeline: [] }
  for (const code of ["timeout", "shutting-down"] as const) {
    turnEvent({ type: "turn-failed", failure: { ...failed, code, degraded: ["facts-late"] } })
    turns({ outcome: code, source: "none" })
  }
  expect(JSON.parse(lineOf(60_000))).toMatchObject({ Turns: 1, DegradedTurns: 1 })
})

it("is the embedded metric format: one directive, one dimension, each metric with its unit", () => {
  const registry = registryOf()
  const budgets = (name: string, of: Readonly<Record<string, number>>) =>
    registry.register({
      name: `manga_assist_model_budget_${name}`,
      help: "",
      type: "gauge",
      read: () => Object.entries(of).map(([budget, value]) => ({ labels: { budget }, value })),
    })
  budgets("limit", { tokens: 1_000, dollars: 10, "quota-simple": 500 })
  budgets("counted", { tokens: 250, dollars: 9, "quota-simple": 100 })
  registry.register({
    name: "manga_assist_service_away_seconds",
    help: "",
    type: "gauge",
    read: () => [
      { labels: { service: "bedrock" }, value: 90 },
      { labels: { service: "redis" }, value: 0 },
    ],
  })
  const line = embeddedLines(registry, "production")(1_234)
  expect(line).not.toContain("\n")
  const { _aws: directive, Stage, ...values } = JSON.parse(line) as Record<string, unknown>
  expect(Stage).toBe("production")
  expect(values).toMatchObject({
    Turns: 0,
    ModelBudgetUsed: 0.9,
    ModelQuotaUsed: 0.2,
    ServiceAwaySeconds: 90,
  })
  expect(directive).toEqual({
    Timestamp: 1_234,
    CloudWatchMetrics: [
      {
        Namespace: "MangaAssist",
        Dimensions: [["Stage"]],
        Metrics: Object.keys(values).map((Name) => ({
          Name,
          Unit: Name.endsWith("Used") ? "None" : Name.endsWith("Seconds") ? "Seconds" : "Count",
        })),
      },
    ],
  })
})

it.each([
  ["a line each minute and one at the end, where a stage is named", "staging", [1, 2, 3]],
  ["nothing without a stage", "", [0, 0, 0]],
])("writes %s", async (_, stage, lines) => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true)
  const written = () => write.mock.calls.filter(([text]) => String(text).startsWith('{"_aws"'))
  const counts: Array<number> = []
  try {
    await Effect.runPromise(
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        yield* Layer.buildWithScope(
          Layer.fresh(Layer.provideMerge(layerEmbeddedMetrics, MetricsRegistry.layer)),
          scope,
        )
        for (let minute = 0; minute < 2; minute += 1) {
          yield* TestClock.adjust("1 minute")
          counts.push(written().length)
        }
        yield* Scope.close(scope, Exit.void)
        counts.push(written().length)
      }).pipe(
        Effect.provide([
          TestClock.layer(),
          ConfigProvider.layer(ConfigProvider.fromUnknown({ EMBEDDED_METRICS_STAGE: stage })),
        ]),
        Effect.scoped,
      ),
    )
  } finally {
    write.mockRestore()
  }
  expect(counts).toEqual(lines)
})
