/** What the command line asks for, and how progress and reports look. */
import { PassThrough } from "node:stream"
import { describe, expect, it } from "vitest"
import { requestOf } from "../src/Arguments.ts"
import { showProgress } from "../src/Progress.ts"
import { planText } from "../src/TextReport.ts"

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
    [["run", "--help"], { command: "help" }],
  ])("%j", (words, request) => expect(requestOf(words)).toEqual(request))

  it.each([
    [["walk"], "unknown command walk"],
    [["run", "--twice"], "unknown option --twice of run"],
    [["report", "--once"], "unknown option --once of report"],
    [["run", "--pattern"], "--pattern needs a name"],
    [["run", "--pattern", "--once"], "--pattern needs a name"],
  ])("refuses %j", (words, message) => {
    const request = requestOf(words)
    expect(request.command === "wrong" ? request.message : "").toContain(message)
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

describe("progress", () => {
  it("is one JSON line for each tenth where there is no terminal", () => {
    const { output, text } = written(false)
    const show = showProgress(output)
    for (let done = 0; done <= 200; done += 1) show(done, 200)
    const lines = text().trim().split("\n")
    expect(lines).toHaveLength(11)
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ event: "progress", done: 200, total: 200 })
  })

  it("is a bar on a terminal that ends, also with nothing to do", () => {
    for (const total of [2, 0]) {
      const { output, text } = written(true)
      const show = showProgress(output)
      for (let done = 0; done <= total; done += 1) show(done, total)
      expect(text()).toContain(`${total}/${Math.max(1, total)}`.replace("0/1", "1/1"))
      // All of it may be done at once, and then nobody can tell how long it takes.
      expect(text()).toMatch(/entries, (?:\d+ s|-) left/u)
      expect(text()).not.toMatch(/(?:LL|NULL|INF|NaN)s? left/u)
    }
  })
})
