/** The metrics page: every family has its head, labels are escaped, what is not known is left out. */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { summaryMetrics } from "../src/wordings/WordingSummary.ts"
import { ownPrices } from "../src/spending/Cost.ts"
import { metricsText, type WorkerState } from "../src/report/MetricsText.ts"
import { PassTally } from "../src/answers/PassReport.ts"
import { addPass, WorkerTotals } from "../src/worker/WorkerTotals.ts"

const pass = () => {
  const tally = new PassTally()
  tally.seen("trending", false)
  tally.seen("trending", true)
  return tally.report(20, 5_000)
}

const state = (): WorkerState => {
  const totals = new WorkerTotals()
  addPass(totals, pass())
  addPass(totals, { ...pass(), leftOut: { "token-cap": 2 }, written: 4, unchanged: 1, tokens: 90 })
  return { leading: true, pausedMs: 1_500, totals, tokensPerHour: 9_000 }
}

const page = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8")

it("has every counter of the operators' page from the start, at 0", () => {
  const fresh = metricsText({
    leading: false,
    pausedMs: 0,
    totals: new WorkerTotals(),
    tokensPerHour: 9_000,
  })
  const counters = { used: 0, right: 0, wrong: 0, lostReports: 0, unreadable: 0 }
  const none = { wordings: [], counters, totals: { used: 0, right: 0, wrong: 0 } }
  const text = fresh + summaryMetrics(none, {})
  const documented = new Set(page.match(/\bprecompute_[a-z_]+_total\b/g))
  expect(documented.size).toBeGreaterThan(8)
  for (const name of documented) expect(text).toMatch(new RegExp(`^${name}(?:\\{.*\\})? 0$`, "m"))
  for (const reason of ["model-refused", "planned-anew", "lead-lost"]) {
    expect(text).toContain(`precompute_entries_left_out_total{reason="${reason}"} 0`)
  }
  for (const reason of ["none-fits", "different", "control"]) {
    expect(text).toContain(`precompute_wording_rejected_total{reason="${reason}"} 0`)
  }
})

const lines = (text: string) => text.trimEnd().split("\n")

it("has a head for every family and only lines of the format", () => {
  const bought = { "a.model": { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 } }
  const patterns = { 'of"quotes\n': { model: { asked: 2, ms: 1_500 } } }
  const text = metricsText({
    ...state(),
    shared: {
      measured: { hours: 24, patterns },
      tokens: { hour: 10, day: 20 },
      bought: { hour: bought, day: bought },
      prices: ownPrices(),
    },
  })
  const named = new Set<string>()
  for (const line of lines(text)) {
    const head = /^# (?:HELP|TYPE) (\S+) \S/u.exec(line)
    if (head === null) {
      const sample =
        /^([a-z_0-9]+)(?:\{[a-z]+="(?:[^"\\\n]|\\.)*"(?:,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? \d+(?:\.\d+)?$/u
      const found = sample.exec(line)
      expect(found, line).not.toBeNull()
      expect([...named]).toContain(found?.[1])
    } else named.add(head[1] ?? "")
  }
  expect(text).toContain('precompute_questions{pattern="of\\"quotes\\n",source="model"} 2')
  expect(text).toContain(
    'precompute_first_content_seconds{pattern="of\\"quotes\\n",source="model"} 1.5',
  )
})

it("adds passes up and has the entries of the last one", () => {
  const found = lines(metricsText(state()))
  for (const line of [
    "precompute_leader 1",
    "precompute_passes_total 2",
    'precompute_entries_written_total{how="model"} 3',
    'precompute_entries_written_total{how="unchanged"} 1',
    'precompute_entries_left_out_total{reason="token-cap"} 2',
    'precompute_entries{pattern="trending",state="all"} 2',
    'precompute_entries{pattern="trending",state="served"} 1',
    "precompute_customer_priority_wait_seconds_total 10",
    "precompute_model_pause_seconds 1.5",
  ]) {
    expect(found).toContain(line)
  }
})

it("leaves out what Redis did not tell", () => {
  expect(metricsText(state())).not.toMatch(/precompute_questions|precompute_cost/u)
})
