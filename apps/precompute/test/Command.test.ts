/** What the command line asks for, and how progress and reports look. */
import { PassThrough } from "node:stream"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { requestOf } from "../src/Arguments.ts"
import { type ProgressOutput, showProgress } from "../src/worker/Progress.ts"
import { planText } from "../src/report/TextReport.ts"

const run = { command: "run", once: false, dryRun: false, pattern: undefined }

describe("arguments", () => {
  it.each([
    [[], run],
    [["--"], run],
    [["--once"], { ...run, once: true }],
    [["--", "--once"], { ...run, once: true }],
    [["run", "--dry-run"], { ...run, dryRun: true }],
    [["run", "--pattern", "title"], { ...run, once: true, pattern: "title" }],
    [["report"], { command: "report", json: false }],
    [["report", "--json"], { command: "report", json: true }],
  ])("%j", (words, request) => expect(requestOf(words)).toEqual(request))

  it.each([
    [["run", "--help"], /^$/u],
    [["walk"], "unknown command walk: run, report, wordings or switches"],
    [["run", "--twice"], "unknown option --twice of run"],
    [["report", "--once"], "unknown option --once of report"],
    [["run", "--pattern"], "--pattern needs a value"],
    [["run", "--pattern", "--once"], "--pattern needs a value"],
  ])("refuses %j", (words, message) => {
    expect(() => requestOf(words)).toThrow(message)
  })
})

const written = (isTTY: boolean) => {
  const output = Object.assign(new PassThrough(), { isTTY, columns: 80 })
  const text: Array<string> = []
  output.on("data", (chunk: Buffer) => text.push(chunk.toString()))
  return { output, text: () => text.join("") }
}

describe("a dry run's list", () => {
  const planned = { due: [], middle: 0, entries: [], unreadable: 0 }

  it("has no heading over nothing, and names the wordings that no answer is kept for", () => {
    expect(planText(planned, [])).toMatch(/^0 of 0 entries/u)
    expect(planText(planned, ['("少年漫画") is no question'])).toContain('  ("少年漫画")')
  })
})

const shown = (output: ProgressOutput, total: number, upTo = total) =>
  Effect.scoped(
    Effect.map(showProgress(output), (show) => {
      for (let done = 0; done <= upTo; done += 1) show(done, total)
    }),
  )

const cursorHidden = "\u001B[?25l"
const cursorShown = "\u001B[?25h"

describe("progress", () => {
  it.effect("is one JSON line for each tenth where there is no terminal", () =>
    Effect.gen(function* () {
      const { output, text } = written(false)
      yield* shown(output, 200)
      const lines = text().trim().split("\n")
      assert.lengthOf(lines, 11)
      const last: unknown = JSON.parse(lines.at(-1) ?? "")
      assert.deepStrictEqual(last, { event: "progress", done: 200, total: 200 })
    }),
  )

  it.effect("is a bar on a terminal that ends, also with nothing to do", () =>
    Effect.gen(function* () {
      for (const total of [2, 0]) {
        const { output, text } = written(true)
        yield* shown(output, total)
        assert.include(text(), `${total}/${Math.max(1, total)}`.replace("0/1", "1/1"))
        // All of it may be done at once, and then nobody can tell how long it takes.
        assert.match(text(), /entries, (?:\d+ s|-) left/u)
        assert.notMatch(text(), /(?:LL|NULL|INF|NaN)s? left/u)
      }
    }),
  )

  it.effect.each([1, 3, 5])("leaves the terminal as it was, though it ends at %i of 5", (upTo) =>
    Effect.gen(function* () {
      const { output, text } = written(true)
      yield* shown(output, 5, upTo)
      assert.isAtLeast(text().indexOf(cursorHidden), 0)
      assert.isAbove(text().lastIndexOf(cursorShown), text().lastIndexOf(cursorHidden))
      assert.include(text(), `${upTo}/5`)
      // What is written next stands on a line of its own.
      assert.isTrue(text().endsWith(`\n`))
    }),
  )

  it.effect("writes nothing of a pass that never began", () =>
    Effect.gen(function* () {
      const { output, text } = written(true)
      yield* Effect.scoped(showProgress(output))
      assert.strictEqual(text(), "")
    }),
  )
})
