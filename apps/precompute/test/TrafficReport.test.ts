/** The table of traffic: what was measured beside what is expected, and nothing that was not. */
import { demoNames } from "@manga-assist/assistant"
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { ownPrices } from "../src/spending/Cost.ts"
import { entriesOf } from "../src/questions/Entry.ts"
import { dueOf } from "../src/questions/RefreshList.ts"
import { readSchedule } from "../src/schedule/Schedule.ts"
import { trafficText } from "../src/report/TextReport.ts"
import { trafficReport } from "../src/report/TrafficReport.ts"
import type { Plan } from "../src/worker/Worker.ts"

const read = readSchedule(
  "schedule.json",
  readFileSync(
    new URL("../../../packages/catalogue/src/manga/schedule.json", import.meta.url),
    "utf8",
  ),
  Date.UTC(2026, 10, 24),
  demoNames(),
)
if ("problems" in read) throw new Error(read.problems.join("\n"))
const schedule = read

/** Of the entries the trending ones are missing, the new releases only about to run out. */
const plan: Plan = {
  due: [],
  middle: 0,
  unreadable: 1,
  entries: entriesOf(schedule, [], [], demoNames()).map((entry) => ({
    entry,
    due:
      entry.pattern === "trending"
        ? dueOf(entry, "missing", { ageMs: Infinity, leftMs: 0 }, 2_000)
        : entry.pattern === "new-releases"
          ? dueOf(entry, "runs-out", { ageMs: 60_000, leftMs: 60_000 }, 2_000)
          : undefined,
  })),
}
const haiku = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
const bought = { input: 1_000_000, output: 100_000, cacheRead: 0, cacheWrite: 0 }
const spent = {
  measured: undefined,
  tokens: { hour: 10, day: 1_100_000 },
  bought: { hour: {}, day: { [haiku]: bought, "another.model": bought } },
  prices: ownPrices(),
}

it("has the source document's table where nothing was counted, and says so", () => {
  const report = trafficReport(schedule, plan, spent)
  expect(report.rows.map(({ expected, pattern }) => [pattern, expected.share])).toEqual([
    ["trending", 0.22],
    ["new-releases", 0.15],
    ["genre", 0.12],
    ["title", 0.08],
    ["other", 0.43],
  ])
  expect(report.rows.every(({ measured }) => measured === undefined)).toBe(true)
  expect(report.ahead).toEqual({ expected: { share: 0.57, savesMs: 750 } })
  expect(report.notMeasured[0]).toContain("no orchestrator has counted a question")
  expect(report.notMeasured[1]).toContain("coverage of demand")
  expect(report.notMeasured.at(-1)).toBe("1 entries could not be read")
  expect(trafficText(report)).not.toMatch(/NaN|undefined|Infinity/u)
})

it("measures shares, hits by what answered, and time saved where both sides were counted", () => {
  const patterns = {
    trending: {
      precomputed: { asked: 30, ms: 60 },
      exact: { asked: 10, ms: 30 },
      model: { asked: 20, ms: 18_040 },
    },
    other: { model: { asked: 40, ms: 30_000 } },
  }
  const report = trafficReport(schedule, plan, { ...spent, measured: { hours: 24, patterns } })
  const [trending] = report.rows
  expect(trending?.measured).toEqual({
    asked: 60,
    share: 0.6,
    precomputed: 0.5,
    cached: 40 / 60,
    cachedMs: 2.25,
    modelMs: 902,
    savesMs: 899.75,
  })
  expect(report.rows[3]?.measured).toEqual({ asked: 0, share: 0, precomputed: 0, cached: 0 })
  expect(report.ahead.measured).toMatchObject({ asked: 100, precomputed: 0.3, cached: 0.4 })
  expect(report.ahead.measured?.savesMs).toBeCloseTo(899.75, 6)
  expect(report.notMeasured.filter((line) => line.endsWith("nobody asked"))).toHaveLength(3)
  const text = trafficText(report)
  expect(text).toMatch(
    /trending, popular this week +22 % +60 % +100 % +50 % +67 % +902 ms +2\.3 ms +900 ms +900 ms/u,
  )
  expect(text).toMatch(/all +100 % +100 % +57 % +30 % +40 % +750 ms +900 ms/u)
})

it("prices what was bought by the file of prices, and names a model without a price", () => {
  const report = trafficReport(schedule, plan, spent)
  // A million in at 1.10, a hundred thousand out at 5.50 a million.
  expect(report.cost.day).toBeCloseTo(1.65, 6)
  expect(report.cost.hour).toBe(0)
  expect(report.cost.prices).toContain("https://aws.amazon.com/bedrock/pricing/")
  expect(report.notMeasured.join()).toContain("cost of another.model")
  expect(trafficText(report)).toContain("1.65 USD in 24 hours")
})

it("covers counted demand by what is served of it", () => {
  const demanded = [
    { locale: "en", text: "trending manga", perHour: 30 },
    { locale: "en", text: "new releases", perHour: 60 },
    { locale: "en", text: "who wrote berserk", perHour: 10 },
  ] as const
  const entries = entriesOf(schedule, [], demanded, demoNames()).map((entry) => ({
    entry,
    due:
      entry.pattern === "trending"
        ? dueOf(entry, "missing", { ageMs: Infinity, leftMs: 0 }, 2_000)
        : undefined,
  }))
  const { coverage } = trafficReport(schedule, { ...plan, entries }, spent)
  expect(coverage.demand).toEqual({ questions: 3, perHour: 100, served: 0.7 })
})

it("covers what is served, by how much of it is expected to be asked", () => {
  const { coverage, entries } = trafficReport(schedule, plan, spent)
  expect(entries["trending"]).toEqual({ entries: 4, fresh: 0 })
  expect(entries["new-releases"]).toEqual({ entries: 2, fresh: 2 })
  expect(coverage.expected).toBeCloseTo((15 + 4 + 8) / (22 + 15 + 4 + 8), 1)
})
