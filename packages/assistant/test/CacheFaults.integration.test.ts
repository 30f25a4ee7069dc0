/**
 * Turns over a real Redis in each state that it can be in: every question is answered, with the price that
 * holds now and inside the budget, and when it is well again answers are shared as before.
 */
import { assert, describe, it } from "@effect/vitest"
import { RedisTagVersions, TagVersions, TieredCacheStore } from "@manga-assist/caching"
import { products } from "@manga-assist/catalogue"
import { RedisConnection } from "@manga-assist/connections"
import { redisReplica, redisServer, type RedisServer } from "@manga-assist/real-servers"
import { Context, Effect, Layer } from "effect"
import { until } from "../../caching/test/realRedis.ts"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import type { AnswerRecord } from "../src/answers/AnswerRecord.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const book = "one-piece-v12-paperback"
const text = "Is One Piece volume 12 in stock?"
const price = products().find(({ id }) => id === book)?.price ?? 0

/** A store as another process has it; its model is asked where no cache answers. */
const instanceAt = Effect.fnUntraced(function* (url: string) {
  const { layer, seen } = scriptedStore({
    environment: { REDIS_URL: url, LATENCY_BUDGET_MS: "4000" },
    store: TieredCacheStore.layerNotified(),
    tagVersions: RedisTagVersions.layer(),
    finds: () => [book],
  })
  const services = yield* Layer.build(Layer.fresh(layer))
  const within = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.provideContext(effect, services)
  yield* until(Effect.isSuccess(within(Effect.flatMap(TagVersions, (versions) => versions.now))))
  let asked = 0
  const answered = Effect.gen(function* () {
    asked += 1
    const events = yield* within(ask(text, { session: `s-${asked}` }))
    const last = events.at(-1)
    assert(last?.type === "turn-end", JSON.stringify(last))
    const cards = events.flatMap((event) => (event.type === "products" ? event.products : []))
    return { source: last.end.source, price: cards[0]?.price.amount, budget: last.end.budget }
  })
  /** Writes what was offered, as the sink does. */
  const keep = within(
    Effect.gen(function* () {
      const cache = yield* CachedAnswers
      const records = seen.recorded.answers.splice(0) as ReadonlyArray<AnswerRecord>
      for (const record of records) yield* cache.write(record.key, record.answer, record)
    }),
  )
  return { answered, keep, seen, redis: Context.get(services, RedisConnection) }
})

type Instance = Effect.Success<ReturnType<typeof instanceAt>>

const settled = (instance: Instance) =>
  until(
    Effect.gen(function* () {
      const { source } = yield* instance.answered
      yield* Effect.ignore(instance.keep)
      return source === "exact"
    }),
  )

/** Both have it from the cache before `fault`, and again after `heal`. */
const suffering = Effect.fnUntraced(function* (
  url: string,
  fault: Effect.Effect<unknown, unknown>,
  heal: Effect.Effect<unknown, unknown> = Effect.void,
) {
  const [here, there] = [yield* instanceAt(url), yield* instanceAt(url)]
  yield* settled(here)
  yield* settled(there)
  yield* fault
  for (const instance of [here, there, here]) {
    const { budget, price: shown } = yield* instance.answered
    assert.strictEqual(shown, price)
    assert.isBelow(budget.usedMs, budget.totalMs)
  }
  // The table has another price now; that nobody could be told of it must not matter.
  for (const { seen } of [here, there]) seen.prices.set(book, price + 1)
  for (const instance of [here, there]) {
    assert.strictEqual((yield* instance.answered).price, price + 1)
  }
  yield* heal
  for (const instance of [here, there]) {
    yield* settled(instance)
    assert.strictEqual((yield* instance.answered).price, price + 1)
  }
})

const eachEntry = (server: RedisServer, change: (key: string) => Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const keys = yield* server.command("KEYS", "cache:answer:*")
    assert(Array.isArray(keys) && keys.length > 0)
    for (const key of keys) yield* change(String(key))
  })

const faults: ReadonlyArray<
  readonly [
    name: string,
    fault: (server: RedisServer) => Effect.Effect<unknown, unknown>,
    heal?: (server: RedisServer) => Effect.Effect<unknown, unknown>,
  ]
> = [
  ["down, and comes back empty", ({ kill }) => kill, ({ start }) => start],
  ["silent", ({ pause }) => pause, ({ resume }) => resume],
  [
    "full",
    (server) => server.command("CONFIG", "SET", "maxmemory", "1"),
    (server) => server.command("CONFIG", "SET", "maxmemory", "0"),
  ],
  [
    "read-only",
    (server) => server.command("REPLICAOF", "127.0.0.1", "1"),
    (server) => server.command("REPLICAOF", "NO", "ONE"),
  ],
  ["cleared by somebody", (server) => server.command("FLUSHALL")],
]

/** What may lie where an entry was. */
const contents: Readonly<
  Record<string, (server: RedisServer, key: string) => Effect.Effect<unknown, unknown>>
> = {
  garbage: (server, key) => server.command("SET", key, "\u0001garbage"),
  "an entry of another version": (server, key) => server.command("SETRANGE", key, "0", "\u0000"),
  "a poisoned entry, its checksum wrong": (server, key) =>
    // No figure, as what lies there may be.
    server.command("SETRANGE", key, "40", "?"),
}

describe("with a Redis that is", () => {
  for (const [name, fault, heal] of faults) {
    it.live(`${name}, every question is answered rightly`, () =>
      Effect.gen(function* () {
        const server = yield* redisServer()
        yield* suffering(server.url, fault(server), heal?.(server))
      }),
    )
  }

  for (const [name, change] of Object.entries(contents)) {
    it.live(`holding ${name}, it is as if it held nothing`, () =>
      Effect.gen(function* () {
        const server = yield* redisServer()
        const before = yield* instanceAt(server.url)
        yield* settled(before)
        const sound = yield* instanceAt(server.url)
        assert.strictEqual((yield* sound.answered).source, "exact")
        yield* eachEntry(server, (key) => change(server, key))
        // One that has no copy of its own.
        const late = yield* instanceAt(server.url)
        const found = yield* late.answered
        assert.deepInclude(found, { source: "model", price })
        yield* settled(late)
      }),
    )
  }

  it.live("failing over, every question is answered rightly", () =>
    Effect.gen(function* () {
      const { failOver, primary } = yield* redisReplica
      yield* suffering(primary.url, failOver, primary.command("REPLICAOF", "NO", "ONE"))
    }),
  )
})
