import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis"
import { HttpRequest } from "@smithy/core/protocols"
import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { type PooledHttp2Handler } from "../src/http/PooledHttp2Handler.ts"
import { answer } from "./eventStream.ts"
import { failureOf, get, getText, handlerWith, serve } from "./handlerHarness.ts"
import { type Exchange, type TestServer } from "./TestServer.ts"

/** Answers all held requests at once when `release` is called. */
const holding = () => {
  const held: Array<Exchange> = []
  return {
    held,
    handle: (exchange: Exchange) => void held.push(exchange),
    release: () => {
      for (const { response } of held.splice(0)) response.end("ok")
    },
  }
}

describe("connections", () => {
  it("carries 1,000 requests in a row over one", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith()
    for (let i = 0; i < 1_000; i++) expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toBe(1)
    await server.until(() => handler.stats().streams === 0)
    expect(handler.stats()).toMatchObject({ sessions: 1, handshakes: 1, moved: 0 })
  })

  it("shares the connections under way in a burst, within the server's limit", async () => {
    const hold = holding()
    const server = await serve(hold.handle, { settings: { maxConcurrentStreams: 100 } })
    const handler = handlerWith({ maxStreamsPerSession: 256 })
    const all = Array.from({ length: 300 }, () => getText(handler, server))
    await server.until(() => hold.held.length === 300)
    expect(server.connections).toBeLessThanOrEqual(4)
    expect(handler.stats()).toMatchObject({ streams: 300, queued: 0 })
    hold.release()
    expect(new Set(await Promise.all(all))).toEqual(new Set(["ok"]))
    await server.until(() => handler.stats().streams === 0)
  })

  it("needs no more for 3,000 requests, 300 at once, than the streams need and one", async () => {
    const server = await serve(({ response }) => response.end("ok"), {
      settings: { maxConcurrentStreams: 100 },
    })
    const handler = handlerWith()
    let left = 3_000
    const caller = async () => {
      while (left-- > 0) expect(await getText(handler, server)).toBe("ok")
    }
    await Promise.all(Array.from({ length: 300 }, caller))
    expect(server.connections).toBeLessThanOrEqual(6)
    expect(handler.stats()).toMatchObject({ moved: 0, evictions: 0, connectFailures: 0 })
  })

  it("carries 500 streams at once, by default 64 on a session", async () => {
    const hold = holding()
    const server = await serve(hold.handle, { settings: { maxConcurrentStreams: 100 } })
    const handler = handlerWith()
    const all = Array.from({ length: 500 }, () => getText(handler, server))
    await server.until(() => hold.held.length === 500)
    expect(server.connections).toBeLessThanOrEqual(9)
    const perSession = server.sessions.map(
      (session) => hold.held.filter((exchange) => exchange.session === session).length,
    )
    expect(Math.max(...perSession)).toBe(64)
    hold.release()
    await Promise.all(all)
  })

  it("opens two for 300 at once when 256 on each are wanted and allowed", async () => {
    const hold = holding()
    const server = await serve(hold.handle, { settings: { maxConcurrentStreams: 256 } })
    const handler = handlerWith({ maxStreamsPerSession: 256 })
    const all = Array.from({ length: 300 }, () => getText(handler, server))
    await server.until(() => hold.held.length === 300)
    expect(server.connections).toBe(2)
    hold.release()
    await Promise.all(all)
  })

  it("never goes beyond the ceiling; the rest waits its turn", async () => {
    const hold = holding()
    const server = await serve(hold.handle, { settings: { maxConcurrentStreams: 5 } })
    const handler = handlerWith({ maxSessions: 2 })
    const all = Array.from({ length: 25 }, () => getText(handler, server))
    await server.until(() => hold.held.length === 10)
    expect(handler.stats()).toMatchObject({ queued: 15, sessions: 2 })
    while (server.requests < 25 || hold.held.length > 0) {
      hold.release()
      await server.until(() => hold.held.length > 0 || server.requests === 25)
    }
    await Promise.all(all)
    expect(server.connections).toBe(2)
    expect(server.maxOpen).toBeLessThanOrEqual(10)
  })

  it("chooses the session with the fewest streams", async () => {
    const hold = holding()
    const server = await serve(hold.handle)
    const handler = handlerWith()
    await handler.warm(server.origin, 2)
    const all = Array.from({ length: 10 }, () => getText(handler, server))
    await server.until(() => hold.held.length === 10)
    const first = hold.held.filter(({ session }) => session === hold.held[0]!.session)
    expect(first).toHaveLength(5)
    hold.release()
    await Promise.all(all)
  })

  it("refuses what exceeds the queue, and gives up after the wait", async () => {
    const hold = holding()
    const server = await serve(hold.handle, { settings: { maxConcurrentStreams: 1 } })
    const handler = handlerWith({ maxSessions: 1, maxWaiting: 1, waitMs: 50 })
    const running = getText(handler, server)
    await server.until(() => hold.held.length === 1)
    const waiting = failureOf(getText(handler, server))
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "queue-full" })
    expect(await waiting).toMatchObject({ reason: "queue-timeout", name: "TimeoutError" })
    hold.release()
    expect(await running).toBe("ok")
  })

  it("respects a limit that the server lowers", async () => {
    const hold = holding()
    const server = await serve(hold.handle, { settings: { maxConcurrentStreams: 100 } })
    const handler = handlerWith({ maxSessions: 1 })
    const first = getText(handler, server)
    await server.until(() => hold.held.length === 1)
    await new Promise<void>((done) => {
      server.sessions[0]!.settings({ maxConcurrentStreams: 2 }, () => done())
    })
    const rest = Array.from({ length: 5 }, () => getText(handler, server))
    await server.until(() => hold.held.length === 2)
    expect(handler.stats().queued).toBe(4)
    while (server.requests < 6 || hold.held.length > 0) {
      hold.release()
      await server.until(() => hold.held.length > 0 || server.requests === 6)
    }
    await Promise.all([first, ...rest])
    expect(server.maxOpen).toBe(2)
  })

  it("warms and keeps as many sessions as asked, and says their round trip", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith()
    expect(await handler.warm(server.origin, 3)).toEqual({ protocol: "h2", sessions: 3 })
    expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toBe(3)
    expect(handler.stats().pingRttMs).toBeGreaterThan(0)
    for (const session of server.sessions.slice(0, 3)) session.destroy()
    await server.until(() => server.connections === 6 && handler.stats().sessions === 3)
    expect(handler.stats().reconnects).toBe(3)
  })

  it("replaces a session by age without failing a request, and resumes its TLS session", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith({ sessionAgeMs: 100 })
    while (server.connections < 3) expect(await getText(handler, server)).toBe("ok")
    expect(handler.stats().resumed).toBeGreaterThan(0)
    await server.until(() => handler.stats().sessionsClosed >= 2)
    expect(handler.stats()).toMatchObject({ evictions: 0, moved: 0 })
  })

  it("closes idle sessions beyond the floor", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith({ sessionIdleMs: 50 })
    await getText(handler, server)
    await server.until(() => handler.stats().sessions === 0)
    expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toBe(2)
  })

  it("pings while idle", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith({ pingIntervalMs: 20 })
    await getText(handler, server)
    await server.until(() => server.pings >= 3)
    expect(handler.stats().sessions).toBe(1)
  })
})

