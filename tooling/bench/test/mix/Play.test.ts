import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { WebSocketServer } from "ws"
import { play } from "../../src/mix/Play.ts"
import { type Visit } from "../../src/mix/Visit.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

/** Asks at these times after the opening, and would read what was answered for an hour. */
const visit = (number: number, ...asksAt: ReadonlyArray<number>): Visit => ({
  session: `visit-${number}`,
  user: undefined,

  asks: asksAt.map((atMs) => ({ atMs, text: "?", pattern: "policy", keys: [] })),
  leavesMs: 3_600_000,
})

describe("visits that are played", () => {
  let server: WebSocketServer
  let url = ""
  const open: Array<number> = []

  beforeEach(async () => {
    open.length = 0
    server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
    server.on("connection", (peer) => {
      peer.send(JSON.stringify({ type: "ready", session: "s", protocol: 1 }))
      peer.on("message", (data: Buffer) => {
        const { id } = JSON.parse(data.toString("utf8")) as { readonly id: string }
        open.push(server.clients.size)
        const end = {
          turn: id,
          id,
          finish: "complete",
          source: "exact",
          degraded: [],
          timeline: [],
        }
        peer.send(JSON.stringify({ type: "turn-end", ...end }))
      })
    })
    await once(server, "listening")
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(() => {
    for (const peer of server.clients) peer.terminate()
    server.close()
  })

  it("end with the last answer; until then who reads keeps the socket open", async () => {
    const visits = [visit(0, 1), visit(1, 300, 400)]
    const { turns, unopened } = await play(url, visits, {
      perSecond: 1_000,
      random: seededRandom(1),
    })
    expect(unopened).toEqual([])
    expect(turns.map((turn) => turn.visit.session).toSorted()).toEqual([
      "visit-0",
      "visit-1",
      "visit-1",
    ])
    expect(turns.every(({ outcome }) => outcome === "complete")).toBe(true)
    expect(open.slice(1)).toEqual([2, 2])
  })
})
