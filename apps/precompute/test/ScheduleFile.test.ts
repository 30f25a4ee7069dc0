/** What may lie where the schedule should: each is read, or told with file, line and rule. */
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect } from "effect"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { loadSchedule } from "../src/schedule/ScheduleFile.ts"

const shipped = readFileSync(
  new URL("../../../packages/catalogue/src/manga/schedule.json", import.meta.url),
  "utf8",
)

const loadedFrom = (put: (file: string) => void) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "precompute-"))),
    (folder) => {
      const file = join(folder, "schedule.json")
      put(file)
      return loadSchedule.pipe(
        Effect.provide(
          ConfigProvider.layer(ConfigProvider.fromUnknown({ PRECOMPUTE_SCHEDULE: file })),
        ),
        Effect.result,
        Effect.map((result) =>
          result._tag === "Success" ? result.success : result.failure.message.replace(folder, ""),
        ),
      )
    },
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true })),
  )

describe("a schedule", () => {
  it.effect.each([
    ["as editors on Windows write it", `\uFEFF${shipped.replaceAll("\n", "\r\n")}`],
    ["without an end of line", shipped.trimEnd()],
  ] as const)("%s is that schedule", ([_name, text]) =>
    Effect.gen(function* () {
      assert.deepEqual(
        yield* loadedFrom((file) => writeFileSync(file, text)),
        yield* loadedFrom((file) => writeFileSync(file, shipped)),
      )
    }),
  )

  it.effect("with a broken rule names its line, whatever ends a line", () =>
    Effect.gen(function* () {
      const text = '\uFEFF{\r\n  "patterns": [],\r\n  "concurrency": 0\r\n}'
      const told = yield* loadedFrom((file) => writeFileSync(file, text))
      assert.include(told, "/schedule.json:3: concurrency must be a whole number from 1 to 50")
    }),
  )

  it.effect.each([
    ["is not there", () => undefined, "the schedule cannot be read: ENOENT"],
    ["is a folder", (file: string) => mkdirSync(file), "the schedule cannot be read: EISDIR"],
    ["is empty", (file: string) => writeFileSync(file, ""), "must be JSON"],
    [
      "is no text",
      (file: string) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x7b, 0x00])),
      "must be JSON",
    ],
    [
      "has 100 MB",
      (file: string) => {
        writeFileSync(file, shipped)
        truncateSync(file, 100_000_000)
      },
      "the schedule cannot be read: it has 100000000 bytes, at most 1000000 are read",
    ],
  ] as const)("that %s is told with its file", ([_name, put, told]) =>
    Effect.gen(function* () {
      const message = yield* loadedFrom(put)
      if (typeof message !== "string") return assert.fail("it was taken")
      assert.include(message, `/schedule.json:1: ${told}`)
      // A line on a terminal, not the file.
      assert.isBelow(message.length, 300)
    }),
  )
})
