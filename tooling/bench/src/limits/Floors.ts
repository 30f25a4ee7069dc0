/**
 * Measures reference costs in the same run: what Node and the network cost without our code, for a chat over raw
 * HTTP/2, a WebSocket message and a Redis GET.
 */
import { once } from "node:events"
import { WebSocket } from "ws"
import { row } from "../command/Row.ts"
import { openRedis } from "../caching/stores/RealRedis.ts"
import { openLaboratory } from "../connections/laboratory/Laboratory.ts"
import { together } from "../process/Together.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import type { FloorCalls } from "./FloorProcess.ts"
import { answerShape } from "./MissLoad.ts"

/** As many deltas, as far apart, as a miss has. */
const shape = { ...answerShape, firstMs: 0 }
const chatsAtOnce = 60
const sockets = 64

/** Each socket sends the next message when the last came back. Microseconds of the server for each. */
const echo = async (floor: PinnedProcess<FloorCalls>, count: number): Promise<number> => {
  const port = await floor.call("port")
  const open = await Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
      await once(socket, "open")
      return socket
    }),
  )
  let left = count
  const before = await floor.call("cpuMs")
  await Promise.all(
    open.map(
      (socket) =>
        new Promise<void>((resolve) => {
          const next = () => {
            if (left <= 0) {
              socket.close()
              resolve()
              return
            }
            left -= 1
            socket.send(JSON.stringify({ type: "message", id: left, text: "trending manga" }))
          }
          socket.on("message", next)
          next()
        }),
    ),
  )
  return (1_000 * ((await floor.call("cpuMs")) - before)) / count
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
      return { client: await laboratory.startClient("raw"), floor }
    }),
  warm: async ({ client, floor }) => {
    await client.call("askMany", { shape, chats: 120, concurrency: chatsAtOnce })
    await echo(floor, 5_000)
    await floor.call("redisGets", 5_000)
  },
  load: async ({ client, floor }, { quick }) => {
    const chats = quick ? 240 : 600
    const asked = await client.call("askMany", { shape, chats, concurrency: chatsAtOnce })
    if (asked.failed > 0) throw new Error(asked.firstFailure)
    const count = quick ? 20_000 : 100_000
    return {
      raw: asked.cpuMs / chats,
      echo: await echo(floor, count),
      get: await floor.call("redisGets", count),
    }
  },
  figures: () => [
    {
      name: "floor: one chat on raw HTTP/2 with SigV4",
      unit: "ms",
      of: "raw",
      note: `${shape.deltas} deltas ${shape.gapMs} ms apart, ${chatsAtOnce} at once; a miss has one such and four other requests`,
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
      note: "ioredis, 64 at once",
    },
  ],
})
