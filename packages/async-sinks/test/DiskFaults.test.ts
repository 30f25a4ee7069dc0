/** A disk that refuses, tears, or never flushes; afterwards the counters add up. */
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { TestClock } from "effect/testing"
import { makeSink, type Sink } from "../src/index.ts"
import { formatVersion } from "../src/journal/Line.ts"
import { balanced, ids, makeTarget, spoolIn, temporary, type Entry } from "./harness.ts"

const offerAll = (sink: Sink<Entry>, entries: ReadonlyArray<Entry>) =>
  entries.every((entry) => sink.offer(entry))
const assertBalanced = (sink: Sink<Entry>) =>
  assert.isTrue(balanced(sink.counters()), JSON.stringify(sink.counters()))

const minute = 60_000

/** Replaces functions of the file system for the time of the scope. */
const patched = (
  patch: Partial<Pick<typeof fs, "writeSync" | "fdatasync">>,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.asVoid(
    Effect.acquireRelease(
      Effect.sync(() => {
        const before = { writeSync: fs.writeSync, fdatasync: fs.fdatasync }
        Object.assign(fs, patch)
        syncBuiltinESMExports()
        return before
      }),
      (before) =>
        Effect.sync(() => {
          Object.assign(fs, before)
          syncBuiltinESMExports()
        }),
    ),
  )

describe("a disk", () => {
  const make = (directory: string, target: ReturnType<typeof makeTarget>) =>
    makeSink({
      name: "kept",
      class: "must-keep",
      batch: { count: 10, ageMs: 10 },
      write: target.write,
      spool: spoolIn(directory),
      drainDeadlineMs: 0,
    })

  it.effect("that became read-only: gone around, with the reason; used again afterwards", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(yield* temporary, target)
      assert.isTrue(sink.offer({ id: "before" }))
      const refuse = (): never => {
        throw Object.assign(new Error("EROFS: read-only file system, write"), { code: "EROFS" })
      }
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* patched({ writeSync: refuse })
          assert.isTrue(sink.offer({ id: "during" }))
          assert.include(sink.report().lastUnjournaled ?? "", "EROFS")
          assert.deepInclude(sink.counters(), { refused: 0, unjournaled: 1 })
        }),
      )
      yield* TestClock.adjust(100)
      assert.isTrue(sink.offer({ id: "after" }))
      yield* TestClock.adjust(100)
      assert.deepStrictEqual(target.got, ["before", "during", "after"])
      assertBalanced(sink)
    }),
  )

  it.effect("that is full while the target is away as well: refused, and accepted again", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(yield* temporary, target)
      assert.isTrue(sink.offer({ id: "before" }))
      yield* TestClock.adjust(1_000)
      const refuse = (): never => {
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })
      }
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* patched({ writeSync: refuse })
          assert.isFalse(sink.offer({ id: "during" }))
          assert.include(sink.report().lastRefusal ?? "", "during: disk-refused: ENOSPC")
          assert.deepInclude(sink.counters(), { refused: 1, spoolFull: 1, unjournaled: 0 })
        }),
      )
      target.state.way = "ok"
      yield* TestClock.adjust(minute)
      assert.isTrue(sink.offer({ id: "after" }))
      yield* TestClock.adjust(minute)
      assert.deepStrictEqual(target.got, ["before", "after"])
      assertBalanced(sink)
    }),
  )

  it.effect("that takes half a line and then no more: the half is not a record", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target)
      assert.isTrue(sink.offer({ id: "before" }))
      const { writeSync } = fs
      yield* Effect.scoped(
        Effect.gen(function* () {
          const half = (file: number, data: NodeJS.ArrayBufferView) =>
            writeSync(file, Buffer.from(data.buffer, data.byteOffset, 20))
          yield* patched({ writeSync: half as typeof fs.writeSync })
          assert.isTrue(sink.offer({ id: "during" }))
        }),
      )
      yield* TestClock.adjust(100)
      assert.isTrue(sink.offer({ id: "after" }))
      // As the next process would find it after a kill.
      const copy = path.join(directory, "copy", "kept")
      fs.cpSync(path.join(directory, "kept"), copy, {
        recursive: true,
        filter: (file) => path.basename(file) !== "lock",
      })
      const next = makeTarget()
      const found = yield* make(path.dirname(copy), next)
      yield* TestClock.adjust(minute)
      assert.deepStrictEqual(next.got.toSorted(), ["after", "before"])
      assert.deepInclude(found.counters(), { corrupt: 1, accepted: 2 })
      target.state.way = "ok"
      yield* TestClock.adjust(minute)
      assert.deepStrictEqual(target.got.toSorted(), ["after", "before", "during"])
      assertBalanced(sink)
    }),
  )

  it.effect("whose flush never ends: nobody waits for it", () =>
    Effect.gen(function* () {
      const flushed: Array<number> = []
      yield* patched({
        fdatasync: Object.assign((file: number) => void flushed.push(file), {
          __promisify__: () => Promise.resolve(),
        }),
      })
      const target = makeTarget()
      const sink = yield* make(yield* temporary, target)
      for (let second = 0; second < 5; second += 1) {
        assert.isTrue(offerAll(sink, ids(second * 10, 10)))
        yield* TestClock.adjust(1_000)
      }
      assert.strictEqual(target.got.length, 50)
      // One at a time, however many seconds pass.
      assert.strictEqual(flushed.length, 1)
      assertBalanced(sink)
    }),
  )

  it.effect("with a file of an unknown version: left alone and counted", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const file = path.join(directory, "kept", "000000000007.ndjson")
      fs.mkdirSync(path.dirname(file))
      const content = Buffer.concat([formatVersion(99), Buffer.from("something new\n")])
      fs.writeFileSync(file, content)
      const target = makeTarget()
      const sink = yield* make(directory, target)
      assert.deepInclude(sink.counters(), { unknownFiles: 1, accepted: 0, corrupt: 0 })
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(100)
      assert.strictEqual(target.got.length, 10)
      assert.deepStrictEqual(fs.readFileSync(file), content)
      assertBalanced(sink)
    }),
  )
})
