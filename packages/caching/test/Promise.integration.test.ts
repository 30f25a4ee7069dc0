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

/** Redis answers what is read, and takes no writes until it is told to. */
const holdWrites = () => Effect.runPromise(redis.command("CLIENT", "PAUSE", "60000", "WRITE"))
const takeWrites = () => Effect.runPromise(redis.command("CLIENT", "UNPAUSE"))

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
  expect(await one.get("stale", { whenInvalidated: "stale" })).toBe("loaded 1")
  expect(await one.getOrSet("stale", load, entry)).toBe("loaded 1")
  await expect.poll(() => one.get("stale")).toBe("loaded 2")
  await expect.poll(() => other.getOrSet("stale", load, entry)).not.toBe("loaded 1")
})

it("parts those who come after another's invalidation from a load that began before it", async () => {
  await using one = await opened()
  await using other = await opened()
  const tags = ["book:3"]
  await other.set("heard", true, { tags })
  let end: (value: string) => void = () => {}
  const running = new Promise<string>((resolve) => (end = resolve))
  const old = other.getOrSet("parted", () => running, { tags })
  const joined = other.getOrSet("parted", () => "never asked", { tags })
  await one.invalidate("book:3")
  await expect.poll(() => other.get("heard")).toBeUndefined()
  const after = [1, 2].map((load) => other.getOrSet("parted", () => `load ${load}`, { tags }))
  expect(await Promise.all(after)).toEqual(["load 1", "load 1"])
  end("outdated")
  expect(await Promise.all([old, joined])).toEqual(["outdated", "outdated"])
  await other.idle()
  expect(await one.get("parted")).toBe("load 1")
})

it("hands on no load that has ended, however long its write takes", async () => {
  await using cache = await opened()
  let loads = 0
  const read = () => cache.getOrSet("slow to write", () => `load ${++loads}`, { tags: ["book:4"] })
  await cache.get("connected")
  await holdWrites()
  const [first, second] = [await read(), await read()]
  await takeWrites()
  expect([first, second]).toEqual(["load 1", "load 2"])
})

it("writes what it loaded before it is closed", async () => {
  await using other = await opened()
  const cache = await opened()
  await cache.get("connected")
  await holdWrites()
  const value = await cache.getOrSet("written", () => "value", { tags: ["book:5"] })
  const closed = cache.close()
  await takeWrites()
  await closed
  expect(value).toBe("value")
  expect(cache.counters()).toMatchObject({ writes: 1, writeFailures: 0 })
  expect(await other.get("written")).toBe("value")
})

it("shares no load with a tag of which Redis did not say what had been invalidated", async () => {
  await using cache = await makeCache({ freshForMs: 60_000, redisUrl: "redis://127.0.0.1:1" })
  const loads: Array<(value: string) => void> = []
  const read = (tags: ReadonlyArray<string>) =>
    cache.getOrSet("page", () => new Promise<string>((resolve) => loads.push(resolve)), { tags })
  const before = read(["book:1"])
  await expect.poll(() => loads.length).toBe(1)
  const after = read(["book:1"])
  await expect.poll(() => loads.length).toBe(2)
  for (const [index, end] of loads.entries()) end(`load ${index + 1}`)
  expect([await before, await after]).toEqual(["load 1", "load 2"])
})

it("loads past a Redis that is not there, and refuses a URL that is none", async () => {
  await using cache = await makeCache({ freshForMs: 60_000, redisUrl: "redis://127.0.0.1:1" })
  expect(await cache.getOrSet("a", () => "value")).toBe("value")
  await expect(cache.set("a", "value")).rejects.toMatchObject({ reason: "unavailable" })
  await expect(makeCache({ freshForMs: 1, redisUrl: "nonsense" })).rejects.toThrow(
    "@manga-assist/caching makeCache: redisUrl must be a URL",
  )
})
