/** What is due, why, and in which order. */
import { describe, expect, it } from "vitest"
import { cronOf } from "../src/schedule/Cron.ts"
import type { Entry } from "../src/questions/Entry.ts"
import { ageOf, dueOf, inOrder, whyDue } from "../src/questions/RefreshList.ts"

const minute = 60_000
const now = Date.UTC(2026, 10, 24, 12, 0, 30)

const entry = (more: Partial<Entry> = {}): Entry => ({
  id: "en trending",
  place: "trending",
  pattern: "trending",
  locale: "en",
  wordings: ["trending manga"],
  timing: { holdsMs: 15 * minute, leadMs: 5 * minute },
  savesMs: 900,
  perHour: 10,
  ...more,
})

const out = { ageMs: Infinity, leftMs: 0 }

const aged = (minutes: number) => ({ storedAt: now - minutes * minute, freshForMs: 14 * minute })

describe("due", () => {
  it("is what is missing, has run out, or runs out within its lead", () => {
    expect(whyDue(entry(), undefined, now)).toBe("missing")
    expect(whyDue(entry(), aged(14), now)).toBe("ran-out")
    expect(whyDue(entry(), aged(12), now)).toBe("runs-out")
    expect(whyDue(entry(), aged(8.9), now)).toBeUndefined()
    expect(whyDue(entry(), aged(0), now)).toBeUndefined()
  })

  it("leaves an entry alone whose time lies ahead of a clock that was set back", () => {
    expect(whyDue(entry(), aged(-60), now)).toBeUndefined()
  })

  it("spreads entries that were written together over half their lead", () => {
    const ids = Array.from({ length: 400 }, (_, index) => entry({ id: `en ${index}` }))
    const dueAt = (minutes: number) =>
      ids.filter((each) => whyDue(each, aged(minutes), now) !== undefined).length
    const steps = [9, 9.5, 10, 10.5, 11, 11.5].map(dueAt)
    expect(steps[0]).toBeLessThan(10)
    expect(steps[5]).toBe(400)
    // Never more than a third within a fifth of the spread.
    for (const [index, count] of steps.entries()) {
      expect(count - (steps[index - 1] ?? 0)).toBeLessThan(133)
    }
  })

  it("comes with each fire of a cron, once", () => {
    const cron = cronOf("0 12 * * *", now)
    if ("rule" in cron) return expect(cron.rule).toBe("")
    const timing = { holdsMs: 600 * minute, leadMs: 1_000, cron }
    const held = (minutes: number) => ({
      storedAt: now - minutes * minute,
      freshForMs: 599 * minute,
    })
    expect(whyDue(entry({ timing }), held(30), now)).toBe("cron")
    expect(whyDue(entry({ timing }), held(0), now)).toBeUndefined()
  })
})

describe("order", () => {
  const due = (
    id: string,
    why: "missing" | "ran-out" | "runs-out",
    ageMs: number,
    more: Partial<Entry> = {},
    leftMs = 0,
  ) => dueOf(entry({ id, ...more }), why, { ageMs, leftMs }, 1_000)
  const ids = (list: ReadonlyArray<ReturnType<typeof due>>) =>
    inOrder(list).map((each) => each.entry.id)

  it("has what ran out before what has time, then the most time saved for a token, then the oldest", () => {
    expect(
      ids([
        due("has time, worth most", "runs-out", 1, { perHour: 1_000 }, 4 * minute),
        due("out, young", "ran-out", 10),
        due("out, worth more", "ran-out", 10, { perHour: 100 }),
        due("out, old", "ran-out", 20),
        due("missing", "missing", Infinity),
      ]),
    ).toEqual(["out, worth more", "missing", "out, old", "out, young", "has time, worth most"])
  })

  it("does not let what is worth most run out for what ran out already", () => {
    expect(
      ids([
        due("missing", "missing", Infinity),
        due("soon, worth most", "runs-out", 1, { perHour: 1_000 }, 2 * minute),
      ]),
    ).toEqual(["soon, worth most", "missing"])
  })

  it("tells how long an entry is still fresh, also under a clock that was set back", () => {
    expect(ageOf(undefined, now)).toEqual({ ageMs: Infinity, leftMs: 0 })
    expect(ageOf(aged(12), now)).toEqual({ ageMs: 12 * minute, leftMs: 2 * minute })
    expect(ageOf(aged(20), now).leftMs).toBe(0)
    expect(ageOf(aged(-60), now)).toEqual({ ageMs: 0, leftMs: 14 * minute })
  })

  it("counts what an answer saves while it holds, for each token", () => {
    const long = dueOf(
      entry({ timing: { holdsMs: 60 * minute, leadMs: minute } }),
      "missing",
      out,
      1_000,
    )
    expect(long.savesMsPerToken).toBe(9)
    expect(dueOf(entry(), "missing", out, 4_500).savesMsPerToken).toBe(0.5)
  })
})
