/** Drafts read ahead: what a message gets, what is cut off, and how much may be read on a guess. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { makeTypeAhead } from "../src/index.ts"

/** A source that answers when told to, and counts what was started and cut off. */
const makeSource = () => {
  const gates = new Map<string, Deferred.Deferred<string, string>>()
  const log: Array<string> = []
  const gate = (key: string) => {
    const found = gates.get(key) ?? Deferred.makeUnsafe<string, string>()
    gates.set(key, found)
    return found
  }
  const ask = (key: string | undefined) =>
    Effect.sync(() =>
      key === undefined
        ? undefined
        : {
            key,
            read: Effect.suspend(() => {
              log.push(`start ${key}`)
              return Deferred.await(gate(key))
            }).pipe(
              Effect.onInterrupt(() =>
                Effect.sync(() => {
                  log.push(`cut ${key}`)
                }),
              ),
            ),
          },
    )
  const answer = (key: string) => Deferred.succeed(gate(key), `read ${key}`)
  const fail = (key: string) => Deferred.fail(gate(key), "broken")
  return { ask, answer, fail, log }
}

describe("type-ahead", () => {
  it.effect("shows the draft's read to who asks for the same, and leaves it for the message", () =>
    Effect.gen(function* () {
      const { ask, answer, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("s", ask("pirates"))
      assert.isUndefined(ahead.look("s", "ninja"))
      assert.isUndefined(ahead.look("other", "pirates"))
      const looked = yield* Effect.forkChild(
        ahead.look("s", "pirates") ?? Effect.succeed(undefined),
      )
      const left = yield* Effect.forkChild(ahead.look("s", "pirates") ?? Effect.succeed(undefined))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(left)
      yield* answer("pirates")
      assert.strictEqual(yield* Fiber.join(looked), "read pirates")
      const taken = ahead.take("s", "pirates")
      assert.isDefined(taken)
      assert.strictEqual(yield* taken, "read pirates")
      assert.deepStrictEqual(log, ["start pirates"])
      assert.isUndefined(ahead.look("s", "pirates"))
    }).pipe(Effect.scoped),
  )

  it.effect("hands the draft's read to the message that asks for the same", () =>
    Effect.gen(function* () {
      const { ask, answer, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("s", ask("pirates"))
      yield* answer("pirates")
      const taken = ahead.take("s", "pirates")
      assert.isDefined(taken)
      assert.strictEqual(yield* taken, "read pirates")
      assert.deepStrictEqual(log, ["start pirates"])
      assert.strictEqual(ahead.counters().hits, 1)
      assert.isUndefined(ahead.take("s", "pirates"), "a read is handed over once")
      let asked = 0
      const key = () => {
        asked += 1
        return "pirates"
      }
      assert.isUndefined(ahead.take("s", key))
      assert.strictEqual(asked, 0, "nothing is held: no key is needed")
    }).pipe(Effect.scoped),
  )

  it.effect("lets the message wait for a read under way", () =>
    Effect.gen(function* () {
      const { ask, answer, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("s", ask("pirates"))
      const taken = ahead.take("s", "pirates")
      assert.isDefined(taken)
      const waiting = yield* Effect.forkChild(taken, { startImmediately: true })
      yield* answer("pirates")
      assert.strictEqual(yield* Fiber.join(waiting), "read pirates")
      assert.deepStrictEqual(log, ["start pirates"])
    }).pipe(Effect.scoped),
  )

  it.effect("cuts the read off when the message asks for something else", () =>
    Effect.gen(function* () {
      const { ask, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("s", ask("pira"))
      assert.isUndefined(ahead.take("s", "pirates"))
      yield* Effect.yieldNow
      assert.deepStrictEqual(log, ["start pira", "cut pira"])
      assert.strictEqual(ahead.counters().misses, 1)
      assert.strictEqual(ahead.counters().cancelled, 1)
    }).pipe(Effect.scoped),
  )

  it.effect("interrupts the read with the message that took it", () =>
    Effect.gen(function* () {
      const { ask, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("s", ask("pirates"))
      const taken = ahead.take("s", "pirates")
      assert.isDefined(taken)
      yield* Fiber.interrupt(yield* Effect.forkChild(taken, { startImmediately: true }))
      yield* Effect.yieldNow
      assert.deepStrictEqual(log, ["start pirates", "cut pirates"])
    }).pipe(Effect.scoped),
  )

  it.effect("holds drafts within the gap, and reads for the last of them only", () =>
    Effect.gen(function* () {
      const { ask, answer, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>({ minGapMs: 100 })
      ahead.draft("s", ask("p"))
      for (const key of ["pi", "pir", "pira"]) ahead.draft("s", ask(key))
      assert.deepStrictEqual(log, ["start p"])
      yield* TestClock.adjust(100)
      assert.deepStrictEqual(log, ["start p", "cut p", "start pira"])
      yield* answer("pira")
      assert.isDefined(ahead.take("s", "pira"))
    }).pipe(Effect.scoped),
  )

  it.effect("keeps the read when the text still asks for the same", () =>
    Effect.gen(function* () {
      const { ask, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>({ minGapMs: 100 })
      ahead.draft("s", ask("pirates"))
      yield* TestClock.adjust(100)
      ahead.draft("s", ask("pirates"))
      yield* TestClock.adjust(100)
      ahead.draft("s", ask(undefined))
      assert.deepStrictEqual(log, ["start pirates"])
      assert.strictEqual(ahead.counters().unchanged, 2)
    }).pipe(Effect.scoped),
  )

  it.effect("gives nothing of a read that failed or is too old", () =>
    Effect.gen(function* () {
      const { ask, answer, fail } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>({ maxAgeMs: 1_000 })
      ahead.draft("failed", ask("a"))
      yield* fail("a")
      const taken = ahead.take("failed", "a")
      assert.isDefined(taken)
      assert.isUndefined(yield* taken)
      assert.strictEqual(ahead.counters().failed, 1)
      ahead.draft("old", ask("b"))
      yield* answer("b")
      yield* TestClock.adjust(1_001)
      assert.isUndefined(ahead.take("old", "b"))
    }).pipe(Effect.scoped),
  )

  it.effect("never hands one session's read to another", () =>
    Effect.gen(function* () {
      const { ask, answer } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("mine", ask("my orders"))
      yield* answer("my orders")
      assert.isUndefined(ahead.take("yours", "my orders"))
    }).pipe(Effect.scoped),
  )

  it.effect("survives an ask that fails or dies", () =>
    Effect.gen(function* () {
      const ahead = yield* makeTypeAhead<string, string>()
      ahead.draft("s", Effect.fail("not understood"))
      ahead.draft("s", Effect.die("broken"))
      assert.isUndefined(ahead.take("s", "anything"))
    }).pipe(Effect.scoped),
  )

  it.effect("cuts everything off when a session or the scope closes", () =>
    Effect.gen(function* () {
      const { ask, log } = makeSource()
      const scope = yield* Scope.make()
      const ahead = yield* Scope.provide(makeTypeAhead<string, string>(), scope)
      ahead.draft("a", ask("a"))
      ahead.draft("b", ask("b"))
      ahead.closed("a")
      yield* Effect.yieldNow
      assert.deepStrictEqual(log, ["start a", "start b", "cut a"])
      yield* Scope.close(scope, Exit.void)
      yield* Effect.yieldNow
      assert.deepStrictEqual(log.toSorted(), ["cut a", "cut b", "start a", "start b"])
    }),
  )

  it.effect("reads only for a text that rests, once half of the burst is used up", () =>
    Effect.gen(function* () {
      const { ask, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>({ burst: 4, minGapMs: 0, quietMs: 280 })
      for (const key of ["a", "ab", "abc", "abcd", "abcde"]) {
        ahead.draft("s", ask(key))
        yield* TestClock.adjust(250)
      }
      assert.deepStrictEqual(log, ["start a", "cut a", "start ab", "cut ab", "start abc"])
      yield* TestClock.adjust(30)
      assert.deepStrictEqual(log.slice(-2), ["cut abc", "start abcde"])
    }).pipe(Effect.scoped),
  )

  it.effect("ignores the drafts of more sessions than it may hold", () =>
    Effect.gen(function* () {
      const { ask, log } = makeSource()
      const ahead = yield* makeTypeAhead<string, string>({ maxSessions: 2, minGapMs: 0 })
      for (const session of ["a", "b", "c"]) ahead.draft(session, ask(session))
      assert.deepStrictEqual(log, ["start a", "start b"])
      assert.strictEqual(ahead.counters().refused, 1)
    }).pipe(Effect.scoped),
  )

  it("never lets drafts make more than their share of all reads", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 200 }),
        fc.constantFrom(0, 0.25, 0.5, 0.75, 0.9),
        fc.nat(5),
        async (steps, maxShare, burst) => {
          let started = 0
          let messages = 0
          const program = Effect.gen(function* () {
            const ahead = yield* makeTypeAhead<string>({ maxShare, burst, minGapMs: 0, quietMs: 0 })
            for (const [at, isDraft] of steps.entries()) {
              if (isDraft) {
                const read = Effect.sync(() => {
                  started += 1
                  return ""
                })
                ahead.draft(`s${at}`, Effect.succeed({ key: `k${at}`, read }))
              } else {
                ahead.take("nobody", "nothing")
                messages += 1
              }
            }
          })
          await Effect.runPromise(Effect.scoped(program))
          assert.isAtMost(started, burst + (maxShare / (1 - maxShare)) * messages + 1e-6)
        },
      ),
      { numRuns: 200 },
    ))

  it("names the option that is out of range", () => {
    assert.throws(() => Effect.runSync(Effect.scoped(makeTypeAhead({ maxShare: 2 }))), /maxShare/u)
  })
})
