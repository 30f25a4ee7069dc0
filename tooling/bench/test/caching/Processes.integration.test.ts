/** The processes of the cache benchmark over a real Redis: what they count is so. No timing is judged. */
import { afterEach, describe, expect, it } from "vitest"
import { ChatLoad } from "../../src/caching/hits/ChatLoad.ts"
import type { CacheTier, Peer } from "../../src/caching/stores/PeerCaches.ts"
import type { PeerServerCalls } from "../../src/caching/hits/PeerServerProcess.ts"
import { withRedis } from "../../src/caching/stores/RealRedis.ts"
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
