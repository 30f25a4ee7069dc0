import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { Ledger, type StageEntry } from "../src/index.ts"

const opened = (totalMs: number, openedAt?: number) => {
  const clock = { now: 1_000 }
  const ledger = new Ledger({
    totalMs,
    now: () => clock.now,
    ...(openedAt === undefined ? {} : { openedAt }),
  })
  return { clock, ledger }
}

describe("Ledger", () => {
  it("counts from the arrival of the message, not from its own making", () => {
    const { ledger } = opened(2_000, 940)
    expect(ledger.elapsedMs).toBe(60)
    expect(ledger.remainingMs).toBe(1_940)
  })

  it("never has less than nothing left", () => {
    const { clock, ledger } = opened(100)
    clock.now += 5_000
    expect(ledger.remainingMs).toBe(0)
    expect(ledger.budget).toEqual({ totalMs: 100, usedMs: 5_000 })
  })

  it("takes a stage that ended before it was opened", () => {
    const { ledger } = opened(2_000, 940)
    const read = { stage: "admit", startMs: 1, endMs: 9, outcome: "ok" }
    ledger.begin("prefetch")("hit")
    ledger.record(read)
    expect(ledger.timeline[0]).toEqual(read)
    expect(ledger.timeline[1]).toMatchObject({ stage: "prefetch", startMs: 60 })
  })

  it("lists stages by their start, whichever ended first", () => {
    const { clock, ledger } = opened(2_000)
    const outer = ledger.begin("retrieve")
    clock.now += 5
    const inner = ledger.begin("embed")
    clock.now += 10
    inner("ok")
    clock.now += 20
    outer("late")
    expect(ledger.timeline).toEqual([
      { stage: "retrieve", startMs: 0, endMs: 35, outcome: "late" },
      { stage: "embed", startMs: 5, endMs: 15, outcome: "ok" },
    ])
  })

  it("ends a stage once: the first outcome stays", () => {
    const { clock, ledger } = opened(2_000)
    const end = ledger.begin("generate")
    clock.now += 1
    end("timeout")
    clock.now += 1
    end("ok")
    expect(ledger.timeline).toEqual([
      { stage: "generate", startMs: 0, endMs: 1, outcome: "timeout" },
    ])
  })

  it("shows a stage that has not ended as unfinished, up to now", () => {
    const { clock, ledger } = opened(2_000)
    const outer = ledger.begin("retrieve")
    clock.now += 3
    ledger.begin("search")
    clock.now += 4
    outer("late")
    clock.now += 1
    expect(ledger.timeline).toEqual([
      { stage: "retrieve", startMs: 0, endMs: 7, outcome: "late" },
      { stage: "search", startMs: 3, endMs: 8, outcome: "unfinished" },
    ])
  })

  it("pays only for what came before the first content, and keeps the marks apart", () => {
    const { clock, ledger } = opened(2_000)
    clock.now += 70
    ledger.mark("first-products")
    clock.now += 900
    ledger.mark("first-token")
    ledger.mark("first-products")
    clock.now += 500
    ledger.mark("complete")
    expect(ledger.marks).toEqual({ "first-products": 70, "first-token": 970, complete: 1_470 })
    expect(ledger.budget.usedMs).toBe(70)
    expect(ledger.elapsedMs).toBe(1_470)
  })

  it("takes a mark back that was none: the next one counts", () => {
    const { clock, ledger } = opened(2_000)
    clock.now += 300
    ledger.mark("first-token")
    expect(ledger.budget.usedMs).toBe(300)
    ledger.unmark("first-token")
    ledger.unmark("first-products")
    clock.now += 500
    expect(ledger.marks).toEqual({})
    expect(ledger.budget.usedMs).toBe(800)
    ledger.mark("first-token")
    clock.now += 500
    ledger.mark("first-token")
    expect(ledger.marks).toEqual({ "first-token": 800 })
    expect(ledger.budget.usedMs).toBe(800)
  })

  it("gives every wait what is left, what is allowed, and never less than a millisecond", () => {
    const { clock, ledger } = opened(2_000)
    expect(ledger.deadlineMs({ atMostMs: 450 })).toBe(450)
    expect(ledger.deadlineMs({ atMostMs: 9_000, share: 0.4 })).toBe(800)
    expect(ledger.deadlineMs({ atMostMs: 9_000, reserveMs: 740 })).toBe(1_260)
    expect(ledger.deadlineMs({ atMostMs: 9_000, reserveMs: 3_000 })).toBe(1)
    clock.now += 1_999.5
    expect(ledger.deadlineMs({ atMostMs: 450 })).toBe(1)
    clock.now += 5_000
    expect(ledger.deadlineMs({ atMostMs: 450 })).toBe(1)
  })

  it.each([1, 3_600_000])("holds a budget of %d ms", (totalMs) => {
    const { clock, ledger } = opened(totalMs)
    expect(ledger.deadlineMs({ atMostMs: 10_000 })).toBe(Math.min(totalMs, 10_000))
    clock.now += totalMs
    expect(ledger.remainingMs).toBe(0)
  })

  it.each([Number.NaN, -5, 0])("has nothing left of a budget of %d", (totalMs) => {
    const { ledger } = opened(totalMs)
    expect(ledger.remainingMs).toBe(0)
    expect(ledger.deadlineMs({ atMostMs: 100 })).toBe(1)
  })

  it("stands still while the clock goes backwards or says nonsense", () => {
    const times = fc.array(
      fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(times, (all) => {
        const clock = { at: -1 }
        const ledger = new Ledger({
          totalMs: 2_000,
          openedAt: 0,
          now: () => all[Math.min((clock.at += 1), all.length - 1)] ?? 0,
        })
        let before = 0
        for (const [index] of all.entries()) {
          const end = ledger.begin(`stage-${index}`)
          expect(ledger.elapsedMs).toBeGreaterThanOrEqual(before)
          before = ledger.elapsedMs
          end("ok")
          expect(ledger.remainingMs).toBeLessThanOrEqual(2_000)
        }
        for (const { endMs, startMs } of ledger.timeline satisfies ReadonlyArray<StageEntry>) {
          expect(endMs).toBeGreaterThanOrEqual(startMs)
        }
      }),
    )
  })

  it("notes each degradation once, in the order it happened", () => {
    const { ledger } = opened(2_000)
    for (const code of ["late", "fallback", "late"]) ledger.degrade(code)
    expect(ledger.degraded).toEqual(["late", "fallback"])
  })
})
