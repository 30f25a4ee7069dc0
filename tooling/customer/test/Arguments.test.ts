import { describe, expect, it } from "vitest"
import { parseJob } from "../src/Arguments.ts"

const parse = (line: string) => parseJob(line.split(" ").filter((word) => word !== ""))

describe("the command line", () => {
  it.each([
    ["", { job: "help" }],
    ["erase --help", { job: "help" }],
    ["find --user jane", { job: "find", user: "jane", scan: false }],
    ["-- find --user auth0|7@shop --scan", { job: "find", user: "auth0|7@shop", scan: true }],
    ["export --user jane --to f.json", { job: "export", user: "jane", scan: false, to: "f.json" }],
    ["erase --user jane --yes", { job: "erase", user: "jane", scan: false }],
  ])("%s", (line, job) => {
    expect(parse(line)).toEqual(job)
  })

  it.each([
    ["remove --user jane", "unknown command remove"],
    ["--user jane", "no command"],
    ["find", "--user: "],
    ["find --user #anonymous", "--user: "],
    ["find --user jane kim", "find: unexpected kim"],
    ["find --user jane --to f", "find has no --to"],
    ["find --user jane --yes", "find has no --yes"],
    ["export --user jane", "export: --to <file>"],
    ["erase --user jane", "erase: --yes, because it is for good"],
    ["erase --user jane --force", "--force"],
  ])("%s is refused: %s", (line, message) => {
    const job = parse(line)
    expect(job).toEqual({ job: "wrong", message: expect.stringContaining(message) })
  })
})
