import { availableParallelism } from "node:os"
import { describe, expect, it } from "vitest"
import { names } from "../src/Dependencies.ts"
import { readOptions } from "../src/Options.ts"

describe("the command line", () => {
  it("takes forty cells unless told", () => {
    expect(readOptions([])).toEqual({
      cells: 40,
      only: undefined,
      seed: 1,
      minutes: undefined,
      again: false,
      page: undefined,
      worlds: Math.min(4, availableParallelism()),
    })
    expect(readOptions(["--all", "--seed", "7"])).toMatchObject({ cells: undefined, seed: 7 })
    expect(readOptions(["--only", "redis,keys"]).only).toEqual(["redis", "keys"])
  })

  it("refuses an unknown dependency with those that are known", () => {
    expect(() => readOptions(["--only", "redis,redsi"])).toThrow(
      `--only knows no redsi: ${names.join(", ")}`,
    )
  })

  it.each([
    [["--al"], "unknown option --al"],
    [["--cells", "0"], "--cells must be a whole number from 1 to 1000, not 0"],
    [["--cells", "3", "--all"], "--cells and --all exclude each other"],
    [["--only"], "--only needs a value"],
    [["redis"], "unknown option redis"],
  ])("refuses %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(message)
  })
})
