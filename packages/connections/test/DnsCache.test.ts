import { createServer, type AddressInfo } from "node:net"
import { get } from "node:http"
import { once } from "node:events"
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { DnsCache } from "../src/dns/DnsCache.ts"
import { type Answer } from "../src/dns/NameResolution.ts"

const addresses = (...list: ReadonlyArray<string>) =>
  list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))

const cacheOf = (answers: (call: number) => Promise<Answer> | Answer, maxNames = 256) => {
  const state = { now: 0, calls: 0 }
  const cache = new DnsCache({
    now: () => state.now,
    maxNames,
    resolve: (_name) => Promise.resolve().then(() => answers(++state.calls)),
  })
  return { cache, state }
}

const first = async (cache: DnsCache, name = "a.example") => (await cache.resolve(name))[0]?.address

describe("DnsCache", () => {
  it.each([
    ["below the floor", 5, 60_000],
    ["within", 120, 120_000],
    ["above the ceiling", 86_400, 300_000],
    ["unknown", undefined, 60_000],
  ])("keeps an answer for its time to live: %s", async (_, ttl, keptMs) => {
    const { cache, state } = cacheOf((call) => ({ addresses: addresses(`10.0.0.${call}`), ttl }))
    await first(cache)
    state.now = keptMs * 0.8 - 1
    expect(await first(cache)).toBe("10.0.0.1")
    expect(state.calls).toBe(1)
    state.now = keptMs
    expect(await first(cache)).toBe("10.0.0.2")
  })

  describe("with time passing", () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    const timed = (answers: (call: number) => Promise<Answer> | Answer) => {
      let calls = 0
      const cache = new DnsCache({ resolve: () => Promise.resolve().then(() => answers(++calls)) })
      onTestFinished(() => cache.close())
      return cache
    }

    it("asks again before the answer expires, without anyone asking or waiting", async () => {
      const cache = timed((call) => ({ addresses: addresses(`10.0.0.${call}`), ttl: 100 }))
      expect(await first(cache)).toBe("10.0.0.1")
      await vi.advanceTimersByTimeAsync(79_999)
      expect(cache.stats).toMatchObject({ queries: 1, prefetches: 0 })
      await vi.advanceTimersByTimeAsync(1)
      expect(cache.stats).toMatchObject({ queries: 2, prefetches: 1 })
      expect(await first(cache)).toBe("10.0.0.2")
      expect(cache.stats).toMatchObject({ hits: 1, misses: 1 })
    })

    it("forgets to refresh a name that nobody uses, and stops when closed", async () => {
      const cache = timed(() => ({ addresses: addresses("10.0.0.1"), ttl: 100 }))
      await first(cache)
      await vi.advanceTimersByTimeAsync(3_600_000)
      // Every 80 s for 15 minutes.
      expect(cache.stats.queries).toBe(12)
      expect(vi.getTimerCount()).toBe(0)
      await first(cache)
      expect(vi.getTimerCount()).toBe(1)
      cache.close()
      expect(vi.getTimerCount()).toBe(0)
    })

    it("tries a failed refresh again while the old answer is valid", async () => {
      const cache = timed((call) => {
        if (call === 2) throw new Error("SERVFAIL")
        return { addresses: addresses(`10.0.0.${call}`), ttl: 100 }
      })
      await first(cache)
      await vi.advanceTimersByTimeAsync(80_000)
      expect(cache.stats).toMatchObject({ failures: 1, stale: 0 })
      await vi.advanceTimersByTimeAsync(10_000)
      expect(await first(cache)).toBe("10.0.0.3")
      expect(cache.stats).toMatchObject({ misses: 1 })
    })

    it("does not let a slow resolver hold up a name that it knew", async () => {
      const cache = timed((call) =>
        call === 1 ? { addresses: addresses("10.0.0.1"), ttl: 60 } : new Promise<Answer>(() => {}),
      )
      await first(cache)
      await vi.advanceTimersByTimeAsync(60_000)
      const answered = first(cache)
      await vi.advanceTimersByTimeAsync(200)
      expect(await answered).toBe("10.0.0.1")
      expect(cache.stats).toMatchObject({ stale: 1, queries: 2 })
    })
  })

  it("asks once for a thousand callers", async () => {
    const { cache, state } = cacheOf(() => ({ addresses: addresses("10.0.0.1"), ttl: 60 }))
    await Promise.all(Array.from({ length: 1_000 }, () => first(cache)))
    expect(state.calls).toBe(1)
  })

  it("serves what it knew while the resolver fails, but not for ever", async () => {
    const { cache, state } = cacheOf((call) => {
      if (call === 1) return { addresses: addresses("10.0.0.1"), ttl: 60 }
      throw new Error("SERVFAIL")
    })
    await first(cache)
    for (const now of [60_000, 600_000, 3_600_000]) {
      state.now = now
      expect(await first(cache)).toBe("10.0.0.1")
    }
    expect(cache.stats).toMatchObject({ stale: 3, failures: 3 })
    state.now = 60_000 + 3_600_000
    await expect(first(cache)).rejects.toThrow("SERVFAIL")
  })

  it("asks again for a name whose addresses were doubted, once a second at most", async () => {
    const { cache, state } = cacheOf((call) => {
      if (call === 3) throw new Error("SERVFAIL")
      return { addresses: addresses(`10.0.0.${call}`), ttl: 60 }
    })
    cache.doubt("a.example")
    expect(await first(cache)).toBe("10.0.0.1")
    state.now = 999
    cache.doubt("a.example")
    expect(await first(cache)).toBe("10.0.0.1")
    state.now = 1_000
    cache.doubt("A.example.")
    expect(await first(cache)).toBe("10.0.0.2")
    expect(await first(cache)).toBe("10.0.0.2")
    // What it knew is still good while the resolver fails.
    state.now = 3_000
    cache.doubt("a.example")
    expect(await first(cache)).toBe("10.0.0.2")
    // A failure settles the doubt: until the answer ends or is doubted anew, nobody waits again.
    state.now = 50_000
    expect(await first(cache)).toBe("10.0.0.2")
    expect(cache.stats).toMatchObject({ names: 1, queries: 3, failures: 1, stale: 0 })
  })

  it("remembers a failure for its time, also where the name is doubted meanwhile", async () => {
    const { cache, state } = cacheOf((call) => {
      // A resolver that is away takes its time to say so.
      if (call === 1) {
        state.now += 4_000
        throw new Error("SERVFAIL")
      }
      return { addresses: addresses("10.0.0.1"), ttl: 60 }
    })
    await expect(first(cache)).rejects.toThrow("SERVFAIL")
    cache.doubt("a.example")
    state.now += 999
    await expect(first(cache)).rejects.toThrow("SERVFAIL")
    expect(state.calls).toBe(1)
    state.now += 1
    expect(await first(cache)).toBe("10.0.0.1")
  })

  it("remembers a failure for a second", async () => {
    const { cache, state } = cacheOf((call) => {
      if (call === 1) throw new Error("ENOTFOUND")
      return { addresses: addresses("10.0.0.1"), ttl: 60 }
    })
    await expect(first(cache)).rejects.toThrow("ENOTFOUND")
    state.now = 999
    await expect(first(cache)).rejects.toThrow("ENOTFOUND")
    expect(state.calls).toBe(1)
    state.now = 1_000
    expect(await first(cache)).toBe("10.0.0.1")
  })

  it("takes an empty answer for a failure", async () => {
    const { cache } = cacheOf(() => ({ addresses: [], ttl: 60 }))
    await expect(first(cache)).rejects.toMatchObject({ code: "ENOTFOUND" })
  })

  it("rotates addresses, and filters and orders families", async () => {
    const { cache } = cacheOf(() => ({
      addresses: addresses("10.0.0.1", "::1", "10.0.0.2"),
      ttl: 60,
    }))
    const starts = new Set<string | undefined>()
    for (let i = 0; i < 3; i++) starts.add(await first(cache))
    expect(starts.size).toBe(3)
    const six = await cache.resolve("a.example", { family: 6 })
    expect(six).toEqual(addresses("::1"))
    const ordered = await cache.resolve("a.example", { order: "ipv6first" })
    expect(ordered[0]?.address).toBe("::1")
  })

  it("keeps no more names than it may, and those that are used", async () => {
    const { cache, state } = cacheOf(() => ({ addresses: addresses("10.0.0.1"), ttl: 60 }), 10)
    for (let i = 0; i < 100; i++) {
      await first(cache, "used.example")
      await first(cache, `n${i}.example`)
    }
    expect(cache.stats.names).toBe(10)
    expect(state.calls).toBe(101)
  })

  it("gives literal addresses back, and takes names in any case and with a final dot", async () => {
    const { cache, state } = cacheOf(() => ({ addresses: addresses("10.0.0.1"), ttl: 60 }))
    expect(await cache.resolve("::ffff:127.0.0.1")).toEqual(addresses("::ffff:127.0.0.1"))
    expect(await cache.resolve("10.1.2.3")).toEqual(addresses("10.1.2.3"))
    expect(state.calls).toBe(0)
    for (const name of ["a.example", "A.Example", "a.example."]) await first(cache, name)
    expect(state.calls).toBe(1)
  })

  it.each([
    ["minTtlMs", { minTtlMs: 0 }],
    ["maxNames", { maxNames: Number.NaN }],
    ["minTtlMs", { minTtlMs: 400_000 }],
  ])("refuses a bad %s", (name, options) => {
    expect(() => new DnsCache(options)).toThrow(new RegExp(`: ${name} must`))
  })

  it("answers in both shapes that sockets ask for", async () => {
    const { cache } = cacheOf(() => ({ addresses: addresses("127.0.0.1"), ttl: 60 }))
    const ask = (all: boolean) =>
      new Promise((resolve) => {
        cache.lookup("a.example", { all }, (error, address, family) => {
          resolve([error, address, family])
        })
      })
    expect(await ask(true)).toEqual([null, addresses("127.0.0.1"), undefined])
    expect(await ask(false)).toEqual([null, "127.0.0.1", 4])
  })

  it("is a lookup for real sockets, by name and by `localhost` of the system", async () => {
    const server = createServer((socket) =>
      socket.resume().end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
    )
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as AddressInfo
    const { cache } = cacheOf(() => ({ addresses: addresses("127.0.0.1"), ttl: 60 }))
    for (const lookup of [cache.lookup, new DnsCache().lookup]) {
      const host = lookup === cache.lookup ? "some.example" : "localhost"
      const [response] = await once(get({ host, port, lookup, agent: false }), "response")
      expect(response.resume().statusCode).toBe(200)
    }
    server.close()
  })
})
