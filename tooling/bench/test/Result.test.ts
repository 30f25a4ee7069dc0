import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { execFileSync } from "node:child_process"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { besideOf, joined } from "../src/Beside.ts"
import { check } from "../src/command/Check.ts"
import { readCommandLine } from "../src/command/CommandLine.ts"
import { current } from "../src/command/Current.ts"
import { compareResults, compareSubcommand } from "../src/command/Compare.ts"
import { atMost, type Figure, figure } from "../src/measure/Figure.ts"
import { InvalidResult } from "../src/result/JsonFile.ts"
import { readResult, type Result, writeResult } from "../src/result/Result.ts"
import { type Invocation } from "../src/command/Subcommand.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bench-test-"))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const result = (name: string, figures: ReadonlyArray<Figure>): Result => ({
  name,
  setting: "quick",
  date: "2026-11-24T10:00:00.000Z",
  seed: 1,
  rounds: 3,
  machine: {
    system: "Linux",
    cpu: "one",
    cores: 2,
    memoryGib: 8,
    node: "v24.21.0",
    packages: { effect: "4.1.0" },
  },
  conditions: { network: "loopback" },
  noise: { load: 0.1, repeated: 0, noisy: 0 },
  figures,
})

const invoke = (words: ReadonlyArray<string>) => {
  const printed: Array<string> = []
  const { parameters, options } = readCommandLine(["any", ...words])
  const invocation: Invocation = {
    parameters,
    options,
    folder,
    print: (text) => printed.push(text),
    progress: { step: () => {} },
  }
  return { invocation, printed }
}

const fast = figure("fast", "ms", [1, 2, 3], { target: atMost(5) })
const slow = figure("slow", "ms", [7, 8, 9], { target: atMost(5) })
const free = figure("free", "KiB", [50])

describe("a result", () => {
  it("is read as it was written, and nothing else is left in the folder", () => {
    const written = result("connections", [fast, free])
    const file = writeResult(folder, written)
    expect(readResult(file)).toEqual(written)
    expect(readdirSync(folder)).toEqual(["connections.json"])
  })

  it("has the fields that its readers rely on", () => {
    const file = writeResult(folder, result("connections", [slow]))
    const content: Record<string, unknown> = JSON.parse(readFileSync(file, "utf8"))
    expect(content["figures"]).toEqual([
      {
        name: "slow",
        value: 8,
        min: 7,
        max: 9,
        unit: "ms",
        target: { relation: "at most", value: 5 },
        met: false,
        rounds: [7, 8, 9],
      },
    ])
  })

  const broken: ReadonlyArray<readonly [string, (valid: Result) => unknown]> = [
    ["name", (valid) => ({ ...valid, name: "" })],
    ["name", (valid) => ({ ...valid, name: "../a" })],
    ["date", (valid) => ({ ...valid, date: "today" })],
    ["setting", (valid) => ({ ...valid, setting: "slow" })],
    ["rounds", (valid) => ({ ...valid, rounds: 1.5 })],
    ["cpu", (valid) => ({ ...valid, machine: { ...valid.machine, cpu: 5 } })],
    ["noisy", (valid) => ({ ...valid, noise: { load: 1, repeated: 0 } })],
    ["table", (valid) => ({ ...valid, illustrations: [{ title: "a", table: [["b"], [5]] }] })],
    ["title", (valid) => ({ ...valid, illustrations: [{ chart: "gantt" }] })],
    ["note", (valid) => ({ ...valid, figures: [{ ...fast, note: 5 }] })],
    ["figures", (valid) => ({ ...valid, figures: [] })],
    ["figures must have different names", (valid) => ({ ...valid, figures: [fast, fast] })],
    ["value", (valid) => ({ ...valid, figures: [{ ...fast, value: "1" }] })],
    [
      "value must lie between min and max",
      (valid) => ({ ...valid, figures: [{ ...fast, min: 9 }] }),
    ],
    ["rounds", (valid) => ({ ...valid, figures: [fast, { ...slow, rounds: [] }] })],
    [
      "met must agree with value and target",
      (valid) => ({ ...valid, figures: [{ ...slow, met: true }] }),
    ],
    [
      "met must agree with value and target",
      (valid) => ({ ...valid, figures: [{ ...free, met: true }] }),
    ],
    ["target", (valid) => ({ ...valid, figures: [{ ...free, target: 5, met: true }] })],
  ]

  it.each(broken)("is refused, with file and field: %s", (field, breakIt) => {
    const file = join(folder, "broken.json")
    writeFileSync(file, JSON.stringify(breakIt(result("connections", [fast]))))
    expect(() => readResult(file)).toThrow(InvalidResult)
    expect(() => readResult(file)).toThrow(`${file}: `)
    expect(() => readResult(file)).toThrow(field)
  })

  it("is refused when it is cut or absent", () => {
    const file = join(folder, "cut.json")
    writeFileSync(file, '{"name": "conn')
    expect(() => readResult(file)).toThrow(InvalidResult)
    expect(() => readResult(join(folder, "none.json"))).toThrow(/none\.json: ENOENT/)
    expect(() => readResult(folder)).toThrow("EISDIR")
  })
})

