/** Started as a process of its own: prints the id of the Redis it started, and waits to be killed. */
import { createConnection } from "node:net"
import { noLatency, makeServiceHub } from "@manga-assist/bedrock-emulator/services"
import { findRedis, startRedis } from "../src/Redis.ts"

const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: false })
const { environment } = await startRedis({
  context: hub.context("redis"),
  program: findRedis(process.env["PATH"] ?? "") ?? "",
  host: "127.0.0.1",
  port: 0,
})
const socket = createConnection(Number(new URL(environment["REDIS_URL"] ?? "").port), "127.0.0.1")
socket.write("INFO server\r\n")
socket.once("data", (data) => {
  process.stdout.write(/process_id:(\d+)/.exec(String(data))?.[1] ?? "0")
})
