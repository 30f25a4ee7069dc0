import * as fs from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { TestClock } from "effect/testing"
import { makeSink, type Sink } from "../src/index.ts"
import { balanced, ids, isEntry, makeTarget, spoolIn, temporary, type Entry } from "./harness.ts"

const names = (entries: ReadonlyArray<Entry>) => entries.map(({ id }) => id)
const offerAll = (sink: Sink<Entry>, entries: ReadonlyArray<Entry>) =>
  entries.map((entry) => sink.offer(entry))

const make = (
  directory: string,
  write: ReturnType<typeof makeTarget>["write"],
  more: { readonly capacity?: number; readonly maxBytes?: number; readonly ordered?: boolean } = {},
) =>
  makeSink({
    name: "kept",
    class: "must-keep",
    capacity: more.capacity,
    batch: { count: 10, ageMs: 50 },
    write,
    drainDeadlineMs: 0,
    orderKey: more.ordered === true ? (entry: Entry) => entry.key : undefined,
    spool: spoolIn(directory, more.maxBytes),
  })

/** As a killed process leaves it: what is on disk now, without the lock. */
const killed = (directory: string): string => {
  const copy = `${directory}/copy-${fs.readdirSync(directory).length}`
  fs.cpSync(path.join(directory, "kept"), path.join(copy, "kept"), {
    recursive: true,
    // Opening it would drop this process's own lock.
    filter: (file) => path.basename(file) !== "lock",
  })
  return copy
}
const segments = (directory: string) =>
  fs
    .readdirSync(path.join(directory, "kept"))
    .filter((name) => name.endsWith(".ndjson"))
    .map((name) => path.join(directory, "kept", name))

