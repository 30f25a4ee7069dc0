import { Agent, request } from "node:http"
import { connect } from "node:net"
import { performance } from "node:perf_hooks"
import { gzipSync } from "node:zlib"
import { afterEach, beforeEach, expect, test } from "vitest"
import {
  type GatedServer,
  jsonResponse,
  noLatency,
  makeServiceHub,
} from "@manga-assist/bedrock-emulator/services"
import { startHttpFront } from "../src/HttpFront.ts"
import { latencyModels } from "../src/SourceLatency.ts"

const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: false })
const counters = hub.counters("opensearch")
let front: GatedServer
let agent: Agent
let handled = 0

beforeEach(async () => {
  handled = 0
  hub.faults.replace([])
  agent = new Agent({ keepAlive: true, maxSockets: 1 })
  front = await startHttpFront({
    context: hub.context("opensearch"),
    host: "127.0.0.1",
    port: 0,
    maxBodyBytes: 1_000,
    compress: true,
    operationOf: (incoming) => incoming.headers["x-operation"]?.toString() ?? "Search",
    handle: ({ body }) => {
      handled += 1
      if (body.toString() === "throw") throw new Error("defect")
      return jsonResponse(200, { got: body.toString() })
    },
    problem: (kind) => jsonResponse(kind === "throttle" ? 429 : 503, { kind }),
  })
})
afterEach(async () => {
  agent.destroy()
  await front.close()
})

const ask = (
  body = "",
  headers: Record<string, string> = {},
  deadlineMs = 2_000,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request({ port: front.port, host: "127.0.0.1", method: "POST", agent, headers })
    asked.setTimeout(deadlineMs, () => asked.destroy(new Error("silence")))
    asked.on("error", reject)
    asked.on("response", (response) => {
      let text = ""
      response.on("data", (chunk) => (text += String(chunk)))
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }))
      response.on("error", reject)
    })
    asked.end(body)
  })

test("counts connections, streams and requests by operation; closing drops the gauges", async () => {
  const before = { ...counters, search: counters.requests["Search"] ?? 0 }
  await ask("a")
  await ask("b")
  expect(counters.connections - before.connections).toBe(1)
  expect(counters.connectionsOpen).toBe(1)
  expect(counters.streamsOpened - before.streamsOpened).toBe(2)
  expect((counters.requests["Search"] ?? 0) - before.search).toBe(2)
  await front.close()
  expect([counters.connectionsOpen, counters.streamsOpen]).toEqual([0, 0])
})

test("refuse hits new connections, not the open one", async () => {
  await ask()
  hub.faults.replace([{ service: "opensearch", kind: "refuse" }])
  expect((await ask()).status).toBe(200)
  agent.destroy()
  await expect(ask()).rejects.toThrow()
  expect(handled).toBe(2)
})

test.each(["reset", "fin"] as const)("%s cuts the request's connection, once", async (kind) => {
  hub.faults.replace([{ service: "opensearch", kind, count: 1 }])
  await expect(ask()).rejects.toThrow()
  expect(handled).toBe(0)
  expect((await ask()).status).toBe(200)
})

test("reset reaches a connection that is open and idle", async () => {
  const socket = connect(front.port, "127.0.0.1")
  await new Promise((resolve) => socket.once("connect", resolve))
  socket.on("error", () => undefined)
  const closed = new Promise((resolve) => socket.once("close", resolve))
  // The server has accepted once it answered.
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n")
  await new Promise((resolve) => socket.once("data", resolve))
  hub.faults.replace([{ service: "opensearch", kind: "reset" }])
  await closed
})

test("a black hole swallows requests on open connections, and answers them once healed", async () => {
  await ask()
  hub.faults.replace([{ service: "opensearch", kind: "black-hole" }])
  await expect(ask("", {}, 50)).rejects.toThrow("silence")
  const waiting = ask("patient")
  await expect(
    Promise.race([waiting, new Promise((r) => setImmediate(r, "silent"))]),
  ).resolves.toBe("silent")
  hub.faults.replace([])
  expect(JSON.parse((await waiting).text)).toEqual({ got: "patient" })
})

test("only the operation named is throttled, unavailable or garbled", async () => {
  hub.faults.replace([
    { service: "opensearch", kind: "throttle", operation: "Bulk" },
    { service: "opensearch", kind: "unavailable", operation: "Count" },
    { service: "opensearch", kind: "garbage", operation: "Search" },
  ])
  expect((await ask("", { "x-operation": "Bulk" })).status).toBe(429)
  expect((await ask("", { "x-operation": "Count" })).status).toBe(503)
  const garbled = await ask()
  expect(() => JSON.parse(garbled.text)).toThrow()
  expect((await ask("", { "x-operation": "Index" })).status).toBe(200)
})

test("slow and the latency model hold an answer back", async () => {
  const timed = async () => {
    const startMs = performance.now()
    await ask()
    return performance.now() - startMs
  }
  hub.faults.replace([{ service: "opensearch", kind: "slow", delayMs: 80 }])
  expect(await timed()).toBeGreaterThanOrEqual(80)
  hub.faults.replace([])
  hub.latency.select(latencyModels["source-after"], false)
  expect(await timed()).toBeGreaterThanOrEqual(45)
  hub.latency.select(noLatency, false)
})

test("a client that leaves counts as cancelled", async () => {
  const before = counters.streamsCancelled
  hub.faults.replace([{ service: "opensearch", kind: "slow", delayMs: 60_000 }])
  await expect(ask("", {}, 30)).rejects.toThrow("silence")
  await expect.poll(() => counters.streamsOpen).toBe(0)
  expect(counters.streamsCancelled).toBe(before + 1)
})

test("bodies: gzip is read, a bomb and an oversize body are refused, a defect is answered", async () => {
  const zipped = (text: string) => ask(gzipSync(text) as never, { "content-encoding": "gzip" })
  expect(JSON.parse((await zipped("packed")).text)).toEqual({ got: "packed" })
  expect((await zipped("0".repeat(100_000))).text).toContain("too-large")
  expect((await ask("not gzip", { "content-encoding": "gzip" })).text).toContain("bad-encoding")
  expect((await ask("x".repeat(1_001))).text).toContain("too-large")
  expect((await ask("throw")).text).toContain("internal")
  expect((await ask("still here")).status).toBe(200)
})
