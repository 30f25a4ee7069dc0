import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import { Clock, Context, Deferred, Effect, Exit, Fiber, Scope } from "effect"
import { TestClock } from "effect/testing"
import { makePrefetch, type PrefetchKey } from "../src/index.ts"

const key = { session: "s1", user: "u1" }
const now = { startImmediately: true } as const

/** Sources that take the given times, and what they were asked for. */
const reads = (tookMs: { readonly profile: number; readonly recent: number }) => {
  const asked: Array<string> = []
  const interrupted: Array<string> = []
  const read = <A>(name: string, ms: number, value: (key: PrefetchKey) => A) => ({
    load: (key: PrefetchKey) =>
      Effect.suspend(() => {
        asked.push(`${name} ${key.session}`)
        return Effect.as(Effect.sleep(ms), value(key))
      }).pipe(Effect.onInterrupt(() => Effect.sync(() => interrupted.push(name)))),
    deadlineMs: 500,
    freshForMs: 300_000,
  })
  return {
    asked,
    interrupted,
    sources: {
      profile: read("profile", tookMs.profile, ({ user }) => `profile of ${user ?? "nobody"}`),
      recent: read("recent", tookMs.recent, () => [1, 2, 3]),
    },
  }
}

describe("prefetch", () => {
  it.effect("hands over without waiting what was started before", () =>
    Effect.gen(function* () {
      const { asked, sources } = reads({ profile: 20, recent: 30 })
      const prefetch = yield* makePrefetch(sources)
      yield* prefetch.start(key)
      yield* prefetch.start(key)
      yield* TestClock.adjust(40)
      const taken = yield* prefetch.take(key, 0)
      expectTypeOf(taken.values).toEqualTypeOf<{
        readonly profile?: string
        readonly recent?: Array<number>
      }>()
      assert.deepStrictEqual(taken.values, { profile: "profile of u1", recent: [1, 2, 3] })
      assert.deepStrictEqual(taken.outcomes, { profile: "used", recent: "used" })
      assert.deepStrictEqual(asked, ["profile s1", "recent s1"])
      assert.strictEqual(prefetch.counters().recent.msSaved, 30)
    }),
  )

  it.effect("hands over at once what is there, and starts the rest", () =>
    Effect.gen(function* () {
      const { asked, sources } = reads({ profile: 20, recent: 100 })
      const prefetch = yield* makePrefetch(sources)
      assert.deepStrictEqual(prefetch.takeNow(key), {
        values: {},
        outcomes: { profile: "none", recent: "none" },
      })
      assert.deepStrictEqual(asked, ["profile s1", "recent s1"])
      yield* TestClock.adjust(40)
      assert.deepStrictEqual(prefetch.takeNow(key), {
        values: { profile: "profile of u1" },
        outcomes: { profile: "used", recent: "late" },
      })
      yield* TestClock.adjust(60)
      assert.deepStrictEqual(prefetch.takeNow(key), yield* prefetch.take(key, 0))
      assert.strictEqual(asked.length, 2)
    }),
  )

  it.effect("waits no longer than allowed; what is late comes with the next turn", () =>
    Effect.gen(function* () {
      const { sources } = reads({ profile: 20, recent: 100 })
      const prefetch = yield* makePrefetch(sources)
      yield* prefetch.start(key)
      const taking = yield* Effect.forkChild(prefetch.take(key, 50), now)
      yield* TestClock.adjust(49)
      assert.isUndefined(taking.pollUnsafe())
      yield* TestClock.adjust(1)
      const first = yield* Fiber.join(taking)
      assert.deepStrictEqual(first.outcomes, { profile: "used", recent: "late" })
      assert.deepStrictEqual(first.values, { profile: "profile of u1" })
      yield* TestClock.adjust(50)
      const second = yield* prefetch.take(key, 0)
      assert.deepStrictEqual(second.outcomes, { profile: "used", recent: "used" })
      assert.deepInclude(prefetch.counters().recent, { started: 1, late: 1, used: 1 })
    }),
  )

  it.effect("goes on as soon as everything is there", () =>
    Effect.gen(function* () {
      const { sources } = reads({ profile: 20, recent: 30 })
      const prefetch = yield* makePrefetch(sources)
      yield* prefetch.start(key)
      const taking = yield* Effect.forkChild(prefetch.take(key, 1_000), now)
      yield* TestClock.adjust(30)
      assert.deepStrictEqual((yield* Fiber.join(taking)).outcomes, {
        profile: "used",
        recent: "used",
      })
      // It waited for all of it, so nothing was saved.
      assert.strictEqual(prefetch.counters().recent.msSaved, 0)
    }),
  )

  it.effect("starts by itself what nobody had started", () =>
    Effect.gen(function* () {
      const { sources } = reads({ profile: 20, recent: 80 })
      const prefetch = yield* makePrefetch(sources)
      assert.deepStrictEqual((yield* prefetch.take(key, 0)).outcomes, {
        profile: "none",
        recent: "none",
      })
      yield* TestClock.adjust(80)
      assert.deepStrictEqual((yield* prefetch.take(key, 0)).outcomes, {
        profile: "used",
        recent: "used",
      })
    }),
  )

  it.effect("one source that fails, dies, throws or hangs leaves the others alone", () =>
    Effect.gen(function* () {
      const rest = { deadlineMs: 100, freshForMs: 1_000 }
      const prefetch = yield* makePrefetch({
        good: { load: () => Effect.succeed(1), ...rest },
        fails: { load: () => Effect.fail("no"), ...rest },
        dies: { load: () => Effect.die("no"), ...rest },
        throws: {
          load: (): Effect.Effect<number> => {
            throw new Error("no")
          },
          ...rest,
        },
        hangs: { load: () => Effect.never, ...rest },
      })
      yield* prefetch.start(key)
      yield* TestClock.adjust(100)
      const taken = yield* prefetch.take(key, 0)
      assert.deepStrictEqual(taken.values, { good: 1 })
      assert.deepStrictEqual(taken.outcomes, {
        good: "used",
        fails: "failed",
        dies: "failed",
        throws: "failed",
        hangs: "failed",
      })
    }),
  )

  it.effect("tries a failed source again, but not at once", () =>
    Effect.gen(function* () {
      let loads = 0
      const load = () =>
        Effect.suspend(() => {
          loads += 1
          return loads === 1 ? Effect.fail("no") : Effect.succeed("yes")
        })
      const prefetch = yield* makePrefetch(
        { it: { load, deadlineMs: 100, freshForMs: 60_000 } },
        { idleRefreshMs: 0 },
      )
      yield* prefetch.start(key)
      for (let turn = 0; turn < 100; turn += 1) {
        assert.strictEqual((yield* prefetch.take(key, 10)).outcomes.it, "failed")
      }
      assert.strictEqual(loads, 1)
      yield* TestClock.adjust(1_000)
      assert.strictEqual((yield* prefetch.take(key, 10)).values.it, "yes")
    }),
  )

  it.effect("reloads in the background what is old, and never hands over what is over", () =>
    Effect.gen(function* () {
      let version = 0
      const load = () =>
        Effect.delay(
          Effect.sync(() => (version += 1)),
          10,
        )
      const prefetch = yield* makePrefetch(
        { it: { load, deadlineMs: 100, freshForMs: 60_000 } },
        { idleRefreshMs: 0 },
      )
      yield* prefetch.start(key)
      yield* TestClock.adjust(10)
      const versions: Array<number | undefined> = []
      for (const ms of [29_000, 1_000, 10, 59_990, 60_010]) {
        yield* TestClock.adjust(ms)
        versions.push((yield* prefetch.take(key, 0)).values.it)
      }
      // Handed over at 30 s and reloaded behind it; version 3 is over when it is asked for.
      assert.deepStrictEqual(versions, [1, 1, 2, 2, undefined])
    }),
  )

  it.effect("reads a shared source once for 10,000 sockets, and again ahead of its end", () =>
    Effect.gen(function* () {
      let reads = 0
      const keys: Array<PrefetchKey> = []
      const prefetch = yield* makePrefetch({
        trending: {
          load: (key) =>
            Effect.suspend(() => {
              reads += 1
              keys.push(key)
              return Effect.as(Effect.sleep(50), "top")
            }),
          deadlineMs: 500,
          freshForMs: 900_000,
          shared: true,
        },
        own: { load: () => Effect.succeed(1), deadlineMs: 500, freshForMs: 300_000 },
      })
      const all = Array.from({ length: 10_000 }, (_, index) => ({ session: `s${index}` }))
      yield* Effect.forEach(all, prefetch.start, { concurrency: "unbounded", discard: true })
      yield* TestClock.adjust(50)
      const taken = yield* Effect.forEach(all, (key) => prefetch.take(key, 0))
      assert.isTrue(taken.every(({ values }) => values.trending === "top"))
      assert.strictEqual(reads, 1)
      assert.strictEqual(prefetch.counters().own.started, 10_000)
      yield* TestClock.adjust(720_000)
      yield* Effect.forEach(all.slice(0, 100), (key) => prefetch.take(key, 0))
      assert.strictEqual(reads, 2)
      assert.deepStrictEqual(keys, [{ session: "" }, { session: "" }])
    }),
  )

  it.effect("does not hammer a shared source that is down", () =>
    Effect.gen(function* () {
      let reads = 0
      const load = () =>
        Effect.suspend(() => {
          reads += 1
          return Effect.fail("down")
        })
      const prefetch = yield* makePrefetch({
        trending: { load, deadlineMs: 500, freshForMs: 900_000, shared: true },
      })
      for (let index = 0; index < 1_000; index += 1) yield* prefetch.start({ session: `${index}` })
      assert.strictEqual(reads, 1)
    }),
  )

  it.effect("close cancels what runs and keeps what is there for a reconnect", () =>
    Effect.gen(function* () {
      const { asked, interrupted, sources } = reads({ profile: 20, recent: 100 })
      const prefetch = yield* makePrefetch(sources)
      yield* prefetch.start(key)
      yield* TestClock.adjust(20)
      yield* prefetch.close(key)
      yield* TestClock.adjust(4_000)
      assert.deepStrictEqual(interrupted, ["recent"])
      yield* prefetch.start(key)
      yield* TestClock.adjust(100)
      assert.deepStrictEqual((yield* prefetch.take(key, 0)).outcomes, {
        profile: "used",
        recent: "used",
      })
      assert.deepStrictEqual(asked, ["profile s1", "recent s1", "recent s1"])
    }),
  )

  it.effect("forgets a closed session after its grace, and counts what was wasted", () =>
    Effect.gen(function* () {
      const { sources } = reads({ profile: 20, recent: 30 })
      const prefetch = yield* makePrefetch(sources)
      yield* prefetch.start(key)
      yield* TestClock.adjust(30)
      yield* prefetch.close(key)
      yield* TestClock.adjust(5_000)
      yield* prefetch.start({ session: "other" })
      assert.strictEqual(prefetch.size().sessions, 1)
      assert.strictEqual(prefetch.counters().profile.wasted, 1)
    }),
  )

  it.effect("never hands one user's context to another under the same session id", () =>
    Effect.gen(function* () {
      const { interrupted, sources } = reads({ profile: 20, recent: 100 })
      const prefetch = yield* makePrefetch(sources)
      yield* prefetch.start(key)
      yield* TestClock.adjust(20)
      const other = { session: "s1", user: "u2" }
      assert.deepStrictEqual((yield* prefetch.take(other, 0)).values, {})
      yield* prefetch.close(key)
      yield* TestClock.adjust(20)
      assert.strictEqual((yield* prefetch.take(other, 0)).values.profile, "profile of u2")
      assert.deepStrictEqual((yield* prefetch.take({ session: "s1" }, 0)).values, {})
      assert.include(interrupted, "recent")
    }),
  )

  it.effect(
    "holds no more sessions than it may: who was longest not asked for gives way",
    () =>
      Effect.gen(function* () {
        const { interrupted, sources } = reads({ profile: 20, recent: 100 })
        const prefetch = yield* makePrefetch(sources, { maxSessions: 2 })
        yield* prefetch.start({ session: "a" })
        yield* prefetch.start({ session: "b" })
        yield* TestClock.adjust(50)
        yield* prefetch.take({ session: "a" }, 0)
        yield* prefetch.start({ session: "c" })
        assert.strictEqual(prefetch.size().sessions, 2)
        assert.strictEqual((yield* prefetch.take({ session: "a" }, 0)).outcomes.profile, "used")
        assert.strictEqual(interrupted.length, 1)
        for (let index = 0; index < 50_000; index += 1) {
          yield* prefetch.start({ session: `open ${index}` })
          yield* prefetch.close({ session: `open ${index}` })
        }
        assert.strictEqual(prefetch.size().sessions, 2)
      }),
    60_000,
  )

  it.effect("holds no more bytes than it may, and always the latest session", () =>
    Effect.gen(function* () {
      const { sources } = reads({ profile: 20, recent: 20 })
      const large = { ...sources.profile, bytesOf: (text: string) => 100 * text.length }
      const prefetch = yield* makePrefetch({ large }, { maxBytes: 3_000 })
      for (const session of ["a", "b", "c"]) yield* prefetch.start({ session, user: "u" })
      yield* TestClock.adjust(20)
      // "profile of u" is 1,200 bytes.
      assert.deepStrictEqual(prefetch.size(), { sessions: 2, bytes: 2_400 })
      const outcome = (session: string) =>
        Effect.map(prefetch.take({ session, user: "u" }, 0), ({ outcomes }) => outcomes.large)
      assert.strictEqual(yield* outcome("c"), "used")
      assert.strictEqual(yield* outcome("b"), "used")
      const whole = "u".repeat(100)
      yield* prefetch.start({ session: "larger than all", user: whole })
      yield* TestClock.adjust(20)
      assert.deepStrictEqual(prefetch.size(), { sessions: 1, bytes: 11_100 })
      yield* prefetch.start({ session: "d", user: "u" })
      yield* TestClock.adjust(20)
      assert.deepStrictEqual(prefetch.size(), { sessions: 1, bytes: 1_200 })
    }),
  )

  it.effect("runs no more loads at once than it may, but those that a message needs", () =>
    Effect.gen(function* () {
      const { asked, sources } = reads({ profile: 20, recent: 20 })
      const { profile } = sources
      const prefetch = yield* makePrefetch({ profile }, { maxConcurrentLoads: 2 })
      for (const session of ["a", "b", "c", "d", "e"]) yield* prefetch.start({ session })
      assert.deepStrictEqual(asked, ["profile a", "profile b"])
      yield* prefetch.take({ session: "e" }, 0)
      assert.deepStrictEqual(asked, ["profile a", "profile b", "profile e"])
      yield* prefetch.close({ session: "c" })
      yield* TestClock.adjust(20)
      assert.deepStrictEqual(asked, ["profile a", "profile b", "profile e", "profile d"])
      yield* TestClock.adjust(20)
      assert.strictEqual((yield* prefetch.take({ session: "d" }, 0)).outcomes.profile, "used")
    }),
  )

  it.effect("has room again after loads were cancelled, let in or not", () =>
    Effect.gen(function* () {
      const { asked, sources } = reads({ profile: 20, recent: 20 })
      const { profile } = sources
      const prefetch = yield* makePrefetch({ profile }, { maxConcurrentLoads: 1 })
      for (let round = 0; round < 5; round += 1) {
        yield* prefetch.start({ session: `first ${round}` })
        yield* prefetch.start({ session: `second ${round}` })
        yield* prefetch.close({ session: `first ${round}` })
        yield* prefetch.close({ session: `second ${round}` })
      }
      yield* TestClock.adjust(1)
      yield* prefetch.start({ session: "last" })
      assert.strictEqual(asked.at(-1), "profile last")
    }),
  )

  it.effect("reads an idle session's values again before they run out, until it is forgotten", () =>
    Effect.gen(function* () {
      const { asked, sources } = reads({ profile: 20, recent: 20 })
      const { profile } = sources
      const prefetch = yield* makePrefetch({ profile }, { idleRefreshMs: 900_000 })
      yield* prefetch.start({ session: "open" })
      yield* prefetch.start({ session: "gone" })
      yield* TestClock.adjust(20)
      yield* prefetch.close({ session: "gone" })
      yield* TestClock.adjust(299_980)
      assert.deepStrictEqual(asked, ["profile open", "profile gone", "profile open"])
      const late = yield* prefetch.take({ session: "open" }, 0)
      assert.strictEqual(late.outcomes.profile, "used")
      const before = asked.length
      yield* TestClock.adjust("1 hour")
      const perHour = asked.length - before
      assert.isAtLeast(perHour, 3)
      assert.isAtMost(perHour, 5, "an idle session is not read for for ever")
    }),
  )

  it.effect("a wait that is not a number is no wait", () =>
    Effect.gen(function* () {
      const { sources } = reads({ profile: 20, recent: 100 })
      const prefetch = yield* makePrefetch(sources)
      for (const waitMs of [Number.NaN, -1, 0]) {
        assert.deepStrictEqual((yield* prefetch.take(key, waitMs)).values, {})
      }
    }),
  )

  it.effect("gives loads the services they need and interrupts them with the scope", () =>
    Effect.gen(function* () {
      class Region extends Context.Service<Region, string>()("test/Region") {}
      const ended = yield* Deferred.make<void>()
      const scope = yield* Scope.make()
      const prefetch = yield* makePrefetch({
        region: {
          load: () => Effect.map(Region, (region) => region),
          deadlineMs: 100,
          freshForMs: 1_000,
        },
        slow: {
          load: () => Effect.onInterrupt(Effect.never, () => Deferred.succeed(ended, undefined)),
          deadlineMs: 100,
          freshForMs: 1_000,
        },
      }).pipe(Scope.provide(scope), Effect.provideService(Region, "tokyo"))
      yield* prefetch.start(key)
      assert.strictEqual((yield* prefetch.take(key, 0)).values.region, "tokyo")
      yield* Scope.close(scope, Exit.void)
      yield* Deferred.await(ended)
    }),
  )
})

describe("a clock that is set back by an hour", () => {
  it.effect("leaves no value fresh for longer, and delays no new try", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("2 hours")
      let asked = 0
      const prefetch = yield* makePrefetch({
        profile: {
          load: () =>
            Effect.suspend(() => (++asked === 2 ? Effect.fail("away") : Effect.succeed(asked))),
          deadlineMs: 500,
          freshForMs: 300_000,
        },
      })
      yield* prefetch.start(key)
      yield* TestClock.adjust("4 minutes")
      yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 3_600_000)
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(prefetch.takeNow(key).values, {})
      assert.strictEqual(asked, 2)
      yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 3_600_000)
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(prefetch.takeNow(key).values, { profile: 3 })
    }),
  )
})
