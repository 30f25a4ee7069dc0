/** The processes of the cache benchmark over a real Redis: what they count is so. No timing is judged. */
import { afterEach, describe, expect, it } from "vitest"
import { ChatLoad } from "../../src/caching/hits/ChatLoad.ts"
import type { FlightCalls } from "../../src/caching/FlightProcess.ts"
import type { InvalidationCalls } from "../../src/caching/InvalidationProcess.ts"
import type { CacheTier, Peer } from "../../src/caching/stores/PeerCaches.ts"
import type { PeerServerCalls } from "../../src/caching/hits/PeerServerProcess.ts"
import { withRedis } from "../../src/caching/stores/RealRedis.ts"
import type { CostedCache } from "../../src/caching/stores/CostedCache.ts"
import type { StoreCostCalls } from "../../src/caching/stores/StoreCostProcess.ts"
import type { Calls } from "../../src/process/AnswerCalls.ts"
import { ownProcesses, type PinnedProcess, startProcess } from "../../src/process/PinnedProcess.ts"

const running: Array<{ readonly kill: () => Promise<void> }> = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.kill()))
})

const start = async <C extends Calls>(
  file: string,
  parameters: ReadonlyArray<string>,
): Promise<PinnedProcess<C>> => {
  const started = await startProcess<C>(
    new URL(`../../src/caching/${file}`, import.meta.url).href,
    {
      core: 0,
      parameters,
      nodeOptions: ["--expose-gc"],
    },
  )
  running.push(started)
  return started
}

const patience = 240_000

describe("a real Redis of the benchmark", () => {
  it(
    "answers, counts its commands, and is one of ours while it is used",
    { timeout: patience },
    async () => {
      const before = ownProcesses().length
      await withRedis(async (redis) => {
        expect(ownProcesses().length).toBe(before + 1)
        await redis.command("SET", "a", "1")
        expect((await redis.calls()).get("set")).toBe(1)
      })
      expect(ownProcesses().length).toBe(before)
    },
  )
})

describe("callers with one question", () => {
  it("cause one computation in two processes, and hear it whole", { timeout: patience }, () =>
    withRedis(async ({ url }) => {
      const both = [
        await start<FlightCalls>("FlightProcess.ts", [url]),
        await start<FlightCalls>("FlightProcess.ts", [url]),
      ]
      const heard = await Promise.all(
        both.map((each) => each.call("flight", { key: "k", callers: 20 })),
      )
      expect(heard.reduce((sum, { computed }) => sum + computed, 0)).toBe(1)
      expect(heard.map(({ heardAt }) => heardAt.length)).toEqual([20, 20])
    }),
  )

  it("cause one in each process where values alone are shared", { timeout: patience }, () =>
    withRedis(async ({ url }) => {
      const alone = await start<FlightCalls>("FlightProcess.ts", [url])
      for (const by of ["bentocache", "cachified"] as const) {
        const { computed, heardAt } = await alone.call(by, { key: `${by}-k`, callers: 20 })
        expect([by, computed, heardAt.length]).toEqual([by, 1, 20])
      }
    }),
  )
})

describe("an invalidation", () => {
  it("ends a copy in another process, and no other", { timeout: patience }, () =>
    withRedis(async ({ url }) => {
      const serving = await start<InvalidationCalls>("InvalidationProcess.ts", [url])
      const changing = await start<InvalidationCalls>("InvalidationProcess.ts", [url])
      for (const name of ["a", "b"]) expect(await serving.call("keep", name)).toBe(true)
      const last = serving.call("lastServed", "a")
      const { begun, done } = await changing.call("invalidate", "a")
      expect(done).toBeGreaterThanOrEqual(begun)
      expect(await last).toBeGreaterThan(0)
      expect(await serving.call("serves", "a")).toBe(false)
      expect(await serving.call("serves", "b")).toBe(true)
    }),
  )
})

describe("a cache alone", () => {
  const caches: ReadonlyArray<CostedCache> = [
    "store-memory",
    "answers-tiered",
    "answers-redis",
    "bentocache-memory",
    "bentocache-objects",
    "cachified-redis",
    "lru-cache-memory",
  ]

  it.each(caches)("%s holds what it was filled with", { timeout: patience }, (cache) =>
    withRedis(async ({ url }) => {
      const child = await start<StoreCostCalls>("stores/StoreCostProcess.ts", [cache, url])
      await child.call("fill", 200)
      await child.call("read", { count: 400, entries: 200, concurrency: 8 })
      await expect(
        child.call("read", { count: 400, entries: 400, concurrency: 8 }),
      ).rejects.toThrow()
    }),
  )
})

describe("a server over another cache", () => {
  const servers: ReadonlyArray<readonly [Peer, CacheTier]> = [
    ["bentocache", "memory"],
    ["bentocache", "redis"],
    ["cachified", "redis"],
    ["lru-cache", "memory"],
  ]

  it.each(servers)(
    "%s in %s answers what it was given, as frames",
    { timeout: patience },
    (peer, place) =>
      withRedis(async ({ url }) => {
        const server = await start<PeerServerCalls>("hits/PeerServerProcess.ts", [peer, place, url])
        const turn = {
          products: [{ id: "p" }],
          texts: ["It costs 500 yen."],
          end: { source: "exact" },
        }
        await server.call("put", [{ text: "How much is it?", turn }])
        const load = await ChatLoad.open(await server.call("url"), 2, "test")
        const said: Array<string> = []
        const asked = await load.askAll(["how much is  IT", "and that?"], {
          onHit: (_, frames) => said.push(...frames),
        })
        load.close()
        expect(asked).toMatchObject({ answered: 1, hits: 1, failed: 1 })
        expect(said.map((frame) => JSON.parse(frame).type)).toEqual([
          "turn-start",
          "products",
          "delta",
          "turn-end",
        ])
      }),
  )
})
