import type { TurnEnd } from "@manga-assist/client"
import { expect, it } from "vitest"
import { milliseconds, money } from "../src/words/Milliseconds.ts"
import { percentiles, spent } from "../src/timing/Percentiles.ts"
import { axisOf } from "../src/timing/Axis.ts"
import { lanesOf, raceOf } from "../src/timing/Race.ts"
import { firstContentMs } from "../src/chat/FirstContent.ts"
import {
  isFailed,
  isFromModel,
  tellingRow,
  vainCalls,
  waterfallOf,
} from "../src/timing/Waterfall.ts"

const stage = (name: string, startMs: number, endMs: number) => ({
  stage: name,
  startMs,
  endMs,
  outcome: "ok",
})

const miss: TurnEnd = {
  type: "turn-end",
  turn: "t",
  id: "m",
  finish: "complete",
  source: "model",
  degraded: [],
  budget: { totalMs: 2_000, usedMs: 77 },
  timeline: [
    stage("admit", 0.1, 0.5),
    stage("recall", 1, 22),
    stage("retrieve", 2, 76),
    stage("model", 78, 578),
    stage("claim", 78, 86),
    stage("search", 3, 68),
    stage("facts", 68, 76),
    stage("records", 69, 70),
    stage("first-products", 0, 77),
    stage("first-token", 0, 578),
    stage("total", 0, 1_374),
  ],
}
const hit: TurnEnd = {
  ...miss,
  source: "canonical",
  budget: { totalMs: 2_000, usedMs: 1.4 },
  timeline: [stage("recall", 0.2, 1.2), stage("first-products", 0, 1.4), stage("total", 0, 1.6)],
}

it("puts parts below their stage, and makes of the moments marks", () => {
  const { marks, rows } = waterfallOf(miss)
  expect(rows.map(({ isPart, stage: name }) => `${isPart ? "- " : ""}${name}`)).toEqual([
    "admit",
    "recall",
    "retrieve",
    "- search",
    "- facts",
    "- records",
    "unaccounted",
    "model",
    "- claim",
    "writing",
  ])
  expect(marks).toEqual([
    { name: "first-products", atMs: 77 },
    { name: "first-token", atMs: 578 },
    { name: "total", atMs: 1_374 },
  ])
})

it("puts the parts of a second call below that", () => {
  const again = [stage("model-2", 600, 900), stage("claim-2", 600, 610)]
  const { rows } = waterfallOf({ ...miss, timeline: [...miss.timeline, ...again] })
  expect(rows.map(({ stage: name }) => name).slice(7, 11)).toEqual([
    "model",
    "claim",
    "writing",
    "model-2",
  ])
  expect(rows.at(-1)).toMatchObject({ stage: "claim-2", isPart: true })
})

it("shows a look-up between two calls of a model, neither of which failed", () => {
  const looked: TurnEnd = {
    ...miss,
    timeline: [
      stage("retrieve", 2, 76),
      stage("model", 78, 378),
      stage("tool-call", 378, 900),
      stage("tool-read", 900, 960),
      stage("model-2", 960, 1_300),
      stage("first-products", 0, 961),
      stage("first-token", 0, 1_300),
      stage("total", 0, 2_100),
    ],
  }
  const waterfall = waterfallOf(looked)
  expect(waterfall.rows.map(({ stage: name }) => name)).toEqual([
    "unaccounted",
    "retrieve",
    "unaccounted",
    "model",
    "tool-call",
    "tool-read",
    "model-2",
    "writing",
  ])
  expect(waterfall.rows.some(isFailed)).toBe(false)
  expect(vainCalls(waterfall, looked)).toBeUndefined()
})

it("takes a call that was begun for a draft, or spoke behind another, for no failure", () => {
  for (const outcome of ["draft", "outrun"]) {
    const { rows } = waterfallOf({ ...miss, timeline: [{ ...stage("model", 0, 80), outcome }] })
    expect(rows.some(isFailed)).toBe(false)
  }
})

