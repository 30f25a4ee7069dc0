/** The tap counts waits, not commands. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { once } from "node:events"
import { afterEach, describe, expect, it } from "vitest"
import { RequestReader, type RedisTap, startRedisTap } from "../../src/caching/stores/RedisTap.ts"
import { commandCalls } from "../../src/caching/stores/RealRedis.ts"

const request = (...words: ReadonlyArray<string>): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`

describe("requests", () => {
  const sent = [
    ["GET", "cache:answer:1"],
    ["SET", "k", "a\r\n*1\r\n$4\r\nPING\r\n", "PX", "10"],
    ["PING"],
    ["SET", "日本", ""],
  ]

  it.each([1, 2, 5, 1_000])("come whole out of pieces of %i bytes", (size) => {
    const reader = new RequestReader()
    const stream = Buffer.from(sent.map((words) => request(...words)).join(""))
    const read: Array<ReadonlyArray<string>> = []
    for (let at = 0; at < stream.length; at += size) {
      read.push(...reader.push(stream.subarray(at, at + size)))
    }
    expect(read).toEqual(sent)
  })

  it("are arrays of bulk strings", () => {
    expect(() => new RequestReader().push(Buffer.from("PING\r\n"))).toThrow("no request of Redis")
  })
})

describe("round trips", () => {
  const closing: Array<() => void> = []
  afterEach(() => {
    for (const close of closing.splice(0)) close()
  })

  /** Answers each command with its own OK. */
  const server = async (): Promise<{ readonly tap: RedisTap; readonly client: Socket }> => {
    const redis: Server = createServer((socket) => {
      const reader = new RequestReader()
      socket.on("error", () => {})
      socket.on("data", (piece: Buffer) => {
        for (const _ of reader.push(piece)) socket.write("+OK\r\n")
      })
    })
    redis.listen({ port: 0, host: "127.0.0.1" })
    await once(redis, "listening")
    const tap = await startRedisTap((redis.address() as AddressInfo).port, 100)
    const client = connect({ port: Number(new URL(tap.url).port), host: "127.0.0.1" })
    await once(client, "connect")
    closing.push(
      () => client.destroy(),
      () => tap.close(),
      () => redis.close(),
    )
    return { tap, client }
  }

  const replies = async (client: Socket, count: number): Promise<void> => {
    let text = ""
    while (text.split("+OK").length - 1 < count) {
      const [piece] = (await once(client, "data")) as [Buffer]
      text += piece.toString()
    }
  }

  it("are one for commands that leave together, or one after the other without waiting", async () => {
    const { client, tap } = await server()
    client.setNoDelay(true)
    client.write(request("GET", "a") + request("PTTL", "a"))
    await replies(client, 2)
    client.write(request("get", "b"))
    await new Promise((resolve) => setImmediate(resolve))
    client.write(request("pttl", "b"))
    await replies(client, 2)
    expect(tap.roundTrips().map(({ commands }) => commands)).toEqual([
      [
        ["GET", "a"],
        ["PTTL", "a"],
      ],
      [
        ["GET", "b"],
        ["PTTL", "b"],
      ],
    ])
  })

  it("are two for a command that waits for another's reply", async () => {
    const { client, tap } = await server()
    client.write(request("GET", "a"))
    await replies(client, 1)
    client.write(request("GET", "b"))
    await replies(client, 1)
    expect(tap.roundTrips()).toHaveLength(2)
  })
})

it("reads how often each command was called", () => {
  const text =
    "# Commandstats\r\ncmdstat_get:calls=12,usec=3,usec_per_call=0.25\r\ncmdstat_config|get:calls=1,usec=9\r\n"
  expect([...commandCalls(text)]).toEqual([
    ["get", 12],
    ["config|get", 1],
  ])
})
