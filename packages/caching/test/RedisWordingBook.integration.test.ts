/** Shared wordings over real servers: what instances hear of each other, and what becomes of it when Redis fails. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect } from "effect"
import { WordingBook, wordingId, RedisWordingBook } from "../src/index.ts"
import { wordingBookSuite, wordingsOf, wordingOf, version } from "./wordingBookSuite.ts"
import { instanceOf, redisCluster, redisServer, until } from "./realRedis.ts"

const bookAt = (url: string, ofVersion = version) =>
  Effect.map(instanceOf(url, RedisWordingBook.layer({ version: ofVersion })), (context) =>
    Context.get(context, WordingBook),
  )

wordingBookSuite(
  "real Redis",
  Effect.flatMap(redisServer(), ({ url }) => bookAt(url)),
)
wordingBookSuite(
  "real Cluster",
  Effect.flatMap(redisCluster(), ({ url }) => bookAt(url)),
)

const asked = (text: string) => ({ locale: "en", text })

const setUp = Effect.gen(function* () {
  const server = yield* redisServer()
  const [one, two] = [yield* bookAt(server.url), yield* bookAt(server.url)]
  const has = (book: WordingBook["Service"], text: string) =>
    Effect.sync(() => book.find(asked(text)) !== undefined)
  const approve = (...texts: ReadonlyArray<string>) =>
    Effect.flatMap(wordingsOf(...texts), (wordings) => one.approve({ lead: 1, wordings }))
  return { server, one, two, has, approve }
})

describe("a shared WordingBook", () => {
  it.live("is read at the start, and tells the others of changes", () =>
    Effect.gen(function* () {
      const { approve, has, one, server, two } = yield* setUp
      yield* approve("a", "b")
      yield* until(has(two, "a"))
      const later = yield* bookAt(server.url)
      assert.isTrue(yield* has(later, "a"))
      yield* one.remove([wordingId(asked("a"))])
      yield* until(Effect.map(has(two, "a"), (found) => !found))
      assert.isTrue(yield* has(two, "b"))
    }),
  )

  it.live("turns off everywhere by what different instances found", () =>
    Effect.gen(function* () {
      const { approve, has, one, two } = yield* setUp
      yield* approve("a", "b", "c", "d")
      yield* until(has(two, "d"))
      const [a, b, c] = yield* wordingsOf("a", "b", "c")
      if (a === undefined || b === undefined || c === undefined) return
      one.report(a, "wrong")
      one.report(b, "wrong")
      two.report(c, "wrong")
      yield* until(
        Effect.map(Effect.all([has(one, "d"), has(two, "d")]), (found) => !found.some(Boolean)),
      )
      assert.isString((yield* one.state).off)
      assert.isString((yield* two.state).off)
    }),
  )

  it.live("keeps what it has while Redis is away, and passes its reports on later", () =>
    Effect.gen(function* () {
      const { approve, has, one, server } = yield* setUp
      yield* approve("a", "b")
      yield* server.pause
      const [a] = yield* wordingsOf("a")
      if (a === undefined) return
      assert.isTrue(yield* has(one, "b"))
      one.report(a, "wrong")
      assert.isFalse(yield* has(one, "a"))
      const failed = yield* Effect.result(one.state)
      assert.strictEqual(failed._tag, "Failure")
      assert.isTrue(yield* has(one, "b"))
      assert.isFalse(yield* has(one, "a"))
      yield* server.resume
      yield* until(
        one.state.pipe(
          Effect.map(({ wordings, totals }) => wordings.length === 1 && totals.wrong >= 1),
          Effect.orElseSucceed(() => false),
        ),
      )
      assert.isFalse(yield* has(one, "a"))
    }),
  )

  it.live("passes on later what Redis did not take", () =>
    Effect.gen(function* () {
      const { approve, one, server } = yield* setUp
      yield* approve("a", "b")
      yield* server.command("ACL", "SETUSER", "default", "-eval")
      const [a] = yield* wordingsOf("a")
      assert(a !== undefined)
      one.report(a, "wrong")
      const { totals } = yield* one.state
      assert.strictEqual(totals.wrong, 0)
      yield* server.command("ACL", "SETUSER", "default", "+eval")
      yield* until(Effect.map(one.state, (state) => state.totals.wrong === 1))
    }),
  )

  it.live("starts without Redis, and finds what is there when it comes", () =>
    Effect.gen(function* () {
      const { approve, has, server } = yield* setUp
      yield* server.kill
      const early = yield* bookAt(server.url)
      assert.isFalse(yield* has(early, "a"))
      yield* server.start
      yield* until(Effect.isSuccess(approve("a")))
      yield* until(has(early, "a"))
    }),
  )

  it.live("has nothing once Redis came back empty, and learns anew", () =>
    Effect.gen(function* () {
      const { approve, has, server, two } = yield* setUp
      yield* approve("a")
      yield* until(has(two, "a"))
      yield* server.kill
      yield* server.start
      yield* until(Effect.map(has(two, "a"), (found) => !found))
      yield* until(Effect.isSuccess(approve("b")))
      yield* until(has(two, "b"))
    }),
  )

  it.live("ignores what is no wording, or lies under another's name", () =>
    Effect.gen(function* () {
      const { approve, one, server } = yield* setUp
      yield* approve("a")
      const text = String(
        yield* server.command("HGET", "wording:{wording}:entries", wordingId(asked("a"))),
      )
      for (const [id, value] of [
        ["x", "{"],
        ["y", '{"text":"y"}'],
        [wordingId(asked("moved")), text],
      ] as const) {
        yield* server.command("HSET", "wording:{wording}:entries", id, value)
      }
      const { wordings, counters } = yield* one.state
      assert.deepStrictEqual(
        wordings.map(({ text }) => text),
        ["a"],
      )
      assert.strictEqual(counters.unreadable, 3)
      assert.isUndefined(one.find(asked("moved")))
    }),
  )

  it.live("is empty for an instance of another catalogue", () =>
    Effect.gen(function* () {
      const { approve, has, server } = yield* setUp
      yield* approve("a")
      const next = yield* bookAt(server.url, "catalogue-2")
      assert.isFalse(yield* has(next, "a"))
      assert.strictEqual((yield* next.state).wordings.length, 1)
    }),
  )

  it.live("holds a bounded number, and says how many it took", () =>
    Effect.gen(function* () {
      const { one } = yield* setUp
      const now = yield* Clock.currentTimeMillis
      const first = yield* wordingOf("0")
      let kept = 0
      for (let from = 0; from < 6_000; from += 500) {
        const wordings = Array.from({ length: 500 }, (_, index) => ({
          ...first,
          text: `wording ${from + index}`,
          approvedAt: now,
        }))
        const approval = yield* one.approve({ lead: 1, wordings })
        if ("kept" in approval) kept += approval.kept
      }
      assert.strictEqual(kept, 5_000)
      const { wordings } = yield* one.state
      assert.strictEqual(wordings.length, 5_000)
    }),
  )
})
