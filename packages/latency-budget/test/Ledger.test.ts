import { describe, expect, it } from "vitest"
import { fits, Ledger } from "../src/index.ts"

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

  it("leaves out a stage that has not ended", () => {
    const { ledger } = opened(2_000)
    ledger.begin("record")
    expect(ledger.timeline).toEqual([])
  })

  it("pays only for what came before the first content", () => {
    const { clock, ledger } = opened(2_000)
    clock.now += 70
    ledger.markFirstContent()
    clock.now += 900
    ledger.markFirstContent()
    expect(ledger.budget.usedMs).toBe(70)
    expect(ledger.elapsedMs).toBe(970)
  })

  it("notes each degradation once, in the order it happened", () => {
    const { ledger } = opened(2_000)
    for (const code of ["late", "fallback", "late"]) ledger.degrade(code)
    expect(ledger.degraded).toEqual(["late", "fallback"])
  })
})

describe("fits", () => {
  it("holds up to the last millisecond and not beyond", () => {
    const { clock, ledger } = opened(1_000)
    clock.now += 400
    expect(fits(ledger, 600)).toBe(true)
    expect(fits(ledger, 600.1)).toBe(false)
  })

  it("lets a step that needs nothing run after the budget is spent, and no other", () => {
    const { clock, ledger } = opened(1_000)
    clock.now += 5_000
    expect(fits(ledger, 0)).toBe(true)
    expect(fits(ledger, 0.01)).toBe(false)
  })

  it("does not trust an unknown need", () => {
    const { ledger } = opened(1_000)
    expect(fits(ledger, Number.NaN)).toBe(false)
    expect(fits(ledger, Number.POSITIVE_INFINITY)).toBe(false)
  })
})
