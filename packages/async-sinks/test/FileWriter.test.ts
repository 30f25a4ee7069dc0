import * as fs from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { fileWriter } from "../src/index.ts"
import { ids, temporary } from "./harness.ts"

describe("fileWriter", () => {
  it.live("writes one line per record and rotates by size, keeping so many files", () =>
    Effect.gen(function* () {
      const directory = path.join(yield* temporary, "made")
      const write = fileWriter({ directory, name: "audit", maxBytes: 100, files: 3 })
      let removed = 0
      for (let round = 0; round < 10; round += 1) {
        removed += (yield* write(ids(round * 5, 5))).removed ?? 0
      }
      assert.deepStrictEqual(fs.readdirSync(directory).toSorted(), [
        "audit.1.ndjson",
        "audit.2.ndjson",
        "audit.ndjson",
      ])
      const linesOf = (name: string) =>
        fs.readFileSync(path.join(directory, name), "utf8").trim().split("\n")
      const kept = fs.readdirSync(directory).flatMap(linesOf)
      assert.strictEqual(kept.length + removed, 50, "every record is there or counted")
      const lines = linesOf("audit.ndjson")
      assert.deepStrictEqual(
        lines.map((line) => JSON.parse(line)),
        [...ids(45, 5)],
      )
    }),
  )

  it.live("keeps all files where it is told to", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const write = fileWriter({ directory, name: "audit", maxBytes: 100, files: Infinity })
      for (let round = 0; round < 30; round += 1) {
        assert.strictEqual((yield* write(ids(round * 5, 5))).removed, 0)
      }
      const lines = fs
        .readdirSync(directory)
        .flatMap((name) => fs.readFileSync(path.join(directory, name), "utf8").trim().split("\n"))
      assert.strictEqual(new Set(lines).size, 150)
    }),
  )

  it.live("ends a line that a crash left open", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const file = path.join(directory, "audit.ndjson")
      fs.writeFileSync(file, '{"id":"r0"}\n{"id":')
      yield* fileWriter({ directory, name: "audit" })(ids(1, 1))
      assert.strictEqual(fs.readFileSync(file, "utf8"), '{"id":"r0"}\n{"id":\n{"id":"r1"}\n')
    }),
  )

  it.live("fails when the folder cannot be written", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      fs.writeFileSync(path.join(directory, "file"), "")
      const write = fileWriter({ directory: path.join(directory, "file"), name: "audit" })
      assert.strictEqual((yield* Effect.flip(write(ids(0, 1)))).reason, "unavailable")
    }),
  )
})
