import { describe, expect, it } from "vitest"
import { dependencies, names, pairs } from "../src/Dependencies.ts"
import { failed } from "../src/Judge.ts"
import { type Judged, mendedHeading, page } from "../src/Page.ts"

const cell = { down: ["redis"], fault: "failover", layer: "ws" } as const
const held: Judged = { ...failed(""), broken: [], recoveryMs: 1_234, sent: 100, cell }
const run = (judged: ReadonlyArray<Judged>) =>
  page(
    {
      judged,
      command: "pnpm faults --all",
      date: "2026-12-01",
      machine: "a machine",
      repeatedEvents: 2,
    },
    "What people wrote.",
  )

const rowOf = (text: string, start: string): string =>
  text.split("\n").find((line) => line.startsWith(`| ${start} `)) ?? ""

describe("the page", () => {
  it("has a row for each dependency and pair, and says what broke", () => {
    const text = run([held, { ...held, broken: ["2 turns are not in the audit"] }])
    for (const name of names) expect(rowOf(text, dependencies[name].title)).not.toBe("")
    for (const { why } of pairs) expect(text).toContain(why)
    expect(rowOf(text, "Redis")).toContain("| held, 1.2 s; BROKE ")
    expect(rowOf(text, "Redis")).toMatch(/\| – +\|$/)
    expect(text).toContain("1 of 2 cells held, with 200 messages. Of ")
    expect(text).toContain("- redis failover (ws): 2 turns are not in the audit")
  })

  it("does not call a cell held whose messages were mostly excused", () => {
    const cells: ReadonlyArray<Judged> = [
      { ...held, excused: 5 },
      { ...held, excused: 6 },
    ]
    expect(rowOf(run(cells), "Redis")).toContain("| held, 1.2 s; held\\* ")
    expect(run(cells)).toMatch(/with 200 messages\. Of 11 of them/)
  })

  it("keeps what people wrote", () => {
    expect(run([held]).split(`${mendedHeading}\n`)[1]?.trim()).toBe("What people wrote.")
  })
})
