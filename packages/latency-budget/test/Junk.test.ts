/** Whatever a program without types gives: nothing throws, and no number that comes back is NaN. */
import { expect, it } from "vitest"
import * as fc from "fast-check"
import { decide, Ledger, neededMs, serverTiming, StageLatencies } from "../src/index.ts"

const thrower = () => {
  throw new Error("not today")
}
const scalar = fc.oneof(
  fc.double(),
  fc.bigInt(),
  fc.string(),
  fc.constantFrom(
    undefined,
    null,
    true,
    Symbol("x"),
    Infinity,
    -1,
    0.3,
    thrower,
    () => "5",
    () => 7n,
    () => Number.NaN,
  ),
)
const names =
  "atMostMs reserveMs share totalMs now openedAt size windowMs least stage percentile assumedMs startMs " +
  "endMs outcome name codes need rungs remainingMs observed available"
const junk: fc.Arbitrary<never> = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names.split(" ")), tie("value"), { maxKeys: 6 }),
    ),
  }))
  // Not typed: what it is is the test.
  .value.map((value) => value as never)

const isWhole = (ms: number) => Number.isInteger(ms) && ms >= 1

it.each([
  undefined,
  null,
  {},
  { atMost: 50 },
  { atMostMs: Number.NaN },
  { atMostMs: "50" },
  { atMostMs: null, reserveMs: "x", share: "y" },
  { reserveMs: -500 },
  { share: 3 },
])("bounds a wait by what is left where the allowance is %j", (allowance) => {
  const ledger = new Ledger({ totalMs: 1_000, now: () => 5 })
  expect(ledger.deadlineMs(allowance as never)).toBe(1_000)
})

it("keeps the part of an allowance that can be used", () => {
  const ledger = new Ledger({ totalMs: 1_000, now: () => 5 })
  const allowance: unknown = { atMostMs: 50, reserveMs: "x" }
  expect(ledger.deadlineMs(allowance as never)).toBe(50)
  expect(ledger.deadlineMs({ atMostMs: 50.7 })).toBe(50)
  expect(ledger.deadlineMs({ reserveMs: 300 })).toBe(700)
})

it("gives a timer no longer wait than it can hold", () => {
  const ledger = new Ledger({ totalMs: Number.POSITIVE_INFINITY })
  expect(ledger.deadlineMs()).toBe(2_147_483_647)
  expect(ledger.deadlineMs({ reserveMs: Number.POSITIVE_INFINITY })).toBe(1)
})

it("keeps a ledger of anything", () => {
  const given = fc.tuple(junk, junk, junk, junk)
  fc.assert(
    fc.property(given, ([options, allowance, stage, entry]) => {
      const ledger = new Ledger(options)
      const { remainingMs } = ledger
      const deadlineMs = ledger.deadlineMs(allowance)
      expect(isWhole(deadlineMs)).toBe(true)
      expect(deadlineMs).toBeLessThanOrEqual(Math.max(1, remainingMs))
      ledger.begin(stage)(entry)
      ledger.record(entry)
      ledger.degrade(stage)
      ledger.mark(stage)
      ledger.unmark(entry)
      const times = ledger.timeline.flatMap(({ endMs, startMs }) => [startMs, endMs])
      const { totalMs, usedMs } = ledger.budget
      const marks = Object.values(ledger.marks)
      const all = [...times, ...marks, totalMs, usedMs, remainingMs, ledger.elapsedMs]
      expect(all.filter((ms) => typeof ms !== "number" || Number.isNaN(ms))).toEqual([])
      expect(serverTiming(ledger.timeline)).not.toContain("NaN")
    }),
    { numRuns: 500 },
  )
})

it("decides, observes and tells of anything", () => {
  const given = fc.tuple(junk, junk, junk, junk)
  fc.assert(
    fc.property(given, ([one, other, stage, ms]) => {
      const { allowedMs, neededMs: needed } = decide(one, other)
      const rung = { name: "a", codes: [], need: one, share: ms }
      const inner = decide({ rungs: [rung], reserveMs: ms }, { remainingMs: 9, observed: other })
      const latencies = new StageLatencies(one)
      latencies.observe(stage, ms)
      latencies.observe(stage, 3)
      const known = latencies.percentile(stage, ms) ?? 0
      const numbers = [allowedMs, needed, inner.allowedMs, inner.neededMs, known]
      for (const each of [...numbers, neededMs(one, other)]) expect(each).toBeGreaterThanOrEqual(0)
      expect(serverTiming(one)).not.toContain("NaN")
      expect(serverTiming([one, other])).not.toContain("NaN")
    }),
    { numRuns: 500 },
  )
})
