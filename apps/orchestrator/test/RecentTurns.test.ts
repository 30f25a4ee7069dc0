/** What the operators' page shows of the last hour: bounded, and of every ending. */
import type { TurnEvent } from "@manga-assist/assistant"
import { expect, it } from "vitest"
import { RecentTurns } from "../src/messages/RecentTurns.ts"

type End = Extract<TurnEvent, { readonly type: "turn-end" }>["end"]

const ended = (usedMs: number, more: Partial<End> = {}): TurnEvent => ({
  type: "turn-end",
  end: {
    turn: "t",
    id: "m",
    finish: "complete",
    source: "model",
    degraded: [],
    budget: { totalMs: 2_000, usedMs },
    timeline: [{ stage: "model", startMs: 1, endMs: usedMs, outcome: "ok" }],
    ...more,
  },
})
const failed = (ms: number, outcome = "first-token-timeout"): TurnEvent => ({
  type: "turn-failed",
  failure: {
    turn: "t",
    id: "m",
    code: "model-unavailable",
    message: "",
    retryable: true,
    timeline: [
      { stage: "model", startMs: 1, endMs: ms, outcome },
      { stage: "total", startMs: 0, endMs: ms, outcome: "ok" },
    ],
  },
})

const setting = () => {
  let now = 500
  let day = new Date("2026-12-01T03:00:00Z").getTime()
  const recent = new RecentTurns({ budgetMs: 2_000, now: () => now, today: () => new Date(day) })
  return {
    recent,
    note: (event: TurnEvent) => recent.note(event),
    pass: (ms: number) => {
      now += ms
      day += ms
    },
  }
}

it("gives an outage of five minutes its place in every figure", () => {
  const { note, pass, recent } = setting()
  for (let turn = 0; turn < 30; turn += 1) {
    note(ended(5, { source: "exact", timeline: [] }))
    note(ended(80))
    pass(10_000)
  }
  const model = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
  const usage = { inputTokens: 1e6, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
  note(ended(80, { model, usage }))
  const { now } = recent
  expect(now).toMatchObject({ turns: 61, errors: 0, hits: 30, misses: 31, firstContentP95Ms: 80 })
  expect(now.dollars).toBeGreaterThan(0.5)
  expect(now.minutes).toBeCloseTo(5)
  expect(now.modelSilentSince).toBeUndefined()
  for (let turn = 0; turn < 30; turn += 1) {
    note(failed(2_400))
    pass(10_000)
  }
  const later = recent.now
  expect(later).toMatchObject({
    turns: 91,
    errors: 30,
    overBudget: 30,
    firstContentP95Ms: 2_400,
  })
  expect(later.modelSilentSince).toBe("2026-12-01T03:05:00.000Z")
  expect(later.hour.map(({ errors }) => errors)).toEqual([0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 0])
  note(ended(90))
  expect(recent.now.modelSilentSince).toBeUndefined()
})

it("keeps an hour, and of it the last quarter for its rates", () => {
  const { note, pass, recent } = setting()
  for (let minute = 0; minute < 90; minute += 1) {
    note(ended(5))
    pass(60_000)
  }
  expect(recent.now.hour).toHaveLength(60)
  expect(recent.now.turns).toBe(14)
  pass(10 * 3_600_000)
  expect(recent.now).toMatchObject({ hour: [{ turns: 0 }], turns: 0 })
  expect(recent.now).not.toHaveProperty("firstContentP95Ms")
})

it("tells the last twenty turns, and nothing that was said in them", () => {
  const { note, recent } = setting()
  for (let turn = 0; turn < 25; turn += 1) {
    note(ended(turn, { turn: `t-${turn}`, reason: "nobody asked for demo-07's secret before" }))
  }
  note(failed(2_400))
  note({ type: "delta", text: "a secret" })
  const { last } = recent.state
  expect(last).toHaveLength(20)
  expect(last[0]).toMatchObject({ outcome: "model-unavailable", isFailed: true, source: "none" })
  expect(last[1]).toMatchObject({ turn: "t-24", outcome: "complete", firstContentMs: 24 })
  expect(JSON.stringify(recent.state)).not.toContain("secret")
})

it("does not take a model for silent whose answer nobody wanted any more", () => {
  const { note, recent } = setting()
  note(failed(100, "cancelled"))
  note(ended(5, { source: "exact", timeline: [] }))
  expect(recent.now.modelSilentSince).toBeUndefined()
  note(failed(100, "throttled"))
  expect(recent.now.modelSilentSince).toBeDefined()
})

it("counts what answers of the last quarter left out, failed turns too, and knows the last of each", () => {
  const { note, pass, recent } = setting()
  expect(recent.now.left).toEqual([])
  note(ended(5, { degraded: ["orders-late"] }))
  pass(10 * 60_000)
  note(ended(5, { degraded: ["embedding-late", "retrieval-late"] }))
  pass(1_000)
  const lost = failed(2_400)
  if (lost.type === "turn-failed") {
    note({ ...lost, failure: { ...lost.failure, degraded: ["embedding-late"] } })
  }
  expect(recent.now.left).toEqual([
    { code: "embedding-late", turns: 2, last: "2026-12-01T03:10:01.000Z" },
    { code: "orders-late", turns: 1, last: "2026-12-01T03:00:00.000Z" },
    { code: "retrieval-late", turns: 1, last: "2026-12-01T03:10:00.000Z" },
  ])
  pass(6 * 60_000)
  expect(recent.now.left.map(({ code }) => code)).toEqual(["embedding-late", "retrieval-late"])
})

it("knows since when nothing comes back from a read, after three turns in a row", () => {
  const { note, pass, recent } = setting()
  const reading = (outcome: string) =>
    note(ended(80, { timeline: [{ stage: "embedding", startMs: 1, endMs: 250, outcome }] }))
  for (const outcome of ["timeout", "connection", "cancelled"]) {
    reading(outcome)
    pass(1_000)
  }
  note(ended(5))
  expect(recent.now.silent).toEqual([])
  reading("timeout")
  const since = "2026-12-01T03:00:00.000Z"
  expect(recent.now.silent).toEqual([{ stage: "embedding", since }])
  expect(recent.now.modelSilentSince).toBeUndefined()
  pass(16 * 60_000)
  expect(recent.now.silent, "nobody asked since").toEqual([])
  reading("timeout")
  expect(recent.now.silent).toEqual([{ stage: "embedding", since }])
  reading("ok")
  expect(recent.now.silent).toEqual([])
})
