/** What instances note of the gateway's connections, over a real Redis. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { ConnectionStore } from "../src/gateway/ConnectionStore.ts"

const storeOver = (url: string) =>
  Layer.fresh(ConnectionStore.layer).pipe(
    Layer.provide(Layer.orDie(Layer.fresh(RedisConnection.layer))),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )

const kept = { address: "10.0.0.1", session: "s", user: "demo-01" }

/** A store, and a connection of `one`. */
const opened = Effect.gen(function* () {
  const redis = yield* redisServer()
  const store = Context.get(yield* Layer.build(storeOver(redis.url)), ConnectionStore)
  const hold = yield* store.open("c=", "one", kept)
  return hold === undefined ? assert.fail("not opened") : { hold, redis, store }
})

describe("connections of the gateway", () => {
  it.live("are taken over once, with what has no end", () =>
    Effect.gen(function* () {
      const { hold, store } = yield* opened
      assert.deepStrictEqual(yield* store.ownerOf("c="), { owner: "one" })
      for (const message of ["said", "about-to", "running"]) yield* store.begun(hold, message)
      assert.strictEqual(yield* store.ending(hold, "said", "{}"), "noted")
      yield* store.ended(hold, "said", '{"said":1}')
      yield* store.ended(hold, "refused", undefined)
      yield* store.ending(hold, "about-to", '{"type":"turn-end"}')

      const takers = ["two", "three", "four"]
      const taken = yield* Effect.all(
        takers.map((to) => store.take("c=", "one", to)),
        { concurrency: "unbounded" },
      )
      const [first, ...others] = taken.filter((each) => each !== undefined)
      assert.deepStrictEqual(others, [])
      assert.deepStrictEqual(first?.kept, kept)
      assert.deepStrictEqual(first?.said, ['{"said":1}'])
      const left = [...(first?.open ?? [])]
      assert.deepStrictEqual<unknown>(left, [
        ["about-to", `{"type":"turn-end"}`],
        ["running", undefined],
      ])
      assert.deepStrictEqual(yield* store.ownerOf("c="), { owner: first?.hold.owner ?? "nobody" })
    }),
  )

  it.live("are no longer its own for an instance that stood still", () =>
    Effect.gen(function* () {
      const { hold, store } = yield* opened
      yield* store.begun(hold, "m")
      const taken = yield* store.take("c=", "one", "two")
      assert.strictEqual(yield* store.isHeld(hold), "lost")
      assert.strictEqual(yield* store.begun(hold, "n"), "lost")
      assert.strictEqual(yield* store.ending(hold, "m", "{}"), "lost")
      yield* store.ended(hold, "m", "{}")
      yield* store.close(hold)
      if (taken === undefined) return assert.fail("not taken")
      assert.strictEqual(yield* store.ending(taken.hold, "m", "{}"), "noted")
      // Back again at the first: what it held before is another number.
      const back = yield* store.take("c=", "two", "one")
      assert.strictEqual(back?.open.get("m"), "{}")
      assert.strictEqual(yield* store.ending(hold, "m", "{}"), "lost")
      if (back !== undefined) yield* store.close(back.hold)
      assert.strictEqual(yield* store.ownerOf("c="), "unknown")
    }),
  )

  it.live("of who took one without hearing so are taken again", () =>
    Effect.gen(function* () {
      const { hold, store } = yield* opened
      yield* store.begun(hold, "m")
      yield* store.take("c=", "one", "two")
      const again = yield* store.take("c=", "one", "two")
      assert.strictEqual(again?.hold.epoch, 3)
      assert.deepStrictEqual([...(again?.open ?? [])], [["m", undefined]])
      assert.isUndefined(yield* store.take("c=", "one", "three"))
    }),
  )

  it.live("are looked for where an instance is silent, and nowhere else", () =>
    Effect.gen(function* () {
      const { hold, redis, store } = yield* opened
      for (const instance of ["one", "two"]) assert.isTrue(yield* store.live(instance))
      assert.deepStrictEqual(yield* store.silent, [])
      yield* redis.command("DEL", "gateway:l:{one}", "gateway:l:{two}")
      assert.deepStrictEqual(yield* store.silent, ["one"])
      assert.deepStrictEqual(yield* store.heldBy("one"), ["c="])
      // Forgotten by mistake, it is found again.
      yield* store.forget("c=", "one")
      assert.deepStrictEqual(yield* store.silent, [])
      yield* store.remember("c=", "one")
      assert.deepStrictEqual(yield* store.silent, ["one"])
      yield* store.close(hold)
      assert.deepStrictEqual(yield* store.silent, [])
    }),
  )

  it.live("that cannot be asked about are not lost", () =>
    Effect.gen(function* () {
      const { hold, redis, store } = yield* opened
      yield* redis.kill
      assert.strictEqual(yield* store.ownerOf("c="), "unanswered")
      assert.strictEqual(yield* store.isHeld(hold), "unanswered")
      assert.strictEqual(yield* store.ending(hold, "m", "{}"), "unanswered")
      assert.isUndefined(yield* store.take("c=", "one", "two"))
      assert.isFalse(yield* store.live("one"))
    }),
  )
})
