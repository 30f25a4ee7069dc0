/** `RedisSubscriber` over real servers: what is heard, and what is said about what may be missed. */
import { assert, describe, it } from "@effect/vitest"
import { redisCluster, redisServer, type RedisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Exit, Layer, Queue, Scope } from "effect"
import { RedisSubscriber } from "../src/redis/RedisSubscriber.ts"

const subscriberTo = (environment: Readonly<Record<string, string>>) =>
  Layer.build(RedisSubscriber.layerOptional).pipe(
    Effect.map((context) => Context.get(context, RedisSubscriber)),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )

/** Everything that a listener of `channel` is told, in order. */
const listen = Effect.fnUntraced(function* (
  url: string,
  channel: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const { subscribe } = yield* subscriberTo({ REDIS_URL: url, ...environment })
  const told = yield* Queue.unbounded<string | boolean>()
  yield* subscribe(channel, {
    onMessage: (message) => {
      Queue.offerUnsafe(told, message)
    },
    onStanding: (standing) => {
      Queue.offerUnsafe(told, standing)
    },
  })
  return { next: Queue.take(told).pipe(Effect.timeout("1 minute")), subscribe }
})

const publish = (server: RedisServer, channel: string, message: string) =>
  server.command("PUBLISH", channel, message)

describe("RedisSubscriber", () => {
  it.live("hears its channel, and says when it may have missed something", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { next } = yield* listen(server.url, "news")
      assert.isTrue(yield* next)
      yield* publish(server, "other", "no")
      yield* publish(server, "news", "日本")
      assert.strictEqual(yield* next, "日本")
      yield* server.kill
      assert.isFalse(yield* next)
      yield* server.start
      assert.isTrue(yield* next)
      yield* publish(server, "news", "again")
      assert.strictEqual(yield* next, "again")
    }),
  )

  it.live("hears nobody but those of its prefix", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { next } = yield* listen(server.url, "news", { REDIS_KEY_PREFIX: "staging:" })
      assert.isTrue(yield* next)
      yield* publish(server, "news", "production's")
      yield* publish(server, "staging:news", "ours")
      assert.strictEqual(yield* next, "ours")
    }),
  )

  it.live("notices a server that is silent", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { next } = yield* listen(server.url, "news")
      assert.isTrue(yield* next)
      yield* server.pause
      assert.isFalse(yield* next)
      yield* server.resume
      assert.isTrue(yield* next)
    }),
  )

  it.live("shares a channel, and leaves it with the last listener", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { next, subscribe } = yield* listen(server.url, "first")
      assert.isTrue(yield* next)
      const subscribers = (channel: string) =>
        Effect.map(server.command("PUBSUB", "NUMSUB", channel), (reply) =>
          Array.isArray(reply) ? Number(reply[1]) : -1,
        )
      const [one, two] = [yield* Scope.make(), yield* Scope.make()]
      const standing = yield* Queue.unbounded<boolean>()
      const listener = {
        onMessage: () => {},
        onStanding: (stands: boolean) => {
          Queue.offerUnsafe(standing, stands)
        },
      }
      yield* Scope.provide(subscribe("second", listener), one)
      yield* Scope.provide(subscribe("second", { ...listener }), two)
      assert.deepStrictEqual(yield* Queue.takeN(standing, 2), [true, true])
      yield* Scope.close(one, Exit.void)
      assert.strictEqual(yield* subscribers("second"), 1)
      yield* Scope.close(two, Exit.void)
      // Commands of one connection are answered in order: once this stands, the other is left.
      yield* subscribe("third", listener)
      assert.isTrue(yield* Queue.take(standing))
      assert.strictEqual(yield* subscribers("second"), 0)
    }),
  )

  it.live("hears every node of a Cluster, and moves to another when its own dies", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const { next } = yield* listen(cluster.url, "news")
      assert.isTrue(yield* next)
      const [first, second, third] = cluster.primaries
      if (first === undefined || second === undefined || third === undefined) return assert.fail()
      for (const [index, node] of [first, second, third].entries()) {
        yield* publish(node, "news", `${index}`)
        assert.strictEqual(yield* next, `${index}`)
      }
      yield* first.kill
      assert.isFalse(yield* next)
      assert.isTrue(yield* next)
      yield* publish(third, "news", "still")
      assert.strictEqual(yield* next, "still")
    }),
  )

  it.effect("hears nothing without a REDIS_URL", () =>
    Effect.gen(function* () {
      const { configured, subscribe } = yield* subscriberTo({})
      assert.isFalse(configured)
      yield* subscribe("news", { onMessage: () => assert.fail() })
    }),
  )
})
