import { WrongUse } from "@manga-assist/process/arguments"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { readCommandLine } from "../src/command/CommandLine.ts"
import { textTable } from "../src/result/Table.ts"

describe("the command line", () => {
  it("reads subcommand, parameters and options in any order", () => {
    const read = readCommandLine([
      "--",
      "compare",
      "--seed=9",
      "a.json",
      "--out",
      "there",
      "b.json",
    ])
    expect(read.subcommand).toBe("compare")
    expect(read.parameters).toEqual(["a.json", "b.json"])
    expect(read.options).toMatchObject({ seed: 9, out: "there", quick: false, rounds: undefined })
    expect(readCommandLine(["x", "--only", "a,b"]).options.only).toEqual(["a", "b"])
    expect(readCommandLine(["soak", "--minutes", "30"]).options.minutes).toBe(30)
  })

  it.each([
    [["--fast"], "unknown option --fast"],
    [["-q"], "unknown option -q"],
    [["--quick", "--quick"], "--quick is given twice"],
    [["--quick=1"], "--quick takes no value"],
    [["--rounds"], "--rounds needs a value"],
    [["--rounds", "--quick"], "--rounds needs a value"],
    [["--rounds", "0"], "--rounds must be a whole number from 1 to 50, not 0"],
    [["--rounds", "3.5"], "--rounds must be a whole number"],
    [["x", "--only", ","], "--only needs a value"],
    [["--seed", "x"], "--seed must be a whole number"],
    [["--out="], "--out needs a value"],
    [["soak", "--minutes", "0"], "--minutes must be a whole number from 1 to 1440, not 0"],
    [["turn", "--minutes", "3"], "--minutes is for the subcommand soak alone"],
  ])("refuses %j", (words, text) => {
    expect(() => readCommandLine(words)).toThrow(WrongUse)
    expect(() => readCommandLine(words)).toThrow(text)
  })
})

describe("the command", () => {
  const bench = (...words: ReadonlyArray<string>) => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    return spawnSync(process.execPath, [main, ...words], { encoding: "utf8" })
  }

  it("helps, and exits 64 on what it does not know", () => {
    const help = bench("--help")
    expect([help.status, help.stderr]).toEqual([0, ""])
    expect(help.stdout).toContain("compare A.json B.json")
    const option = bench("connections", "--fats")
    expect(option.status).toBe(64)
    expect(option.stderr).toContain("unknown option --fats")
    const part = bench("connections", "--only", "handshake")
    expect(part.status).toBe(64)
    expect(part.stderr).toContain("no part handshake; there are processor-time")
    const needless = bench("check", "--quick")
    expect(needless.status).toBe(64)
    expect(needless.stderr).toContain("check measures nothing, so --quick means nothing to it")
    const name = bench("conections")
    expect(name.status).toBe(64)
    expect(name.stderr).toContain("no subcommand conections; there are all, ")
  })
})

describe("what is printed", () => {
  it("aligns text to the left and numbers to the right", () => {
    const rows = [
      ["name", "ms", ""],
      ["a", "1.5", "met"],
      ["longer", "12.25", ""],
    ]
    expect(textTable(rows).split("\n")).toEqual([
      "name       ms",
      "------  -----  ---",
      "a         1.5  met",
      "longer  12.25",
    ])
  })
})
