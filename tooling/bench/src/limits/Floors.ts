/**
 * Measures reference costs in the same run: what Node and the network cost without our code, for a chat over raw
 * HTTP/2, a WebSocket message and a Redis GET.
 */
import { once } from "node:events"
import { WebSocket } from "ws"
import { openRedis } from "../caching/stores/RealRedis.ts"
import { row } from "../command/Row.ts"
import { openLaboratory } from "../connections/laboratory/Laboratory.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import type { FloorCalls } from "./FloorProcess.ts"
import { answerShape } from "./ReplayedStore.ts"

/** As many deltas, as far apart, as a miss has. */
const shape = { ...answerShape, firstMs: 0 }
const concurrency = 60
const atOnce = 64

const openSocket = async (port: number): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  await once(socket, "open")
  return socket
}

export const floors = row({
  name: "floors",
  processes: () =>
    together(async (use) => {
      const laboratory = await use(openLaboratory())
      const { url } = await use(openRedis())
      const file = import.meta.resolve("./FloorProcess.ts")
      const options = { core: 0, environment: { REDIS_URL: url } } as const
      const floor = await use(startProcess<FloorCalls>(file, options))
      const port = await floor.call("port")
      const sockets = await Promise.all(Array.from({ length: atOnce }, () => openSocket(port)))
      /** Each socket sends the next message when the last came back. */
      const echo = async (count: number) => {
        const said = JSON.stringify({ type: "message", id: 1, text: "trending manga" })
        const talk = async (socket: WebSocket) => {
          for (let at = 0; at < count / atOnce; at += 1) {
            socket.send(said)
            await once(socket, "message")
          }
        }
        await Promise.all(sockets.map(talk))
      }
      /** Microseconds of the process for each of `count`. */
      const costOf = async (run: (count: number) => Promise<void>, count: number) => {
        const before = await floor.call("processorTime")
        await run(count)
        return ((await floor.call("processorTime")) - before) / count
      }
      const get = (count: number) => floor.call("get", { count, atOnce })
      return {
        client: await laboratory.startClient("raw"),
        echo: (count: number) => costOf(echo, count),
        get: (count: number) => costOf(get, count),
      }
    }),
  warm: async ({ client, echo, get }) => {
    await client.call("askMany", { shape, chats: 120, concurrency })
    await echo(5_000)
    await get(5_000)
  },
  load: async ({ client, echo, get }, { quick }) => {
    const chats = quick ? 240 : 600
    const asked = await client.call("askMany", { shape, chats, concurrency })
    const count = quick ? 20_000 : 100_000
    return { raw: asked.cpuMs / chats, echo: await echo(count), get: await get(count) }
  },
  figures: () => [
    {
      name: "floor: one chat on raw HTTP/2 with SigV4",
      unit: "ms",
      of: "raw",
      note: `${shape.deltas} deltas ${shape.gapMs} ms apart, ${concurrency} at once; a miss has one such and four other requests`,
    },
    {
      name: "floor: a WebSocket message echoed by uWebSockets.js",
      unit: "µs",
      of: "echo",
      note: "JSON in, 1.5 KB of JSON out",
    },
    {
      name: "floor: one Redis GET of 1.5 KB",
      unit: "µs",
      of: "get",
      note: `ioredis, ${atOnce} at once`,
    },
  ],
})
