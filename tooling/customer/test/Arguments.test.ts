import { WrongUse } from "@manga-assist/process/arguments"
import { describe, expect, it } from "vitest"
import { parseJob } from "../src/Arguments.ts"

const parse = (line: string) => parseJob(line.split(" ").filter((word) => word !== ""))

describe("the command line", () => {
  it.each([
    ["find --user jane", { job: "find", user: "jane", scan: false }],
    ["-- find --user auth0|7@shop --scan", { job: "find", user: "auth0|7@shop", scan: true }],
    ["export --user jane --to f.json", { job: "export", user: "jane", scan: false, to: "f.json" }],
    ["erase --user jane --yes", { job: "erase", user: "jane", scan: false }],
  ])("%s", (line, job) => {
    expect(parse(line)).toEqual(job)
  })

  it.each(["", "erase --help"])("%j asks for help", (line) => {
    expect(() => parse(line)).toThrow(new WrongUse())
  })

  it.each([
    ["remove --user jane", "unknown command remove: find, export or erase"],
    ["--user jane", "no command: find, export or erase"],
    ["find", "find: --user <id>"],
    ["find --user #anonymous", "--user must be 1 to 128 letters, digits and _.@:|+-"],
    ["find --user jane kim", "unknown option kim of find"],
    ["find --user jane --to f", "unknown option --to of find"],
    ["find --user jane --yes", "unknown option --yes of find"],
    ["export --user jane", "export: --to <file>"],
    ["erase --user jane", "erase: --yes, because it is for good"],
    ["erase --user jane --force", "--force"],
  ])("%s is refused: %s", (line, message) => {
    expect(() => parse(line)).toThrow(message)
  })
})
