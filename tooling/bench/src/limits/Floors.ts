/**
 * Measures reference costs in the same run: what Node and the network cost without our code, for a chat over raw
 * HTTP/2, a WebSocket message and a Redis GET.
 */
import { once } from "node:events"
import { WebSocket } from "ws"
import { type Part } from "../command/Benchmark.ts"
import { withRedis } from "../caching/stores/RealRedis.ts"
import { withLaboratory } from "../connections/laboratory/Laboratory.ts"
import { figure, figuresOver } from "../measure/Figure.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import type { FloorCalls } from "./FloorProcess.ts"
import { answerShape } from "./MissLoad.ts"

/** As many deltas, as far apart, as a miss has. */
const shape = { ...answerShape, firstMs: 0 }
const chatsAtOnce = 60
const sockets = 64

const rawChat = (
  chats: number,
  measureOver: (measure: () => Promise<number>) => Promise<ReadonlyArray<number>>,
) =>
  withLaboratory(async (laboratory) => {
    const client = await laboratory.startClient("raw")
    await client.call("askMany", { shape, chats: 120, concurrency: chatsAtOnce })
    return measureOver(async () => {
      const asked = await client.call("askMany", { shape, chats, concurrency: chatsAtOnce })
      if (asked.failed > 0) throw new Error(asked.firstFailure)
      return asked.cpuMs / chats
    })
  })

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

export const floors: Part = {
  name: "floors",
  measure: async ({ overRounds, progress, quick, rounds }) => {
    progress.step("floors: a chat on raw HTTP/2")
    const raw = await rawChat(quick ? 240 : 600, (measure) => overRounds(rounds, measure))
    const count = quick ? 20_000 : 100_000
    const near = await withRedis(async ({ url }) => {
      progress.step("floors: a WebSocket message and a Redis GET")
      const file = import.meta.resolve("./FloorProcess.ts")
      const options = { core: 0, environment: { REDIS_URL: url } } as const
      await using floor = await startProcess<FloorCalls>(file, options)
      await echo(floor, count / 4)
      await floor.call("redisGets", count / 4)
      return await overRounds(rounds, async () => ({
        echo: await echo(floor, count),
        get: await floor.call("redisGets", count),
      }))
    })
    const of = figuresOver(near)
    return [
      figure("floor: one chat on raw HTTP/2 with SigV4", "ms", raw, {
        note: `${shape.deltas} deltas ${shape.gapMs} ms apart, ${chatsAtOnce} at once; a miss has one such and four other requests`,
      }),
      of("floor: a WebSocket message echoed by uWebSockets.js", "µs", "echo", {
        note: "JSON in, 1.5 KB of JSON out",
      }),
      of("floor: one Redis GET of 1.5 KB", "µs", "get", {
        note: "ioredis, 64 at once",
      }),
    ]
  },
}
