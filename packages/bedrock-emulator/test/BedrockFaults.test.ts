/** Every fault, as a client sees it, and that it heals. */
import { connect } from "node:http2"
import { Agent } from "node:https"
import { ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  ask,
  collect,
  converse,
  eventually,
  type Running,
  startForTest,
  textOf,
} from "./harness.ts"

let server: Running
beforeEach(async () => {
  server = await startForTest()
})
afterEach(() => server.stop())

const session = async () => {
  const h2 = connect(server.endpoint, { ca: server.authority })
  h2.on("error", () => undefined)
  await new Promise((resolve, reject) => {
    h2.once("connect", resolve)
    h2.once("error", reject)
  })
  // A round trip, after which the server has finished its half of the handshake as well.
  await new Promise((resolve) => {
    h2.ping(resolve)
  })
  return h2
}

/** Resolves once the server has taken one more connection, and has had time for what came before it. */
const hadItsTurn = async () => {
  const taken = server.counters.connections
  const late = connect(server.endpoint, { ca: server.authority })
  late.on("error", () => undefined)
  await eventually(() => server.counters.connections === taken + 1)
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate)
  late.destroy()
}

describe("errors of the service", () => {
  it.each([
    ["throttle", "ThrottlingException", 429],
    ["unavailable", "ServiceUnavailableException", 503],
  ] as const)("%s answers %s with %i", async (kind, name, status) => {
    server.break({ kind, count: 1 })
    const client = server.client()
    await expect(client.send(new ConverseStreamCommand(ask("hello")))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    })
    expect(textOf(await converse(client, ask("hello")))).not.toBe("")
  })

  it("is retried by the SDK after a throttle", async () => {
    server.break({ kind: "unavailable", count: 1 })
    const events = await converse(server.client({ maxAttempts: 2 }), ask("hello"))
    expect(textOf(events)).not.toBe("")
    expect(server.counters.requests).toEqual({ ConverseStream: 2 })
  })

  it.each([
    ["mid-stream-exception", "ModelStreamErrorException"],
    ["throttle", "ThrottlingException"],
    ["unavailable", "ServiceUnavailableException"],
  ] as const)("%s in mid-stream is thrown by the SDK as %s", async (kind, name) => {
    server.break({ kind, afterEvents: 3 })
    const { stream } = await server.client().send(new ConverseStreamCommand(ask("hello")))
    let seen = 0
    const read = async () => {
      for await (const event of stream!) seen += Object.keys(event).length
    }
    await expect(read()).rejects.toMatchObject({ name })
    expect(seen).toBe(3)
  })

  it("denies access to the model before the answer begins", async () => {
    server.break({ kind: "denied" })
    await expect(converse(server.client(), ask("hello"))).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 403 },
    })
  })

  it("hits only the operation it names", async () => {
    server.break({ kind: "throttle", operation: "Converse" })
    const client = server.client()
    await expect(client.send(new ConverseCommand(ask("hello")))).rejects.toMatchObject({
      name: "ThrottlingException",
    })
    expect(textOf(await converse(client, ask("hello")))).not.toBe("")
  })

  it("garbage fails the SDK's checksum, in a stream and in JSON", async () => {
    server.break({ kind: "garbage", afterEvents: 2 })
    const client = server.client()
    await expect(converse(client, ask("hello"))).rejects.toThrow(/checksum/i)
    server.break({ kind: "garbage" })
    await expect(client.send(new ConverseCommand(ask("hello")))).rejects.toThrow()
  })
})

describe("a fault of limited time", () => {
  it("heals by itself, others stay, and what is left is told", async () => {
    const slow = { service: "bedrock", kind: "slow", delayMs: 1 } as const
    server.break(slow, { kind: "throttle", forMs: 3_600_000 })
    expect(server.faults()).toMatchObject([slow, { kind: "throttle" }])
    await eventually(() => (server.faults()[1]?.forMs ?? 3_600_000) < 3_600_000)
    server.break({ kind: "throttle", forMs: 20 }, slow)
    await eventually(() => server.faults().length === 1)
    expect(server.faults()).toEqual([{ ...slow, struck: 0 }])
    expect(textOf(await converse(server.client(), ask("hello")))).not.toBe("")
  })

  it("lets connections that were silent go on", async () => {
    const h2 = await session()
    server.break({ kind: "black-hole", forMs: 50 })
    await new Promise<void>((resolve, reject) => {
      h2.ping((error) => (error === null ? resolve() : reject(error)))
    })
    expect(server.faults()).toEqual([])
    h2.destroy()
  })
})