describe("requests", () => {
  it("sends strings, bytes and streams as they are", async () => {
    const server = await serve(({ response, body }) => response.end(body))
    const handler = handlerWith()
    const long = "あ".repeat(200_000)
    expect(await getText(handler, server, "/", {}, long)).toBe(long)
    expect(await getText(handler, server, "/", {}, Buffer.from(long))).toBe(long)
    expect(await getText(handler, server, "/", {}, new TextEncoder().encode(long))).toBe(long)
    expect(await getText(handler, server, "/", {}, Readable.from([long]))).toBe(long)
    expect(await getText(handler, server, "/", {}, null)).toBe("")
    expect(server.connections).toBe(1)
  })

  it("keeps status, headers, path and query", async () => {
    const server = await serve(({ response, path }) => {
      response.writeHead(418, { "x-path": path, "set-cookie": ["a=1", "b=2"] }).end()
    })
    const handler = handlerWith()
    const request = new HttpRequest({
      protocol: "https:",
      hostname: "127.0.0.1",
      port: server.port,
      method: "GET",
      path: "/a%20b",
      query: { q: "x y", list: ["1", "2"] },
      headers: { connection: "keep-alive", "transfer-encoding": "chunked" },
    })
    const { response } = await handler.handle(request)
    expect(response.statusCode).toBe(418)
    expect(response.headers).toMatchObject({
      "x-path": "/a%20b?list=1&list=2&q=x%20y",
      "set-cookie": "a=1, b=2",
    })
  })

  it("reads a body no faster than its consumer, and leaves other streams alone", async () => {
    const server = await serve(({ response, path }) => {
      response.end(path === "/big" ? Buffer.alloc(8 * 1024 * 1024) : "ok")
    })
    const handler = handlerWith()
    const big = await get(handler, server, "/big")
    for (let i = 0; i < 20; i++) expect(await getText(handler, server)).toBe("ok")
    let bytes = 0
    for await (const chunk of big.body) bytes += chunk.length
    expect(bytes).toBe(8 * 1024 * 1024)
  })

  it.each(["before the answer", "within the answer", "while connecting"])(
    "stops upstream when aborted %s",
    async (when) => {
      const server = await serve(({ response, path }) => {
        if (path === "/within") response.write("half")
      })
      const handler = handlerWith()
      const controller = new AbortController()
      if (when === "while connecting") {
        const failed = failureOf(get(handler, server, "/", { abortSignal: controller.signal }))
        controller.abort()
        expect(await failed).toMatchObject({ name: "AbortError" })
        expect(server.requests).toBe(0)
        expect(handler.stats()).toMatchObject({ streams: 0, queued: 0 })
        return
      }
      const path = when === "within the answer" ? "/within" : "/"
      const answered = get(handler, server, path, { abortSignal: controller.signal })
      const failed = failureOf(answered.then((response) => text(response.body)))
      await server.until(() => server.open === 1)
      if (when === "within the answer") await answered
      controller.abort()
      expect(await failed).toMatchObject({ name: "AbortError" })
      await server.until(() => server.cancelled === 1)
      expect(server.open).toBe(0)
      expect(handler.stats()).toMatchObject({ streams: 0, sessions: 1 })
    },
  )

  it("releases a stream whose reader left", async () => {
    const server = await serve(({ response }) => void response.write("half"))
    const handler = handlerWith()
    for await (const _ of (await get(handler, server)).body) break
    await server.until(() => server.cancelled === 1)
    expect(handler.stats().streams).toBe(0)
  })

  it("fails a stream that is silent beyond its deadline", async () => {
    const server = await serve(({ response, path }) => {
      if (path === "/within") response.write("half")
    })
    const handler = handlerWith({ streamIdleMs: 60 })
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "idle-timeout" })
    expect(await failureOf(getText(handler, server, "/within"))).toMatchObject({
      reason: "idle-timeout",
    })
    expect(handler.stats()).toMatchObject({ streams: 0, sessions: 1 })
  })
})