describe("a must-keep sink", () => {
  it.effect("has an accepted record on disk when offer returns", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target.write)
      offerAll(sink, ids(0, 7))
      const copy = killed(directory)
      const after = makeTarget()
      const next = yield* make(copy, after.write)
      assert.deepInclude(next.counters(), { accepted: 7, spooled: 7 })
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(after.got, names(ids(0, 7)))
      assert.deepInclude(next.counters(), { written: 7, replayed: 7, pending: 0 })
    }),
  )

  it.effect("does not write again what was written before the kill", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      const sink = yield* make(directory, target.write)
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(0)
      target.state.way = "fail"
      offerAll(sink, ids(10, 4))
      const after = makeTarget()
      yield* make(killed(directory), after.write)
      yield* TestClock.adjust(0)
      assert.deepStrictEqual([target.got, after.got], [names(ids(0, 10)), names(ids(10, 4))])
    }),
  )

  it.effect("survives a day of outage with little memory, then writes all, oldest first", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      const sink = yield* make(directory, target.write, { capacity: 100 })
      target.state.way = "fail"
      for (let hour = 0; hour < 24; hour += 1) {
        assert.isTrue(offerAll(sink, ids(hour * 100, 100)).every(Boolean))
        yield* TestClock.adjust(3_600_000)
      }
      assert.deepInclude(sink.counters(), {
        accepted: 2_400,
        written: 0,
        pending: 2_400,
        dropped: 0,
      })
      target.state.way = "ok"
      yield* TestClock.adjust(120_000)
      assert.deepStrictEqual(target.got.toSorted(), names(ids(0, 2_400)).toSorted())
      assert.deepInclude(sink.counters(), { written: 2_400, pending: 0, dropped: 0 })
    }),
  )

  // The disk is real beside a clock that jumps: once in many runs a read ends only after the jump.
  it.effect(
    "catches up without starving what is offered now",
    () =>
      Effect.gen(function* () {
        const directory = yield* temporary
        const target = makeTarget()
        const sink = yield* make(directory, target.write, { capacity: 10 })
        target.state.way = "fail"
        offerAll(sink, ids(0, 1_000))
        yield* TestClock.adjust(600_000)
        target.state.way = "ok"
        offerAll(sink, [{ id: "now" }])
        yield* TestClock.adjust(600_000)
        assert.isBelow(target.got.indexOf("now"), 200)
        assert.strictEqual(new Set(target.got).size, 1_001)
      }),
    { retry: 1 },
  )

  it.effect("lets one record that the target never takes wait alone", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.poison = "r3"
      const sink = yield* make(directory, target.write)
      offerAll(sink, ids(0, 50))
      yield* TestClock.adjust(600_000)
      assert.strictEqual(target.got.length, 49)
      assert.deepInclude(sink.counters(), { written: 49, pending: 1 })
      const attempts = target.batches.length
      yield* TestClock.adjust(60_000)
      assert.isBelow(target.batches.length - attempts, 60)
      target.state.poison = undefined
      yield* TestClock.adjust(60_000)
      assert.deepInclude(sink.counters(), { written: 50, pending: 0 })
    }),
  )

  it.effect("keeps the order of a key over a kill, and behind a record that waits alone", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target.write, { ordered: true })
      const entry = (n: number) => ({ id: `r${n}`, key: `k${n % 2}` })
      offerAll(sink, [0, 1, 2, 3, 4, 5].map(entry))
      const copy = killed(directory)
      const after = makeTarget()
      after.state.poison = "r0"
      const next = yield* make(copy, after.write, { ordered: true })
      offerAll(next, [6, 7].map(entry))
      yield* TestClock.adjust(600_000)
      assert.deepStrictEqual(after.got, ["r1", "r3", "r5", "r7"])
      after.state.poison = undefined
      yield* TestClock.adjust(600_000)
      assert.deepStrictEqual(after.got.slice(4), ["r0", "r2", "r4", "r6"])
    }),
  )

  it.effect("skips and counts a torn end and altered lines, and keeps the rest", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target.write)
      offerAll(sink, ids(0, 10))
      const copy = killed(directory)
      const [file] = segments(copy)
      assert.isDefined(file)
      const lines = fs.readFileSync(file, "utf8").split("\n")
      // The first line is the file's version.
      lines[3] = lines[3]!.replace("r2", "rX")
      lines[6] = "\0garbage"
      fs.writeFileSync(file, lines.join("\n").slice(0, -5))
      fs.writeFileSync(path.join(copy, "kept", "000000000099.ndjson"), Buffer.alloc(5_000, 0xff))
      const after = makeTarget()
      const next = yield* make(copy, after.write)
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(after.got, ["r0", "r1", "r3", "r4", "r6", "r7", "r8"])
      assert.deepInclude(next.counters(), { corrupt: 4, written: 7, pending: 0 })
    }),
  )

  it.effect("takes up after any truncation of its file", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target.write)
      offerAll(sink, ids(0, 3))
      const copy = killed(directory)
      const [file] = segments(copy)
      assert.isDefined(file)
      const whole = fs.readFileSync(file)
      const head = whole.indexOf(10) + 1
      const line = (whole.length - head) / 3
      for (let length = 0; length <= whole.length; length += 1) {
        fs.writeFileSync(file, whole.subarray(0, length))
        const after = makeTarget()
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* make(copy, after.write)
            yield* TestClock.adjust(0)
          }),
        )
        assert.strictEqual(after.got.length, Math.max(0, Math.floor((length - head) / line)))
        fs.rmSync(path.join(copy, "kept"), { recursive: true })
        fs.mkdirSync(path.join(copy, "kept"))
      }
    }),
  )

  it.effect("drops, counted, what another version wrote, and goes on behind it", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      // More than are read for one batch.
      offerAll(yield* make(directory, target.write), [...ids(0, 50), { id: "known" }])
      const after = makeTarget()
      const killedAt = killed(directory)
      const next = yield* makeSink({
        name: "kept",
        class: "must-keep",
        batch: { count: 10, ageMs: 0 },
        write: after.write,
        drainDeadlineMs: 0,
        spool: {
          directory: killedAt,
          decode: (value) => (isEntry(value) && value.id === "known" ? value : undefined),
        },
      })
      yield* TestClock.adjust(10)
      assert.deepInclude(next.counters(), { accepted: 51, dropped: 50, corrupt: 50, pending: 0 })
      assert.deepStrictEqual(after.got, ["known"])
      const kept = fs.readFileSync(path.join(killedAt, "kept", "corrupt"), "utf8")
      assert.include(kept, '"id":"r0"')
      assert.include(kept, '"id":"r49"')
    }),
  )

  it.effect("refuses when its bytes are used up, keeps what it has, and goes on afterwards", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target.write, { maxBytes: 10_000 })
      const accepted = offerAll(sink, ids(0, 1_000)).filter(Boolean).length
      assert.isAbove(accepted, 100)
      assert.isBelow(accepted, 250)
      const { spoolBytes, spoolFull } = sink.counters()
      assert.isAtMost(spoolBytes, 10_000)
      assert.strictEqual(spoolFull, 1_000 - accepted)
      target.state.way = "ok"
      yield* TestClock.adjust(120_000)
      assert.deepInclude(sink.counters(), { written: accepted, pending: 0 })
      assert.isTrue(sink.offer({ id: "again" }))
    }),
  )

  it.effect("frees the disk: one file is left when everything is written, none when closed", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      const scope = yield* Scope.make()
      const sink = yield* Scope.provide(make(directory, target.write, { maxBytes: 80_000 }), scope)
      for (let round = 0; round < 50; round += 1) {
        assert.isTrue(offerAll(sink, ids(round * 100, 100)).every(Boolean))
        yield* TestClock.adjust(50)
      }
      assert.strictEqual(segments(directory).length, 1)
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(fs.readdirSync(path.join(directory, "kept")), ["lock"])
    }),
  )

  it.effect("keeps no written record on disk, however few there are", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      const sink = yield* make(directory, target.write)
      assert.isTrue(sink.offer({ id: "a secret" }))
      assert.include(fs.readFileSync(segments(directory)[0] ?? "", "utf8"), "a secret")
      yield* TestClock.adjust(3_000)
      assert.deepStrictEqual(target.got, ["a secret"])
      assert.deepStrictEqual(segments(directory), [])
      // Always something new: yet what was written goes.
      for (let second = 0; second < 70; second += 1) {
        assert.isTrue(sink.offer({ id: `at ${second}` }))
        yield* TestClock.adjust(1_000)
      }
      const left = segments(directory).map((file) => fs.readFileSync(file, "utf8"))
      assert.notInclude(left.join(), "at 0")
      assert.notInclude(left.join(), "at 30")
      assert.strictEqual(target.got.length, 71)
    }),
  )

  it.effect("makes no more files while its target is away", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(directory, target.write)
      for (let second = 0; second < 100; second += 1) {
        assert.isTrue(sink.offer({ id: `at ${second}` }))
        yield* TestClock.adjust(1_000)
      }
      assert.strictEqual(segments(directory).length, 1)
    }),
  )

  it.effect("is refused a folder that another sink has, and told whose it is", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      const scope = yield* Scope.make()
      yield* Scope.provide(make(directory, target.write), scope)
      const error = yield* Effect.flip(make(directory, target.write))
      assert.strictEqual(error.reason, "locked")
      assert.include(error.message, `process ${process.pid}`)
      yield* Scope.close(scope, Exit.void)
      assert.isTrue((yield* make(directory, target.write)).offer({ id: "a" }))
    }),
  )

  it.effect("says that its folder cannot be used", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      fs.writeFileSync(path.join(directory, "file"), "")
      const error = yield* Effect.flip(make(path.join(directory, "file"), makeTarget().write))
      assert.strictEqual(error.reason, "unavailable")
    }),
  )

  it.effect("goes around a disk that refuses while its target takes records, and says so", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const target = makeTarget()
      const sink = yield* make(directory, target.write)
      fs.rmSync(path.join(directory, "kept"), { recursive: true })
      assert.isTrue(offerAll(sink, ids(0, 250)).every(Boolean))
      assert.deepInclude(sink.counters(), { accepted: 250, unjournaled: 250, refused: 0 })
      assert.include(sink.report().lastUnjournaled ?? "", "disk-refused: ENOENT")
      yield* TestClock.adjust(200)
      assert.deepStrictEqual(
        target.got,
        ids(0, 250).map(({ id }) => id),
      )
      fs.mkdirSync(path.join(directory, "kept"))
      // A disk that refused is not asked at every offer.
      yield* TestClock.adjust(50)
      assert.isTrue(sink.offer({ id: "b" }))
      yield* TestClock.adjust(50)
      assert.strictEqual(target.got.at(-1), "b")
      assert.deepInclude(sink.counters(), { unjournaled: 250, written: 251, pending: 0 })
      assert.isTrue(balanced(sink.counters()))
    }),
  )

  it.effect.each([1, 2, 3, 4, 20])(
    "keeps what went around its disk when the target ends in that moment: %d records",
    (count) =>
      Effect.gen(function* () {
        const directory = yield* temporary
        const target = makeTarget()
        const sink = yield* make(directory, target.write)
        fs.rmSync(path.join(directory, "kept"), { recursive: true })
        target.state.way = "fail"
        assert.isTrue(offerAll(sink, ids(0, count)).every(Boolean))
        yield* TestClock.adjust(30_000)
        assert.deepInclude(sink.counters(), { pending: count, dropped: 0, written: 0 })
        target.state.way = "ok"
        yield* TestClock.adjust(60_000)
        assert.sameMembers(
          target.got,
          ids(0, count).map(({ id }) => id),
        )
        assert.lengthOf(target.got, count)
        assert.isTrue(balanced(sink.counters()))
      }),
  )
})
