/** The cache for programs without Effect. */
import { Effect } from "effect"
import { describe, expect, it, vi } from "vitest"
import { type Cache, type CacheOptions, makeCache } from "../src/promise.ts"
import { storesOf } from "../src/Stores.ts"

const later = <A>(value: A, ms = 5) =>
  new Promise<A>((resolve) => setTimeout(() => resolve(value), ms))

const opened = async (options: Partial<CacheOptions> = {}): Promise<Cache> =>
  makeCache({ freshForMs: 60_000, ...options })

/** A source that counts how often it is asked. */
const counting = <A>(value: (call: number) => A, ms = 5) => {
  const source = { calls: 0, load: () => later(value(++source.calls), ms) }
  return source
}

describe("getOrSet", () => {
  it("loads once for 10,000 callers, and not again while it is fresh", async () => {
    await using cache = await opened()
    const { load, ...source } = counting(() => ({ name: "One" }))
    const counted = { ...source, load: () => ((counted.calls += 1), load()) }
    const all = await Promise.all(
      Array.from({ length: 10_000 }, () => cache.getOrSet("a", counted.load)),
    )
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(["One"]))
    expect(await cache.getOrSet("a", counted.load)).toEqual({ name: "One" })
    expect(counted.calls).toBe(1)
    expect(await cache.get("a")).toEqual({ name: "One" })
  })

  it("serves what is stale and loads it anew once", async () => {
    await using cache = await opened({ freshForMs: 20, staleForMs: 60_000 })
    const source = counting((call) => call)
    expect(await cache.getOrSet("a", source.load)).toBe(1)
    await later(undefined, 40)
    expect(await Promise.all([1, 2, 3].map(() => cache.getOrSet("a", source.load)))).toEqual([
      1, 1, 1,
    ])
    await expect.poll(() => cache.get("a")).toBe(2)
    expect(source.calls).toBe(2)
  })

  it("keeps nothing of a load that failed, of `undefined`, or of what has no JSON form", async () => {
    await using cache = await opened()
    await expect(cache.getOrSet("a", () => Promise.reject(new Error("away")))).rejects.toThrow(
      "away",
    )
    expect(await cache.getOrSet("a", () => undefined)).toBeUndefined()
    expect(await cache.getOrSet("a", () => 1n)).toBe(1n)
    // It is shared until the store has refused it.
    await later(undefined)
    expect(await cache.getOrSet("a", () => "at last")).toBe("at last")
    expect(await cache.get("a")).toBe("at last")
    await expect(cache.set("b", 1n)).rejects.toMatchObject({ reason: "not-json" })
  })

  it("gives a `Date` as it is to the callers of its load, and as JSON has it to those after them", async () => {
    await using cache = await opened()
    const at = new Date(0)
    const read = () => cache.getOrSet("when", () => later({ at }))
    expect(await Promise.all([read(), read()])).toEqual([{ at }, { at }])
    await expect.poll(() => cache.get("when")).toEqual({ at: at.toJSON() })
    expect(await read()).toEqual({ at: at.toJSON() })
  })

  it("never gives what was loaded before its tag was ended", async () => {
    await using cache = await opened()
    let price = 100
    const read = () => cache.getOrSet("page", () => later(price, 20), { tags: ["book:1"] })
    expect(await read()).toBe(100)
    price = 90
    expect(await read()).toBe(100)
    await cache.invalidate("book:1")
    expect(await read()).toBe(90)
    // In the middle of a load: the old price must be neither joined nor kept.
    await cache.invalidate("book:1")
    const old = read()
    await later(undefined, 5)
    price = 80
    await cache.invalidate("book:1")
    expect(await Promise.all([old, read()])).toEqual([90, 80])
    await later(undefined, 30)
    expect(await read()).toBe(80)
  })

  it("serves what a tag made stale while it is loaded anew, once for all, and as long as that fails", async () => {
    await using cache = await opened()
    const tags = ["book:1"]
    const source = counting((call) => `price ${call}`)
    const read = (load = source.load) =>
      cache.getOrSet("page", load, { tags, whenInvalidated: "stale" })
    const removed = () => cache.getOrSet("card", source.load, { tags })
    expect([await read(), await removed()]).toEqual(["price 1", "price 2"])
    await cache.invalidate(...tags)
    expect(await read(() => Promise.reject(new Error("away")))).toBe("price 1")
    await later(undefined)
    expect(await Promise.all([read(), read(), read()])).toEqual(["price 1", "price 1", "price 1"])
    await expect.poll(() => cache.get("page", { whenInvalidated: "stale" })).toBe("price 3")
    expect(await read()).toBe("price 3")
    expect(await removed()).toBe("price 4")
    expect(source.calls).toBe(4)
    expect(cache.counters()).toMatchObject({ invalidated: 1 })
  })

  it("forgets and replaces, also under a load", async () => {
    await using cache = await opened()
    const slow = cache.getOrSet("a", () => later("old", 20))
    await cache.set("a", "new")
    expect(await slow).toBe("old")
    expect(await cache.getOrSet("a", () => "never asked")).toBe("new")
    await cache.remove("a")
    expect(await cache.get("a")).toBeUndefined()
    expect(cache.counters()).toMatchObject({ writes: 1 })
  })
})

it("logs on standard error, and leaves standard output alone", async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {})
  const warned = vi.spyOn(console, "error").mockImplementation(() => {})
  await Effect.runPromise(Effect.provide(Effect.logWarning("a store is away"), storesOf({})))
  expect([warned.mock.calls.length, printed.mock.calls]).toEqual([1, []])
  vi.restoreAllMocks()
})
