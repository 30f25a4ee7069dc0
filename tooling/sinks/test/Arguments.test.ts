import { assert, describe, it } from "@effect/vitest"
import { WrongUse } from "@manga-assist/process/arguments"
import { parseJob } from "../src/Arguments.ts"

const wrong: ReadonlyArray<readonly [string, string]> = [
  ["frobnicate", "unknown command frobnicate: inspect, replay or purge"],
  ["inspect more", "unknown option more of inspect"],
  ["inspect --queue", "unknown option --queue of inspect"],
  ["inspect --records many", "--records must be a whole number from 0 to 999999999, not many"],
  ["replay --most 5", "--most: only with --queue"],
  ["replay --queue --most 0", "--most must be a whole number from 1 to 999999999, not 0"],
  ["purge", "purge: either --sink <name> or --queue"],
  ["purge --sink a --queue --yes", "purge: either --sink <name> or --queue"],
  ["purge --sink ../a --yes", "--sink must be 1 to 64 of a-z, 0-9 and hyphens, not ../a"],
  ["purge --queue", "purge: either --dry-run or --yes"],
  ["purge --queue --yes --dry-run", "purge: either --dry-run or --yes"],
  ["--nonsense", "no command: inspect, replay or purge"],
]

describe("the arguments of sinks", () => {
  it.each(wrong)("%s: %s", (line, message) => {
    assert.throws(() => parseJob(line.split(" ")), WrongUse, message)
  })

  it.each([[[]], [["inspect", "--help"]]])("%j asks for help", (line) => {
    assert.throws(() => parseJob(line), WrongUse, /^$/u)
  })

  it("knows its commands", () => {
    assert.deepStrictEqual(parseJob(["--", "inspect", "--json", "--records=2"]), {
      job: "inspect",
      records: 2,
      json: true,
    })
    assert.deepStrictEqual(parseJob(["purge", "--sink", "audit", "--yes"]), {
      job: "purge",
      sink: "audit",
      dryRun: false,
    })
    assert.deepStrictEqual(parseJob(["purge", "--queue", "--dry-run"]), {
      job: "purge",
      sink: undefined,
      dryRun: true,
    })
  })
})
