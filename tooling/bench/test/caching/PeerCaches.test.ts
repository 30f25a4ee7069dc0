/** The other caches as they are set up: a hit computes nothing, and callers at once compute once. */
import { describe, expect, it } from "vitest"
import { type Place, type Peer, peerCache } from "../../src/caching/stores/PeerCaches.ts"

const inMemory: ReadonlyArray<readonly [Peer, Place]> = [
  ["@epic-web/cachified", "memory"],
  ["lru-cache alone", "memory"],
]

describe.each(inMemory)("%s, %s", (peer, place) => {
  const open = () => peerCache<{ readonly text: string }>(peer, place, "redis://127.0.0.1:1")
  const missing = () => Promise.reject(new Error("computed"))

  it("serves what was put, and nothing else", async () => {
    const cache = open()
    await cache.put("a", { text: "answer" })
    expect(await cache.get("a", missing)).toEqual({ text: "answer" })
    await expect(cache.get("b", missing)).rejects.toThrow()
  })
})

describe.each([["@epic-web/cachified", "memory"]] as const)("%s", (peer, place) => {
  it("computes once for callers at once", async () => {
    const cache = peerCache<number>(peer, place, "redis://127.0.0.1:1")
    let computed = 0
    const values = await Promise.all(
      Array.from({ length: 100 }, () =>
        cache.get("k", async () => {
          computed += 1
          await Promise.resolve()
          return 7
        }),
      ),
    )
    expect([computed, new Set(values)]).toEqual([1, new Set([7])])
  })
})