it("is drawn of an error as far as that tells", () => {
  const { timeline } = miss
  const waterfall = waterfallOf({ timeline })
  expect(waterfall).toMatchObject({ lastMs: 1_374, usedMs: 0, totalMs: 1_374, budgetMs: Infinity })
  expect(waterfall.rows.at(-1)).toMatchObject({ stage: "writing", outcome: "truncated" })
})

it("names the longest stage, the model's writing among them", () => {
  expect(waterfallOf(miss).longest).toMatchObject({ stage: "writing", startMs: 578, endMs: 1_374 })
  expect(isFromModel(miss)).toBe(true)
  expect(waterfallOf(hit).longest).toMatchObject({ stage: "recall" })
  expect(isFromModel(hit)).toBe(false)
})

it("has one axis for all turns, and a wider one for what is longer", () => {
  const usual = { endMs: 2_000, ticks: [0, 500, 1_000, 1_500, 2_000], isWidened: false }
  expect(axisOf(waterfallOf(hit).lastMs)).toEqual(usual)
  expect(axisOf(waterfallOf(miss).lastMs)).toEqual(usual)
  expect(axisOf(2_000)).toEqual(usual)
  expect(axisOf(2_000.1)).toMatchObject({ endMs: 2_500, isWidened: true })
  expect(axisOf(30_000)).toMatchObject({ endMs: 30_000, isWidened: true })
  for (const lastMs of [2_001, 3_001, 9_000, 59_000, 121_000, 3_600_000, 3_600_001]) {
    const { endMs, ticks } = axisOf(lastMs)
    expect(endMs).toBeGreaterThanOrEqual(lastMs)
    expect(ticks.at(-1)).toBe(endMs)
    expect(ticks.length).toBeLessThanOrEqual(7)
  }
})

it("gives time without a stage a row where there is more than a millisecond of it", () => {
  const { rows } = waterfallOf({
    ...miss,
    timeline: [stage("admit", 0.9, 2), stage("recall", 3, 22), stage("total", 0, 60)],
  })
  expect(rows).toMatchObject([
    { stage: "admit" },
    { stage: "recall" },
    { stage: "unaccounted", startMs: 22, endMs: 60 },
  ])
})

const made = {
  by: "turn",
  stages: [
    ["recall", 1, 3],
    ["retrieve", 2, 76],
    ["model", 78, 578],
    ["first-products", 0, 77],
    ["first-token", 0, 578],
    ["total", 0, 1_374],
  ],
} as const

it("lays the model's turn behind a kept answer, and tells how many times sooner its words were", () => {
  const kept = {
    ...hit,
    made,
    timeline: [stage("queue", 0, 100), ...hit.timeline, stage("first-token", 0, 102)],
  }
  const race = raceOf(kept)
  expect(race).toMatchObject({ by: "turn", modelMs: 578, keptMs: 2, timesSooner: 289 })
  const lanes = lanesOf(waterfallOf(hit), race?.waterfall)
  expect(lanes.map(({ pale, row }) => [row?.stage, pale?.stage])).toEqual([
    ["recall", "recall"],
    [undefined, "retrieve"],
    [undefined, "model"],
    [undefined, "writing"],
  ])
})

it("races with nothing where an entry does not tell how it was made, and boasts of no slow hit", () => {
  expect(raceOf(hit)).toBeUndefined()
  expect(lanesOf(waterfallOf(hit), undefined)).toHaveLength(1)
  const slow = { ...hit, made, timeline: [stage("first-token", 0, 560)] }
  expect(raceOf(slow)).toMatchObject({ timesSooner: undefined })
  const silent = { by: "worker", stages: [["retrieve", 0, 5]] } as const
  expect(raceOf({ ...slow, made: silent })).toBeUndefined()
})

it("tells a message that waited behind others on one clock, and its budget from its own turn", () => {
  const behind = (entry: TurnEnd["timeline"][number]) => ({
    ...entry,
    startMs: entry.startMs + 623,
    endMs: entry.endMs + 623,
  })
  const queued = { ...miss, timeline: [stage("queue", 0, 623), ...miss.timeline.map(behind)] }
  expect(firstContentMs(queued)).toBe(700)
  expect(waterfallOf(queued)).toMatchObject({ queuedMs: 623, usedMs: 77, totalMs: 1_997 })
  expect(waterfallOf(queued).marks[0]).toEqual({ name: "first-products", atMs: 700 })
  expect(percentiles([queued])[0]?.lines[0]?.p50).toBe(700)
})

