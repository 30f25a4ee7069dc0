/** The processes of the cache benchmark over a real Redis: what they count is so. No timing is judged. */
import { afterEach, describe, expect, it } from "vitest"
import type { Place, Peer } from "../../src/caching/stores/PeerCaches.ts"
import type { PeerServerCalls } from "../../src/caching/hits/PeerServerProcess.ts"
import { openRedis } from "../../src/caching/stores/RealRedis.ts"
import type { CustomersCalls } from "../../src/store/CustomersProcess.ts"
import type { Calls } from "../../src/process/AnswerCalls.ts"
import { ownProcesses } from "../../src/measure/Noise.ts"
import { type PinnedProcess, startProcess } from "../../src/process/PinnedProcess.ts"

const running: Array<{ readonly kill: () => Promise<void> }> = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.kill()))
})

const start = async <C extends Calls>(
  file: string,
  parameters: ReadonlyArray<string>,
): Promise<PinnedProcess<C>> => {
  const started = await startProcess<C>(new URL(`../../src/${file}`, import.meta.url).href, {
    core: 0,
    parameters,
    nodeOptions: ["--expose-gc"],
  })
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
      {
        await using redis = await openRedis()
        expect(ownProcesses().length).toBeGreaterThan(before)
        await redis.command("SET", "a", "1")
        expect((await redis.calls()).get("set")).toBe(1)
      }
      await expect.poll(() => ownProcesses().length).toBe(before)
    },
  )
})

describe("a server over another cache", () => {
  const servers: ReadonlyArray<readonly [Peer, Place]> = [
    ["bentocache", "memory"],
    ["bentocache", "redis"],
    ["@epic-web/cachified", "redis"],
    ["lru-cache alone", "memory"],
  ]

  it.each(servers)(
    "%s in %s answers what it was given, as frames",
    { timeout: patience },
    async (peer, place) => {
      await using redis = await openRedis()
      const server = await start<PeerServerCalls>("caching/hits/PeerServerProcess.ts", [
        peer,
        place,
        redis.url,
      ])
      const turn = {
        products: [{ id: "p" }],
        texts: ["It costs 500 yen."],
        end: { finish: "complete", source: "exact", degraded: [], timeline: [] },
      }
      await server.call("put", [{ text: "How much is it?", turn }])
      const customers = await start<CustomersCalls>("store/CustomersProcess.ts", [])
      const told = await customers.call("ask", {
        urls: [await server.call("url")],
        texts: ["how much is  IT", "and that?"],
        atOnce: 1,
        withFrames: true,
      })
      expect(told).toMatchObject([
        { outcome: "complete", source: "exact" },
        { outcome: "error internal" },
      ])
      const said = told[0]?.frames ?? []
      expect(said.map(({ type }) => type)).toEqual(["turn-start", "products", "delta", "turn-end"])
    },
  )
})