describe("errors of the connection", () => {
  it("refuse closes new connections, and heals", async () => {
    server.break({ kind: "refuse" })
    const client = server.client()
    await expect(converse(client, ask("hello"))).rejects.toThrow()
    expect(server.counters.handshakes).toBe(0)
    expect(server.counters.connections).toBe(1)
    server.break()
    expect(textOf(await converse(client, ask("hello")))).not.toBe("")
  })

  it("reset cuts open connections and those that bring a request", async () => {
    const h2 = await session()
    const closed = new Promise((resolve) => {
      h2.once("close", resolve)
    })
    server.break({ kind: "reset" })
    await closed
    await expect(converse(server.client(), ask("hello"))).rejects.toThrow()
    expect(server.counters.streamsCancelled).toBe(0)
  })

  it.each([["reset"], ["fin"]] as const)("%s in mid-stream loses the end", async (kind) => {
    server.break({ kind, afterEvents: 3 })
    const { stream } = await server.client().send(new ConverseStreamCommand(ask("hello")))
    const events = await collect(stream!).catch(() => [])
    expect(events.some((event) => event.messageStop !== undefined)).toBe(false)
    await eventually(() => server.counters.connectionsOpen === 0)
    expect(server.counters.streamsCancelled).toBe(0)
  })

  it("goaway lets the running stream finish and wants a new session", async () => {
    const h2 = await session()
    const away = new Promise<number>((resolve) => {
      h2.once("goaway", resolve)
    })
    server.break({ kind: "goaway" })
    const stream = h2.request({ ":method": "GET", ":path": "/async-invoke" })
    const status = await new Promise((resolve) => {
      stream.once("response", (headers) => resolve(headers[":status"]))
    })
    expect(await away).toBe(0)
    stream.resume()
    // Unsigned, hence refused; but answered.
    expect(status).toBe(403)
    await eventually(() => h2.destroyed)
  })

  it("goaway on HTTP/1.1 ends the connection once the answer is told", async () => {
    const agent = new Agent({ ca: server.authority, keepAlive: true, maxSockets: 1 })
    const h1 = server.client({ requestHandler: new NodeHttpHandler({ httpsAgent: agent }) })
    await h1.send(new ConverseCommand(ask("hello")))
    await h1.send(new ConverseCommand(ask("hello")))
    expect(server.counters.connections).toBe(1)
    for (const fault of [{ afterEvents: 3 }, {}]) {
      server.break({ kind: "goaway", count: 1, ...fault })
      expect((await converse(h1, ask("hello"))).at(-1)).toHaveProperty("metadata")
      await eventually(() => server.counters.connectionsOpen === 0)
    }
    expect(server.counters.struck).toEqual({ goaway: 2 })
    expect(server.counters.streamsCancelled).toBe(0)
    agent.destroy()
  })

  it.each([
    { kind: "stall", afterEvents: 2 },
    { kind: "stall", operation: "ConverseStream" },
    { kind: "black-hole", operation: "ConverseStream" },
  ] as const)("%j goes on when it is over", async (fault) => {
    const client = server.client()
    server.break({ ...fault, count: 1 })
    const held = converse(client, ask("hello"))
    await eventually(() => server.counters.struck[fault.kind] === 1)
    server.break()
    expect((await held).at(-1)).toHaveProperty("metadata")
    server.break({ ...fault, forMs: 100 })
    expect((await converse(client, ask("hello"))).at(-1)).toHaveProperty("metadata")
  })

  it("counts a strike when it happens: not in a stream that ended before", async () => {
    server.break({ kind: "reset", afterEvents: 1_000_000 })
    await converse(server.client(), ask("hello"))
    expect(server.faults()).toMatchObject([{ struck: 0 }])
    expect(server.counters.struck).toEqual({})
  })

  it("counts each connection that a black hole silences once", async () => {
    const h2 = await session()
    server.break({ kind: "black-hole" })
    expect(server.faults()).toMatchObject([{ kind: "black-hole", struck: 1 }])
    h2.destroy()
  })

  it("stall sends so many events and then keeps silent while PING is answered", async () => {
    server.break({ kind: "stall", afterEvents: 2 })
    const abort = new AbortController()
    const { stream } = await server
      .client()
      .send(new ConverseStreamCommand(ask("hello")), { abortSignal: abort.signal })
    const events = stream![Symbol.asyncIterator]()
    expect((await events.next()).value).toHaveProperty("messageStart")
    expect((await events.next()).value).toHaveProperty("contentBlockDelta")
    expect(server.counters.streamsOpen).toBe(1)
    abort.abort()
    await eventually(() => server.counters.streamsOpen === 0)
  })

  it("black-hole leaves even PING unanswered on open connections, and goes on when healed", async () => {
    const h2 = await session()
    const ping = () =>
      new Promise<Error | null>((resolve) => {
        h2.ping((error) => resolve(error))
      })
    expect(await ping()).toBeNull()
    server.break({ kind: "black-hole" })
    let answered = false
    const pending = ping().then((error) => {
      answered = true
      return error
    })
    await hadItsTurn()
    expect(answered).toBe(false)
    expect(server.counters.handshakes).toBe(1)
    server.break()
    expect(await pending).toBeNull()
    h2.destroy()
    expect(textOf(await converse(server.client(), ask("hello")))).not.toBe("")
    await eventually(() => server.counters.connectionsOpen <= 1)
  })

  it("black-hole is one whatever is being written at that moment", async () => {
    for (let round = 0; round < 60; round += 1) {
      const h2 = await session()
      const answers = Array.from({ length: 20 }, () => {
        const stream = h2.request({ ":method": "POST", ":path": "/model/none/converse" })
        stream.on("error", () => undefined)
        stream.end(Buffer.alloc(round * 200))
        return new Promise((resolve) => stream.once("response", resolve))
      })
      await answers[round % 20]
      server.break({ kind: "black-hole" })
      await hadItsTurn()
      let answered = false
      h2.ping((error) => (answered = error === null))
      await hadItsTurn()
      expect(answered, `in round ${round}`).toBe(false)
      h2.destroy()
      server.break()
    }
  })

  it("black-hole of one operation loses that call only", async () => {
    server.break({ kind: "black-hole", operation: "ConverseStream" })
    const client = server.client()
    const abort = new AbortController()
    const lost = client.send(new ConverseStreamCommand(ask("hello")), { abortSignal: abort.signal })
    await eventually(() => server.counters.requests["ConverseStream"] === 1)
    const said = await client.send(new ConverseCommand(ask("hello")))
    expect(said.stopReason).toBe("end_turn")
    abort.abort()
    await expect(lost).rejects.toMatchObject({ name: "AbortError" })
    await eventually(() => server.counters.streamsOpen === 0)
  })

  it("slow adds its delay", async () => {
    server.break({ kind: "slow", delayMs: 60_000 })
    const abort = new AbortController()
    const slow = server
      .client()
      .send(new ConverseStreamCommand(ask("hello")), { abortSignal: abort.signal })
    await eventually(() => server.counters.streamsOpen === 1)
    abort.abort()
    await expect(slow).rejects.toThrow()
    server.break({ kind: "slow", delayMs: 1 })
    expect(textOf(await converse(server.client(), ask("hello")))).not.toBe("")
  })
})

it("closes with streams running, and nothing stays open", async () => {
  server.break({ kind: "stall", afterEvents: 1 })
  const { stream } = await server.client().send(new ConverseStreamCommand(ask("hello")))
  await server.close()
  await collect(stream!).catch(() => [])
  expect(server.counters.connectionsOpen).toBe(0)
  expect(server.counters.streamsOpen).toBe(0)
})
