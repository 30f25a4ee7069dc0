import { describe, expect, it } from "vitest"
import { misuseText, readArguments, wholeNumberIn } from "../src/Arguments.ts"

const kinds = { "--json": "switch", "--seed": "value", "--user": "values" } as const

const read = (...given: ReadonlyArray<string>) => {
  const found = readArguments(given, kinds)
  return "misuse" in found ? misuseText(found.misuse) : found
}

describe("arguments", () => {
  it("are options and words in any order, after the separator that pnpm hands on", () => {
    const found = read("--", "first", "--seed=7", "--user", "a", "--json", "--user=b", "last")
    if (typeof found === "string") throw new Error(found)
    expect(found.words).toEqual(["first", "last"])
    expect(found.value("--seed")).toBe("7")
    expect(found.value("--user")).toBe("b")
    expect(found.has("--json")).toBe(true)
    expect(found.has("--constructor")).toBe(false)
  })

  it("are words behind a separator, and with one dash where they may be", () => {
    expect(readArguments(["a", "--", "-b", "--json"], kinds)).toMatchObject({
      words: ["a", "-b", "--json"],
    })
    expect(readArguments(["-5 yen?", "-h"], kinds, "words")).toMatchObject({
      words: ["-5 yen?", "-h"],
    })
  })

  it("have -h for help", () => {
    const found = readArguments(["-h"], { "--help": "switch" })
    expect("has" in found && found.has("--help")).toBe(true)
  })

  it.each([
    [["-q"], "unknown option -q"],
    [["--fast", "x"], "unknown option --fast"],
    [["--fast=x"], "unknown option --fast"],
    [["--constructor"], "unknown option --constructor"],
    [["--no-json"], "unknown option --no-json"],
    [["--json", "--json"], "--json is given twice"],
    [["--seed", "1", "--seed=2"], "--seed is given twice"],
    [["--json=1"], "--json takes no value"],
    [["--json="], "--json takes no value"],
    [["--seed"], "--seed needs a value"],
    [["--seed="], "--seed needs a value"],
    [["--seed", "--json"], "--seed needs a value"],
  ])("%j: refused", (given, text) => {
    expect(read(...given)).toBe(text)
  })

  it("take a negative number and a value with dashes after =", () => {
    expect(read("--seed", "-1")).toMatchObject({ words: [] })
    expect(read("--seed=--x")).toMatchObject({ words: [] })
  })
})

it.each([
  ["0", 0],
  ["50", 50],
  ["51", undefined],
  ["-1", undefined],
  ["1e1", undefined],
  ["1.0", undefined],
  ["", undefined],
])("wholeNumberIn(%j)", (text, value) => {
  expect(wholeNumberIn(text, 0, 50)).toBe(value)
})
