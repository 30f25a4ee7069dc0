import { assert, describe, it } from "@effect/vitest"
import { parseJob } from "../src/Arguments.ts"

const wrong: ReadonlyArray<readonly [string, string]> = [
  ["frobnicate", "unknown command frobnicate"],
  ["inspect more", "unexpected more"],
  ["inspect --queue", "inspect has no --queue"],
  ["inspect --records many", "--records: a whole number"],
  ["replay --most 5", "--most: only with --queue"],
  ["replay --queue --most 0", "--most: a whole number above 0"],
  ["purge", "either --sink <name> or --queue"],
  ["purge --sink a --queue --yes", "either --sink <name> or --queue"],
  ["purge --sink ../a --yes", "--sink: 1 to 64"],
  ["purge --queue", "either --dry-run or --yes"],
  ["purge --queue --yes --dry-run", "either --dry-run or --yes"],
  ["--nonsense", "--nonsense"],
]

describe("the arguments of sinks", () => {
  it.each(wrong)("%s: %s", (line, message) => {
    const job = parseJob(line.split(" ").filter((word) => word !== ""))
    assert.strictEqual(job.job, "wrong")
    assert.include(job.job === "wrong" ? job.message : "", message)
  })

  it("knows its commands", () => {
    assert.deepStrictEqual(parseJob([]), { job: "help" })
    assert.deepStrictEqual(parseJob(["inspect", "--help"]), { job: "help" })
    assert.deepStrictEqual(parseJob(["--", "inspect", "--json", "--records=2"]), {
      job: "inspect",
      records: 2,
      json: true,
    })
    assert.deepStrictEqual(parseJob(["purge", "--sink", "audit", "--yes"]), {
      job: "purge",
      what: { sink: "audit" },
      dryRun: false,
    })
  })
})