describe("as the handler of the SDK's own client", () => {
  const clientOf = (server: TestServer, handler: PooledHttp2Handler) =>
    new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: server.origin,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      requestHandler: handler,
    })

  const input = { modelId: "m", messages: [{ role: "user" as const, content: [{ text: "hi" }] }] }

  it("streams and calls over one connection", async () => {
    const server = await serve(({ response, path }) => {
      if (path.endsWith("converse-stream")) {
        response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" })
        response.end(answer("Hel", "lo"))
      } else {
        response.writeHead(200, { "content-type": "application/json" })
        response.end(
          JSON.stringify({
            stopReason: "end_turn",
            output: { message: { role: "assistant", content: [{ text: "x" }] } },
          }),
        )
      }
    })
    const client = clientOf(server, handlerWith())
    for (let i = 0; i < 20; i++) {
      const { stream } = await client.send(new ConverseStreamCommand(input))
      let said = ""
      for await (const item of stream!) said += item.contentBlockDelta?.delta?.text ?? ""
      expect(said).toBe("Hello")
      expect((await client.send(new ConverseCommand(input))).stopReason).toBe("end_turn")
    }
    expect(server.connections).toBe(1)
  })

  it("carries another client's calls on the same terms", async () => {
    const types = new Set<string | undefined>()
    const server = await serve(({ response, body }) => {
      types.add(response.req.headers["content-type"])
      const cbor = response.req.headers["smithy-protocol"] !== undefined
      response.writeHead(200, {
        ...(cbor ? { "smithy-protocol": "rpc-v2-cbor" } : {}),
        "content-type": cbor ? "application/cbor" : "application/x-amz-json-1.1",
      })
      expect(body.length).toBeGreaterThan(0)
      response.end(cbor ? Buffer.from([0xa0]) : "{}")
    })
    const client = new KinesisClient({
      region: "us-east-1",
      endpoint: server.origin,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      requestHandler: handlerWith(),
    })
    const record = { StreamName: "s", PartitionKey: "k", Data: Buffer.from("x") }
    await Promise.all(Array.from({ length: 50 }, () => client.send(new PutRecordCommand(record))))
    expect(server.connections).toBe(1)
    expect(types.size).toBe(1)
  })

  it("takes a request timeout of 0 for the handler's own deadline", async () => {
    const server = await serve(() => {})
    const handler = handlerWith({ streamIdleMs: 60 })
    const failed = failureOf(getText(handler, server, "/", { requestTimeout: 0 }))
    expect(await failed).toMatchObject({ reason: "idle-timeout" })
  })

  it("turns a connection that ends in mid-stream into an error", async () => {
    const server = await serve(({ response, socket }) => {
      response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" })
      response.write(answer("Hel").subarray(0, 200))
      setImmediate(() => socket.end())
    })
    const client = clientOf(server, handlerWith())
    const read = async () => {
      const { stream } = await client.send(new ConverseStreamCommand(input))
      for await (const _ of stream!);
    }
    expect(await failureOf(read())).toBeInstanceOf(Error)
  })
})
