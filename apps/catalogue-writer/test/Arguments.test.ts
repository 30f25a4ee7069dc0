import { WrongUse } from "@manga-assist/process/arguments"
import { describe, expect, it } from "vitest"
import { parseJob } from "../src/Arguments.ts"

describe("the command line", () => {
  it("writes the demo without a command", () => {
    expect(parseJob([])).toEqual({ command: "demo", customers: false })
    expect(parseJob(["--demo-customers"])).toEqual({ command: "demo", customers: true })
  })

  it("takes a file, and whose it is", () => {
    expect(parseJob(["import", "a.csv"])).toEqual({
      command: "import",
      file: "a.csv",
      format: "csv",
      source: "catalogue",
      dryRun: false,
      mostRemoved: undefined,
    })
    const options = ["--source", "shop-2", "--dry-run", "--remove", "7"]
    expect(parseJob(["import", "https://a.example/b.ndjson?c=d", ...options])).toMatchObject({
      format: "ndjson",
      source: "shop-2",
      dryRun: true,
      mostRemoved: 7,
    })
    expect(parseJob(["export", "a.jsonl"])).toMatchObject({ command: "export", format: "ndjson" })
    expect(parseJob(["check", "--source", "b"])).toEqual({ command: "check", source: "b" })
  })

  it("takes a file of rules", () => {
    expect(parseJob(["rules", "a.json", "--dry-run"])).toEqual({
      command: "rules",
      file: "a.json",
      dryRun: true,
    })
  })

  it.each([
    [["rules"], "rules: needs a FILE"],
    [["import"], "import: needs a FILE"],
    [["import", "a.xlsx"], "FILE must end with .csv, .ndjson or .jsonl"],
    [["import", "a.csv", "b.csv"], "unknown option b.csv of import"],
    [["import", "a.csv", "--source", "A B"], "--source must be 1 to 40 of a-z, 0-9 and hyphens"],
    [["import", "a.csv", "--remove", "-1"], "--remove must be a whole number from 0"],
    [["export", "https://a.example/b.csv"], "export: FILE must be a path"],
    [["check", "a.csv"], "unknown option a.csv of check"],
    [["drop"], "unknown command drop"],
  ])("refuses %j", (args, message) => {
    expect(() => parseJob(args)).toThrow(WrongUse)
    expect(() => parseJob(args)).toThrow(message)
  })
})
