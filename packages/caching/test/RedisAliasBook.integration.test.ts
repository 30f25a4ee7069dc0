/** Shared aliases over real servers: what instances hear of each other, and what becomes of it when Redis fails. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect } from "effect"
import { AliasBook, aliasId, RedisAliasBook } from "../src/index.ts"
import { aliasBookSuite, aliasesOf, aliasOf, version } from "./aliasBookSuite.ts"
import { instanceOf, redisCluster, redisServer, until } from "./realRedis.ts"

const bookAt = (url: string, ofVersion = version) =>
  Effect.map(instanceOf(url, RedisAliasBook.layer({ version: ofVersion })), (context) =>
    Context.get(context, AliasBook),
  )

aliasBookSuite(
  "real Redis",
  Effect.flatMap(redisServer(), ({ url }) => bookAt(url)),
)
aliasBookSuite(
  "real Cluster",
  Effect.flatMap(redisCluster(), ({ url }) => bookAt(url)),
)

const asked = (words: string) => ({ partition: "public", locale: "en", words })

const setUp = Effect.gen(function* () {
  const server = yield* redisServer()
  const [one, two] = [yield* bookAt(server.url), yield* bookAt(server.url)]
  const has = (book: AliasBook["Service"], words: string) =>
    Effect.sync(() => book.find(asked(words)) !== undefined)
  const approve = (...words: ReadonlyArray<string>) =>
    Effect.flatMap(aliasesOf(...words), (aliases) => one.approve({ lead: 1, aliases, forget: [] }))
  return { server, one, two, has, approve }
})

describe("a shared AliasBook", () => {
  it.live("is read at the start, and tells the others of changes", () =>
    Effect.gen(function* () {
      const { approve, has, one, server, two } = yield* setUp
      yield* approve("a", "b")
      yield* until(has(two, "a"))
      const later = yield* bookAt(server.url)
      assert.isTrue(yield* has(later, "a"))
      yield* one.remove([aliasId(asked("a"))])
      yield* until(Effect.map(has(two, "a"), (found) => !found))
      assert.isTrue(yield* has(two, "b"))
    }),
  )

  it.live("turns off everywhere by what different instances found", () =>
    Effect.gen(function* () {
      const { approve, has, one, two } = yield* setUp
      yield* approve("a", "b", "c", "d")
      yield* until(has(two, "d"))
      const [a, b, c] = yield* aliasesOf("a", "b", "c")
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
      const [a] = yield* aliasesOf("a")
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
          Effect.map(({ aliases, totals }) => aliases.length === 1 && totals.wrong >= 1),
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
      const [a] = yield* aliasesOf("a")
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

  it.live("ignores what is no alias, or lies under another's name", () =>
    Effect.gen(function* () {
      const { approve, one, server } = yield* setUp
      yield* approve("a")
      const text = String(
        yield* server.command("HGET", "alias:{alias}:entries", aliasId(asked("a"))),
      )
      for (const [id, value] of [
        ["x", "{"],
        ["y", '{"words":"y"}'],
        [aliasId(asked("moved")), text],
      ] as const) {
        yield* server.command("HSET", "alias:{alias}:entries", id, value)
      }
      const { aliases, counters } = yield* one.state
      assert.deepStrictEqual(
        aliases.map(({ words }) => words),
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
      assert.strictEqual((yield* next.state).aliases.length, 1)
    }),
  )

  it.live("holds a bounded number, and says how many it took", () =>
    Effect.gen(function* () {
      const { one } = yield* setUp
      const now = yield* Clock.currentTimeMillis
      const first = yield* aliasOf("0")
      let kept = 0
      for (let from = 0; from < 6_000; from += 500) {
        const aliases = Array.from({ length: 500 }, (_, index) => ({
          ...first,
          words: `wording ${from + index}`,
          approvedAt: now,
        }))
        const approval = yield* one.approve({ lead: 1, aliases, forget: [] })
        if ("kept" in approval) kept += approval.kept
      }
      assert.strictEqual(kept, 5_000)
      const { aliases, counters } = yield* one.state
      assert.strictEqual(aliases.length + counters.leftOut, 5_000)
    }),
  )
})
