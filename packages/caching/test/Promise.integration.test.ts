/** The cache for programs without Effect, over a real Redis. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { Effect, Exit, Scope } from "effect"
import { makeCache } from "../src/promise.ts"
import { redisServer, type RedisServer } from "./realRedis.ts"

const scope = Scope.makeUnsafe()
let redis: RedisServer
beforeAll(async () => {
  redis = await Effect.runPromise(redisServer().pipe(Scope.provide(scope)))
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

const opened = () => makeCache({ freshForMs: 60_000, redisUrl: redis.url })

it("is shared by two of them, tags included", async () => {
  await using one = await opened()
  await using other = await opened()
  let loads = 0
  const load = () => Promise.resolve(`loaded ${++loads}`)
  const tags = ["book:1"]
  expect(await one.getOrSet("page", load, { tags })).toBe("loaded 1")
  await expect.poll(() => other.get("page")).toBe("loaded 1")
  expect(await other.getOrSet("page", load, { tags })).toBe("loaded 1")
  await other.invalidate("book:1")
  await expect.poll(() => one.get("page")).toBeUndefined()
  expect(await one.getOrSet("page", load, { tags })).toBe("loaded 2")
  expect(loads).toBe(2)
})

it("is stale in both where a tag makes it stale, until one has loaded it anew", async () => {
  await using one = await opened()
  await using other = await opened()
  let loads = 0
  const load = () => Promise.resolve(`loaded ${++loads}`)
  const entry = { tags: ["book:2"], whenInvalidated: "stale" } as const
  expect(await one.getOrSet("stale", load, entry)).toBe("loaded 1")
  await expect.poll(() => other.get("stale")).toBe("loaded 1")
  await one.invalidate("book:2")
  expect(await one.get("stale")).toBe("loaded 1")
  expect(await one.getOrSet("stale", load, entry)).toBe("loaded 1")
  await expect.poll(() => one.get("stale")).toBe("loaded 2")
  await expect.poll(() => other.getOrSet("stale", load, entry)).not.toBe("loaded 1")
})

it("loads past a Redis that is not there, and refuses a URL that is none", async () => {
  await using cache = await makeCache({ freshForMs: 60_000, redisUrl: "redis://127.0.0.1:1" })
  expect(await cache.getOrSet("a", () => "value")).toBe("value")
  await expect(cache.set("a", "value")).rejects.toMatchObject({ reason: "unavailable" })
  await expect(makeCache({ freshForMs: 1, redisUrl: "nonsense" })).rejects.toThrow(/REDIS_URL/)
})
