import { createConnection, type Socket } from "node:net"
import { performance } from "node:perf_hooks"
import { fileURLToPath } from "node:url"
import { spawn } from "node:child_process"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import {
  noLatency,
  makeServiceHub,
  type RunningService,
} from "@manga-assist/bedrock-emulator/services"
import { findRedis, startRedis } from "../src/Redis.ts"

const program = findRedis(process.env["PATH"] ?? "")
const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: false })

/** Talks to the server in inline commands: enough to see bytes arrive, or not. */
const talk = async (port: number) => {
  const socket: Socket = createConnection(port, "127.0.0.1")
  socket.on("error", () => undefined)
  const closed = new Promise<"closed">((resolve) => socket.once("close", () => resolve("closed")))
  const opened = new Promise<"open">((resolve) => socket.once("connect", () => resolve("open")))
  await Promise.race([opened, closed])
  const next = () =>
    Promise.race([
      new Promise<string>((resolve) => socket.once("data", (d) => resolve(String(d)))),
      closed,
    ])
  return {
    closed,
    next,
    end: () => socket.destroy(),
    ask: (command: string) => {
      const answer = next()
      socket.write(`${command}\r\n`)
      return answer
    },
  }
}

describe.skipIf(program === undefined)("a Redis of our own", () => {
  let service: RunningService
  let port: number

  beforeAll(async () => {
    service = await startRedis({
      context: hub.context("redis"),
      program: program!,
      host: "127.0.0.1",
      port: 0,
    })
    port = Number(new URL(service.environment["REDIS_URL"]!).port)
  })
  beforeEach(() => hub.faults.replace([]))
  afterAll(() => service.close())

  test("is there again after it was killed", async () => {
    const idOf = async () => {
      const client = await talk(port)
      const info = await client.ask("INFO server")
      client.end()
      return Number(/process_id:(\d+)/u.exec(info)?.[1] ?? 0)
    }
    const first = await idOf()
    expect(first).toBeGreaterThan(0)
    process.kill(first, "SIGKILL")
    await expect
      .poll(
        async () => {
          const id = await idOf()
          return id !== 0 && id !== first
        },
        { timeout: 60_000, interval: 50 },
      )
      .toBe(true)
  })

  test("is reached through the door, which counts connections", async () => {
    const before = hub.counters("redis").connections
    const client = await talk(port)
    expect(await client.ask("SET greeting hello")).toBe("+OK\r\n")
    expect(await client.ask("GET greeting")).toBe("$5\r\nhello\r\n")
    expect(hub.counters("redis").connections).toBe(before + 1)
    client.end()
  })

  test("a large value passes both ways", async () => {
    const client = await talk(port)
    const value = "x".repeat(60_000)
    expect(await client.ask(`SET big ${value}`)).toBe("+OK\r\n")
    expect(await client.ask("STRLEN big")).toBe(":60000\r\n")
    client.end()
  })

  test("black hole holds an open connection and heals", async () => {
    const client = await talk(port)
    await client.ask("PING")
    hub.faults.replace([{ service: "redis", kind: "black-hole" }])
    const held = client.ask("PING")
    const other = await talk(port)
    const silent = other.ask("PING")
    hub.faults.replace([])
    expect(await held).toBe("+PONG\r\n")
    expect(await silent).toBe("+PONG\r\n")
    client.end()
    other.end()
  })

  test("reset reaches open connections, refuse new ones, garbage answers rubbish", async () => {
    const client = await talk(port)
    await client.ask("PING")
    hub.faults.replace([{ service: "redis", kind: "reset" }])
    expect(await client.closed).toBe("closed")
    hub.faults.replace([{ service: "redis", kind: "refuse" }])
    expect(await (await talk(port)).closed).toBe("closed")
    hub.faults.replace([{ service: "redis", kind: "garbage" }])
    expect(await (await talk(port)).ask("PING")).not.toBe("+PONG\r\n")
  })

  test("slow and the latency model delay commands without serialising a pipeline", async () => {
    const client = await talk(port)
    hub.faults.replace([{ service: "redis", kind: "slow", delayMs: 100 }])
    const startMs = performance.now()
    expect(await client.ask("PING")).toBe("+PONG\r\n")
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(100)
    client.end()
  })

  test("ends with the process that started it, even when that is killed", async () => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("./startRedisForever.ts", import.meta.url))],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    )
    const pid = Number(
      await new Promise((resolve) => child.stdout.once("data", (d) => resolve(String(d)))),
    )
    expect(pid).toBeGreaterThan(0)
    expect(alive(pid)).toBe(true)
    child.kill("SIGKILL")
    await expect.poll(() => alive(pid), { timeout: 60_000 }).toBe(false)
  })
})

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test("nothing on the PATH: none is found", () => {
  expect(findRedis("/nowhere:/neither")).toBeUndefined()
})
