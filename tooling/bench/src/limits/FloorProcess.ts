/**
 * Child process of `Floors.ts`: the least that a cache hit can cost in Node, one uWebSockets.js message in and out, and
 * one Redis GET of an answer's size. Reports its own processor time.
 */
import { Redis } from "ioredis"
import { App, us_socket_local_port } from "uWebSockets.js"
import { answerCalls } from "../process/AnswerCalls.ts"
import { closedLoop } from "../measure/OpenLoop.ts"
import { processorTime } from "../process/OwnProcess.ts"

const answer = "x".repeat(1_500)
const atOnce = 64
const key = "floor:answer"
const redis = new Redis(process.env["REDIS_URL"] ?? "")
await redis.set(key, answer)

const port = await new Promise<number>((resolve, reject) => {
  const app = App().ws("/*", {
    message: (socket, message) => {
      const { id } = JSON.parse(Buffer.from(message).toString("utf8")) as { readonly id: number }
      socket.send(JSON.stringify({ id, answer }))
    },
  })
  app.listen("127.0.0.1", 0, (token) => {
    if (token === false) reject(new Error("no port"))
    else resolve(us_socket_local_port(token))
  })
})

const calls = {
  port: () => port,
  /** User and system time so far. */
  cpuMs: () => processorTime() / 1_000,
  /** Microseconds for each of `count`, 64 at once. */
  redisGets: async (count: number) => {
    const before = processorTime()
    await closedLoop(count, atOnce, () => redis.get(key))
    return (processorTime() - before) / count
  },
}

export type FloorCalls = typeof calls

answerCalls(calls)
