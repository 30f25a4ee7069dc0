import { describe, expect, it } from "vitest"
import {
  commandOf,
  misuseText,
  optionsOf,
  readArguments,
  wholeNumberIn,
  WrongUse,
} from "../src/Arguments.ts"

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

describe("options", () => {
  const all = { "--json": "switch", "--seed": "value", "--user": "values" } as const
  const seed = (text: string, decimals = false) =>
    optionsOf(["--seed", text], all).number("--seed", 1, 50, decimals)

  it("are read by a rule", () => {
    const { has, matching, oneOf, values, words } = optionsOf(
      ["--user=a", "one", "--user=b", "--json"],
      all,
      { words: 1 },
    )
    expect([has("--json"), values("--user"), words]).toEqual([true, ["a", "b"], ["one"]])
    expect(matching("--user", /^[ab]$/u, "a or b")).toEqual(["a", "b"])
    expect(oneOf("--user", ["a", "b"])).toBe("b")
    expect(optionsOf([], all).oneOf("--user", ["a", "b"])).toBeUndefined()
    expect([seed("50"), seed("1.5", true), optionsOf([], all).number("--seed", 1, 2)]).toEqual([
      50,
      1.5,
      undefined,
    ])
  })

  it.each([
    ["--seed must be a whole number from 1 to 50, not 51", () => seed("51")],
    ["--seed must be a whole number from 1 to 50, not 1.5", () => seed("1.5")],
    ["--seed must be a number from 1 to 50, not 50.5", () => seed("50.5", true)],
    [
      "--user must be x, y or z, not a",
      () => optionsOf(["--user=a"], all).oneOf("--user", ["x", "y", "z"]),
    ],
    [
      "--user must be a digit, not a",
      () => optionsOf(["--user=1", "--user=a"], all).matching("--user", /^\d$/u, "a digit"),
    ],
  ])("%s", (message, read) => {
    expect(read).toThrow(expect.objectContaining({ message, isLost: false }))
  })

  it("that are none are told with the usage", () => {
    for (const [args, message] of [
      [["--fast"], "unknown option --fast of run"],
      [["one", "two"], "unknown option two of run"],
      [["--seed"], "--seed needs a value"],
    ] as const) {
      expect(() => optionsOf(args, all, { words: 1, of: "run" })).toThrow(
        expect.objectContaining({ message, isLost: true }),
      )
    }
    expect(() => optionsOf(["-h"], all)).toThrow(new WrongUse())
  })
})

describe("a command", () => {
  const read = (...args: ReadonlyArray<string>) => commandOf(args, ["run", "stop"], "run")

  it("comes first, or is the usual one", () => {
    expect(read("--", "stop", "--json", "x")).toEqual({ command: "stop", rest: ["--json", "x"] })
    expect(read("--json")).toEqual({ command: "run", rest: ["--json"] })
    expect(read()).toEqual({ command: "run", rest: [] })
  })

  it("is refused with the known ones", () => {
    expect(() => read("walk")).toThrow("unknown command walk: run or stop")
    expect(() => commandOf([], ["run", "stop"])).toThrow("no command: run or stop")
    expect(() => read("walk", "--help")).toThrow(new WrongUse())
  })
})
