import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type Benchmark, benchmarkSubcommand, type Part } from "../src/command/Benchmark.ts"
import { readCommandLine } from "../src/command/CommandLine.ts"
import { figure } from "../src/measure/Figure.ts"
import { readResult } from "../src/result/Result.ts"

const part = (name: string, measure: Part["measure"]): Part => ({ name, measure })
const measures = (name: string, value: number) =>
  part(name, async ({ illustrate }) => {
    illustrate({
      title: `of ${name}`,
      table: [
        ["what", "ms"],
        [name, String(value)],
      ],
      remarks: ["a remark"],
    })
    return [figure(`${name}: cost`, "ms", [value])]
  })

const benchmark = (...parts: ReadonlyArray<Part>): Benchmark => ({
  name: "trial",
  summary: "a trial",
  help: "",
  seconds: { quick: 30, full: 30 },
  packages: [],
  conditions: () => ({}),
  parts,
})

describe("a benchmark", () => {
  let folder = ""
  const printed: Array<string> = []
  const steps: Array<string> = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bench-trial-"))
    printed.length = 0
    steps.length = 0
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (of: Benchmark, ...words: ReadonlyArray<string>) => {
    const { options, parameters } = readCommandLine(["trial", ...words])
    return benchmarkSubcommand(of).run({
      parameters,
      options,
      folder,
      print: (text) => printed.push(text),
      progress: { step: (text) => steps.push(text) },
    })
  }
  const written = () => readResult(join(folder, "trial.json"))

  it("tells each part, prints figures and tables, and writes which part measured what", async () => {
    expect(await run(benchmark(measures("one", 1), measures("two", 2)))).toBe(0)
    expect(steps).toEqual(["trial: one", "trial: two"])
    expect(written().figures.map(({ name, part: of }) => [name, of])).toEqual([
      ["one: cost", "one"],
      ["two: cost", "two"],
    ])
    expect(printed[0]).toMatch(/of one\n\nwhat {2}ms\n-+ {2}--\none {4}1\n\n- a remark\n/)
    expect(printed[0]).toMatch(/two: cost +2 +ms/)
  })

  it("that breaks leaves the earlier result as it was, and nothing else", async () => {
    await run(benchmark(measures("one", 1)))
    const before = readFileSync(join(folder, "trial.json"), "utf8")
    const breaks = part("two", () => Promise.reject(new Error("it broke")))
    await expect(run(benchmark(measures("one", 5), breaks))).rejects.toThrow("it broke")
    expect(readFileSync(join(folder, "trial.json"), "utf8")).toBe(before)
    expect(readdirSync(folder)).toEqual(["trial.json"])
  })

  it("of some parts leaves the others' figures, and prints its own", async () => {
    await run(benchmark(measures("one", 1), measures("two", 2)))
    printed.length = 0
    await run(benchmark(measures("one", 5), measures("two", 6)), "--only", "one")
    expect(
      written().figures.map(({ from, name, value }) => [name, value, from !== undefined]),
    ).toEqual([
      ["one: cost", 5, false],
      ["two: cost", 2, true],
    ])
    expect(printed.join("\n")).toContain("one: cost")
    expect(printed.join("\n")).not.toContain("two: cost")
  })

  it("that hangs is ended at twice its time", async () => {
    const ended = new Promise<number>((resolve) => {
      vi.spyOn(process, "exit").mockImplementation((code) => {
        resolve(Number(code))
        return undefined as never // The process of the tests goes on.
      })
    })
    vi.spyOn(process.stderr, "write").mockReturnValue(true)
    const hangs = part("one", () => new Promise(() => {}))
    const slow = { ...benchmark(hangs), seconds: { quick: 0.05, full: 0.05 } }
    void run(slow)
    expect(await ended).toBe(70)
    expect(readdirSync(folder)).toEqual([])
    expect(benchmarkSubcommand(slow).mostSeconds?.(true)).toBe(0.1)
  })

  it("refuses parts that it has not", async () => {
    await expect(run(benchmark(measures("one", 1)), "--only", "two")).rejects.toThrow(
      "--only: no part two; there are one",
    )
  })
})
