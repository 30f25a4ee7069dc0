/** The behaviour that every target shows, on the target for laptops; others run it on real servers. */
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { fileWriter } from "../src/index.ts"
import { writerSuite } from "../src/WriterSuite.ts"
import { isEntry, temporary } from "./harness.ts"

const file = Effect.map(temporary, (directory) => ({
  write: fileWriter({ directory, name: "suite" }),
  ids: Effect.sync(() =>
    fs
      .readFileSync(path.join(directory, "suite.ndjson"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line))
      .flatMap((value) => (isEntry(value) ? [value.id] : [])),
  ),
}))

describe("a file as a target", () => {
  const checks = writerSuite({
    make: file,
    directory: temporary,
    tooLarge: undefined,
    now: 1_790_000_000_000,
  })
  it.live.each(checks)("$name", ({ run }) => Effect.scoped(run))
})