describe("check", () => {
  it("exits 0 when every target is met", async () => {
    writeResult(folder, result("connections", [fast, free]))
    const { invocation, printed } = invoke([])
    expect(await check.run(invocation)).toBe(0)
    expect(printed).toEqual(["1 of 1 targets met"])
  })

  it("exits 1 and names what missed of all results", async () => {
    writeResult(folder, result("connections", [fast, slow]))
    writeResult(folder, result("caching", [fast]))
    const all = invoke([])
    expect(await check.run(all.invocation)).toBe(1)
    expect(all.printed[0]).toMatch(/connections +slow +8 +ms +≤ 5/)
    expect(all.printed[1]).toBe("2 of 3 targets met")
  })

  it("refuses a result that lies under another name, as a copy of an older one would", async () => {
    const file = writeResult(folder, result("connections", [fast]))
    writeFileSync(join(folder, "connections-old.json"), readFileSync(file, "utf8"))
    await expect(check.run(invoke([]).invocation)).rejects.toThrow(
      /connections-old\.json: holds the result of connections/,
    )
  })

  it("refuses an empty folder", async () => {
    await expect(check.run(invoke([]).invocation)).rejects.toThrow(`no results in ${folder}`)
  })
})

describe("compare", () => {
  const before = result("connections", [
    figure("cpu", "ms", [10, 10.1, 9.9, 10, 10.2]),
    figure("same", "ms", [5, 5.2, 4.9, 5.1, 5]),
    figure("once", "ms", [4]),
    figure("gone", "ms", [1]),
  ])
  const after = result("connections", [
    figure("cpu", "ms", [6, 6.1, 5.9, 6, 6.2]),
    figure("same", "ms", [5.1, 4.9, 5, 5.2, 5]),
    figure("once", "ms", [2]),
    figure("new", "ms", [1]),
  ])

  it("says what is lower, what is noise, and what cannot be said", () => {
    const compared = compareResults(before, after, 1)
    expect(compared.map(({ name, difference }) => [name, difference])).toEqual([
      ["cpu", "lower"],
      ["same", "within noise"],
      ["once", "too few rounds"],
      ["gone", "only in one"],
      ["new", "only in one"],
    ])
    expect(compared[0]?.ratio).toBeCloseTo(0.6, 2)
    expect(compared[2]?.ratio).toBe(0.5)
    expect(compareResults(after, before, 1)[0]?.difference).toBe("higher")
  })

  it("judges the difference where values are 0 or less, of which a ratio says nothing", () => {
    const one = result("sinks", [
      figure("lost", "records", [0, 0, 0]),
      figure("none", "records", [0, 0, 0]),
      figure("above", "µs", [-3, -2.9, -3.1]),
      figure("around", "µs", [-1, 0.5, 1]),
      figure("few", "µs", [0]),
    ])
    const two = result("sinks", [
      figure("lost", "records", [5, 6, 5]),
      figure("none", "records", [0, 0, 0]),
      figure("above", "µs", [-6, -6.1, -5.9]),
      figure("around", "µs", [1, -0.5, 0.2]),
      figure("few", "µs", [3]),
    ])
    expect(
      compareResults(one, two, 1).map(({ difference, name, ratio }) => [name, difference, ratio]),
    ).toEqual([
      ["lost", "higher", undefined],
      ["none", "within noise", undefined],
      ["above", "lower", undefined],
      ["around", "within noise", undefined],
      ["few", "too few rounds", undefined],
    ])
  })

  it("prints both sides from files", async () => {
    const one = writeResult(join(folder, "one"), before)
    const two = writeResult(join(folder, "two"), { ...after, setting: "full" })
    const { invocation, printed } = invoke([one, two])
    expect(await compareSubcommand.run(invocation)).toBe(0)
    expect(printed[0]).toMatch(/cpu +10 +6 +ms +0\.600 .* lower/)
    expect(printed[1]).toBe("note: settings differ: quick, full")
  })

  it("needs two files", async () => {
    await expect(compareSubcommand.run(invoke(["one.json"]).invocation)).rejects.toThrow(
      "two result files",
    )
  })
})

describe("current", () => {
  const git = (...words: ReadonlyArray<string>) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
      cwd: folder,
      encoding: "utf8",
    }).trim()
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const judge = async () => {
    const { invocation, printed } = invoke([])
    return { code: await current.run(invocation), printed }
  }

  it("names results of other sources, of unknown ones, and those that hold figures of such", async () => {
    git("init", "--quiet")
    write("packages/one/src/A.ts", "1")
    git("add", "--all")
    git("commit", "--quiet", "--message", "one")
    const revision = git("rev-parse", "--short=12", "HEAD")
    const measured = result("one", [fast])
    const store = (more: Partial<Result>) =>
      writeResult(folder, { ...measured, machine: { ...measured.machine, revision }, ...more })

    store({})
    write("packages/one/README.md", "words are not measured")
    expect(await judge()).toEqual({ code: 0, printed: [] })
    store({ figures: [{ ...fast, from: "2026-11-24, quick, 1 round, revision abcdef123456" }] })
    expect(await judge()).toEqual({
      code: 1,
      printed: ["one: abcdef123456, not in this repository"],
    })
    store({})
    write("packages/one/src/A.ts", "2")
    expect(await judge()).toEqual({ code: 1, printed: [`one: ${revision}, 1 source files since`] })
    store({ machine: measured.machine })
    expect((await judge()).printed).toEqual(["one: unknown, not in this repository"])
  })
})

describe("beside", () => {
  it("takes the rounds of several runs as those of one", () => {
    const runs = [1, 3, 2].map((value) =>
      result("one", [figure("fast", "ms", [value], { target: atMost(2) })]),
    ) as [Result, Result, Result] // As many as were mapped.
    expect(joined(runs)).toMatchObject({
      rounds: 3,
      figures: [{ name: "fast", value: 2, min: 1, max: 3, rounds: [1, 3, 2], met: true }],
    })
  })

  it("refuses what is no benchmark, and a second folder", async () => {
    const subcommand = besideOf([])
    for (const words of [["soak"], ["one", "a", "b"]]) {
      await expect(subcommand.run(invoke(words).invocation)).rejects.toThrow(/beside needs/)
    }
  })
})
