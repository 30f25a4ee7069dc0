/**
 * Child process of `Floors.ts`: the least that a cache hit can cost in Node, one uWebSockets.js message in and out, and
 * one Redis GET of an answer's size.
 */
import { Redis } from "ioredis"
import { App, us_socket_local_port } from "uWebSockets.js"
import { closedLoop } from "../measure/OpenLoop.ts"
import { answerCalls } from "../process/AnswerCalls.ts"
import { processorTime } from "../process/OwnProcess.ts"

const answer = "x".repeat(1_500)
const key = "floor:answer"
const redis = new Redis(process.env["REDIS_URL"] ?? "")
await redis.set(key, answer)

const app = App().ws("/*", {
  message: (socket, message) => {
    const { id } = JSON.parse(Buffer.from(message).toString("utf8")) as { readonly id: number }
    socket.send(JSON.stringify({ id, answer }))
  },
})
const port = await new Promise<number>((resolve, reject) => {
  app.listen("127.0.0.1", 0, (token) => {
    if (token === false) reject(new Error("no port"))
    else resolve(us_socket_local_port(token))
  })
})

const calls = {
  port: () => port,
  processorTime,
  get: (options: { readonly count: number; readonly atOnce: number }) =>
    closedLoop(options.count, options.atOnce, () => redis.get(key)),
}

export type FloorCalls = typeof calls

answerCalls(calls)