it("keeps a part whose stage is missing, and a stage that ends before it begins", () => {
  const odd = waterfallOf({ ...hit, timeline: [stage("search", 5, 4), stage("later", 6, 7)] })
  expect(odd.rows).toMatchObject([
    { stage: "unaccounted", startMs: 0, endMs: 5 },
    { stage: "search", startMs: 5, endMs: 5 },
    { stage: "later", startMs: 6, endMs: 7 },
  ])
  expect(waterfallOf({ ...hit, timeline: [] })).toMatchObject({ rows: [], totalMs: 0.1 })
})

it("says how long a silent model was waited for, and nothing where one answered", () => {
  const failed = { stage: "model", startMs: 78, endMs: 578, outcome: "first-token-timeout" }
  const silent: TurnEnd = {
    ...miss,
    source: "catalogue",
    timeline: [failed, stage("total", 0, 600)],
  }
  const waterfall = waterfallOf(silent)
  expect(vainCalls(waterfall, silent)).toEqual({ ms: 500, areRefused: false })
  expect(tellingRow(waterfall)).toMatchObject({ stage: "model" })
  const failedOf = ({ rows }: typeof waterfall) => rows.filter(isFailed).map((row) => row.stage)
  expect(failedOf(waterfall)).toEqual(["model"])
  // A model that was never reached was waited for in vain as well, and the second one with it.
  const again = { stage: "model-2", startMs: 578, endMs: 600, outcome: "first-token-timeout" }
  const unreached = { ...silent, timeline: [{ ...failed, outcome: "connection" }, again] }
  expect(vainCalls(waterfallOf(unreached), unreached)).toEqual({ ms: 522, areRefused: false })
  const refused = { ...silent, timeline: [{ ...failed, outcome: "throttled" }] }
  expect(vainCalls(waterfallOf(refused), refused)).toEqual({ ms: 500, areRefused: true })
  for (const end of [miss, hit]) expect(vainCalls(waterfallOf(end), end)).toBeUndefined()
  expect(waterfallOf(miss).rows.some(isFailed)).toBe(false)
  expect(tellingRow(waterfallOf(miss))).toMatchObject({ stage: "writing" })
  // A part fails by the same outcomes.
  const embedding = { ...stage("embedding", 2, 7), outcome: "throttled" }
  expect(failedOf(waterfallOf({ ...miss, timeline: [embedding] }))).toEqual(["embedding"])
})

it("gives hits and misses figures of their own", () => {
  const times = Array.from({ length: 20 }, (_, at) => ({
    ...miss,
    budget: { totalMs: 2_000, usedMs: 20 - at },
  }))
  expect(percentiles([...times, hit, { ...hit, finish: "cancelled" }])).toEqual([
    { kind: "hits", lines: [{ source: "canonical", turns: 1, p50: 1.4, p95: 1.4 }] },
    { kind: "misses", lines: [{ source: "model", turns: 20, p50: 10, p95: 19 }] },
  ])
  expect(percentiles([miss]).map(({ kind }) => kind)).toEqual(["misses"])
})

it("adds up what the server says of costs, and nothing where it says none", () => {
  const cost = { currency: "USD", amount: 0.5, saved: 0.25 }
  expect(
    spent([miss, { ...miss, cost }, { ...hit, cost: { currency: "USD", amount: 0 } }]),
  ).toEqual(cost)
  expect(spent([miss, hit])).toBeUndefined()
})

it.each([
  [0, "$0"],
  [0.001_654_9, "$0.00165"],
  [1.5, "$1.5"],
])("writes %d dollars as %s", (amount, text) => {
  expect(money(amount, "USD")).toBe(text)
})

it.each([
  [0.01, "< 0.1 ms"],
  [9.94, "9.9 ms"],
  [9.95, "10 ms"],
  [1_909.6, "1,910 ms"],
  [12_345, "12.3 s"],
])("writes %d as %s", (value, text) => {
  expect(milliseconds(value)).toBe(text)
})
