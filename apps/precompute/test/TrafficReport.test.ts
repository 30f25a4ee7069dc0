/** The table of traffic: what was measured beside what is expected, and nothing that was not. */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { entriesOf } from "../src/Entry.ts"
import { dueOf } from "../src/RefreshList.ts"
import { readSchedule } from "../src/Schedule.ts"
import { trafficText } from "../src/TextReport.ts"
import { trafficReport } from "../src/TrafficReport.ts"
import type { Plan } from "../src/Worker.ts"

const read = readSchedule(
  "schedule.json",
  readFileSync(new URL("../schedule.json", import.meta.url), "utf8"),
  Date.UTC(2026, 10, 24),
)
if ("problems" in read) throw new Error(read.problems.join("\n"))
const schedule = read

/** Of the entries the trending ones are missing, the new releases only about to run out. */
const plan: Plan = {
  due: [],
  middle: 0,
  unreadable: 1,
  entries: entriesOf(schedule, [], []).map((entry) => ({
    entry,
    due:
      entry.pattern === "trending"
        ? dueOf(entry, "missing", Infinity, 2_000)
        : entry.pattern === "new-releases"
          ? dueOf(entry, "runs-out", 60_000, 2_000)
          : undefined,
  })),
}
const spent = { hour: 10, day: 300 }

it("has the source document's table where nothing was counted, and says so", () => {
  const report = trafficReport(schedule, plan, undefined, spent)
  expect(report.rows.map(({ expected, pattern }) => [pattern, expected.share])).toEqual([
    ["trending", 0.22],
    ["new-releases", 0.15],
    ["genre", 0.12],
    ["title", 0.08],
    ["other", 0.43],
  ])
  expect(report.rows.every(({ measured }) => measured === undefined)).toBe(true)
  expect(report).not.toHaveProperty("measuredShare")
  expect(report.notMeasured[0]).toContain("no orchestrator has counted a question")
  expect(report.notMeasured[1]).toBe("1 entries could not be read")
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
  const report = trafficReport(schedule, plan, { hours: 24, patterns }, spent)
  const [trending] = report.rows
  expect(trending?.measured).toEqual({
    asked: 60,
    share: 0.6,
    precomputed: 0.5,
    cached: 40 / 60,
    savesMs: 900,
  })
  expect(report.rows[3]?.measured).toEqual({ asked: 0, share: 0, precomputed: 0, cached: 0 })
  expect(report.measuredShare).toBe(0.3)
  expect(report.notMeasured.filter((line) => line.startsWith("time saved"))).toHaveLength(3)
  const text = trafficText(report)
  expect(text).toMatch(/trending, popular this week +22 % +900 ms +60 +60 % +50 % +67 % +900 ms/u)
  expect(text).toContain("expected 57 %, measured 30 %")
})

it("covers what is served, by how much of it is expected to be asked", () => {
  const { coverage, entries } = trafficReport(schedule, plan, undefined, spent)
  expect(entries["trending"]).toEqual({ entries: 4, fresh: 0 })
  expect(entries["new-releases"]).toEqual({ entries: 2, fresh: 2 })
  expect(coverage).toBeCloseTo((15 + 4 + 8) / (22 + 15 + 4 + 8), 5)
})
