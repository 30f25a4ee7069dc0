import { createServer, type Socket } from "node:net"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import {
  failureOf,
  get,
  getText,
  handlerWith,
  onCleanup,
  serve,
  serveRaw,
} from "./handlerHarness.ts"
import { type RawConnection, setting } from "./RawHttp2Server.ts"

const ok = (connection: RawConnection, stream: number) => {
  connection.respond(stream)
  connection.data(stream, "ok", true)
}

describe("GOAWAY", () => {
  it("before the next request: another session, nothing fails", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        ok(connection, stream)
        if (count === 1) connection.goaway(stream, 0)
      },
    })
    const handler = handlerWith()
    for (let i = 0; i < 3; i++) expect(await getText(handler, server)).toBe("ok")
    await server.until(() => handler.stats().goaways === 1)
    expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toHaveLength(2)
  })

  it("while streams run: they finish, the next goes elsewhere", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        if (count > 1) return ok(connection, stream)
        connection.respond(stream)
        connection.data(stream, "first ")
        connection.goaway(stream, 0)
      },
    })
    const handler = handlerWith()
    const running = getText(handler, server)
    await server.until(() => handler.stats().goaways === 1)
    expect(await getText(handler, server)).toBe("ok")
    server.connections[0]!.data(1, "second", true)
    expect(await running).toBe("first second")
    await server.until(() => handler.stats().streams === 0)
    expect(server.connections).toHaveLength(2)
  })

  it("that disowns a stream moves it once to another session", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        if (count === 1) connection.goaway(0, 0)
        else ok(connection, stream)
      },
    })
    const handler = handlerWith()
    expect(await getText(handler, server)).toBe("ok")
    expect(handler.stats()).toMatchObject({ moved: 1 })
  })

  it("with an error and the stream unanswered moves it too, but only once", async () => {
    const server = await serveRaw({ onRequest: (connection) => connection.goaway(0, 2) })
    const handler = handlerWith()
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "session-lost" })
    expect(server.requests).toBe(2)
  })
})

describe("a body that is cut is never taken for whole", () => {
  it.each([
    ["RST_STREAM NO_ERROR", (c: RawConnection, id: number) => c.reset(id, 0)],
    ["RST_STREAM CANCEL", (c: RawConnection, id: number) => c.reset(id, 8)],
    ["RST_STREAM INTERNAL_ERROR", (c: RawConnection, id: number) => c.reset(id, 2)],
    ["FIN", (c: RawConnection) => c.socket.end()],
    ["RST of TCP", (c: RawConnection) => c.below.resetAndDestroy()],
    ["GOAWAY with an error", (c: RawConnection, id: number) => c.goaway(id, 2)],
    ["garbage", (c: RawConnection) => c.socket.write(Buffer.alloc(100, 0xff))],
  ])("%s", async (_, cut) => {
    let halfSent = () => {}
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        if (count > 1) return ok(connection, stream)
        connection.respond(stream)
        connection.data(stream, "half")
        halfSent = () => cut(connection, stream)
      },
    })
    const handler = handlerWith()
    const { body } = await get(handler, server)
    halfSent()
    expect(await failureOf(text(body))).toMatchObject({ reason: "body-cut" })
    expect(await getText(handler, server)).toBe("ok")
    expect(handler.stats()).toMatchObject({ moved: 0 })
  })

  it("also when head, body and RST_STREAM arrive together", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream) => {
        connection.socket.cork()
        connection.respond(stream)
        connection.data(stream, "half")
        connection.reset(stream, 2)
        connection.socket.uncork()
      },
    })
    const handler = handlerWith()
    expect(await failureOf(getText(handler, server))).toBeInstanceOf(Error)
    await server.until(() => handler.stats().streams === 0)
  })
})

describe("a request without an answer", () => {
  it.each([
    ["FIN", (c: RawConnection) => c.socket.end()],
    ["RST of TCP", (c: RawConnection) => c.below.resetAndDestroy()],
    ["REFUSED_STREAM", (c: RawConnection, id: number) => c.reset(id, 7)],
  ])("is moved once after %s", async (_, fault) => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) =>
        count === 1 ? fault(connection, stream) : ok(connection, stream),
    })
    const handler = handlerWith()
    expect(await getText(handler, server)).toBe("ok")
    expect(handler.stats()).toMatchObject({ moved: 1 })
  })

  it("fails at once when the server reset it for a reason of its own", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream) => connection.reset(stream, 2),
    })
    const handler = handlerWith()
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "stream-reset" })
    expect(server.requests).toBe(1)
    expect(handler.stats()).toMatchObject({ streams: 0, sessions: 1 })
  })

  it("survives a black hole: the session is evicted, the request moved, the next one fine", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith({ quietMs: 40, pingTimeoutMs: 40 })
    expect(await getText(handler, server)).toBe("ok")
    server.blackHole()
    expect(await getText(handler, server)).toBe("ok")
    expect(await getText(handler, server)).toBe("ok")
    expect(handler.stats()).toMatchObject({ evictions: 1, moved: 1, sessions: 1 })
    expect(server.connections).toBe(2)
  })

  it("does not evict a session that answers PINGs, however slow the answer", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream) => {
        connection.respond(stream)
        connection.data(stream, "ok")
      },
    })
    const handler = handlerWith({ quietMs: 20, pingTimeoutMs: 200 })
    const answered = getText(handler, server)
    await server.until(() => server.pings >= 5)
    server.connections[0]!.data(1, "", true)
    expect(await answered).toBe("ok")
    expect(handler.stats()).toMatchObject({ evictions: 0 })
  })

  it("ends within its deadline when the flow-control window never opens", async () => {
    const server = await serveRaw({ settings: setting(4, 0) })
    const handler = handlerWith({ streamIdleMs: 60 })
    const failed = failureOf(getText(handler, server, "/", {}, "x".repeat(100_000)))
    expect(await failed).toMatchObject({ reason: "idle-timeout" })
    expect(handler.stats().streams).toBe(0)
  })
})

describe("a session that allows no streams", () => {
  const none = setting(3, 0)

  it("is not waited for where no other one stands any more", async () => {
    const server = await serveRaw({
      settings: setting(3, 100),
      onRequest: (connection, stream) => {
        if (server.connections.length === 1) connection.send(4, 0, 0, none)
        ok(connection, stream)
      },
    })
    const handler = handlerWith({ waitMs: 500 })
    for (let at = 0; at < 2; at++) expect(await getText(handler, server)).toBe("ok")
    server.connections[1]!.socket.destroy()
    await server.until(() => handler.stats().sessions === 1)
    expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toHaveLength(3)
  })

  it("makes place for another one where there may be no more", async () => {
    const server = await serveRaw({
      settings: none,
      onOpen: (connection) => {
        if (server.connections.length > 1) connection.send(4, 0, 0, setting(3, 100))
      },
      onRequest: ok,
    })
    const handler = handlerWith({ maxSessions: 1, waitMs: 2_000 })
    expect(await getText(handler, server)).toBe("ok")
  })

  it("takes requests once it allows them", async () => {
    const server = await serveRaw({ settings: none, onRequest: ok })
    const handler = handlerWith({ maxSessions: 1 })
    const answered = getText(handler, server)
    await server.until(() => handler.stats().sessions === 1)
    server.connections[0]!.send(4, 0, 0, setting(3, 100))
    expect(await answered).toBe("ok")
    expect(server.connections).toHaveLength(1)
  })

  it("is asked for more and more rarely where all are so", async () => {
    const server = await serveRaw({ settings: none })
    const handler = handlerWith({ waitMs: 500 })
    const all = Array.from({ length: 50 }, () => failureOf(getText(handler, server)))
    for (const failed of all) expect(await failed).toMatchObject({ reason: "queue-timeout" })
    expect(server.connections.length).toBeLessThanOrEqual(10)
  })
})

describe("a server that cannot be reached", () => {
  const tcp = async (onConnection: (socket: Socket) => void) => {
    const server = createServer((socket) => {
      socket.on("error", () => {})
      onConnection(socket)
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const sockets = new Set<Socket>()
    server.on("connection", (socket) => sockets.add(socket))
    onCleanup(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const address = server.address()
    return { port: typeof address === "object" ? address!.port : 0, sockets }
  }

  it("accepts and never answers TLS: all who share the attempt fail in time", async () => {
    const server = await tcp(() => {})
    const handler = handlerWith({ connectMs: 80 })
    const all = Array.from({ length: 50 }, () => failureOf(getText(handler, server)))
    for (const error of await Promise.all(all)) {
      expect(error).toMatchObject({ reason: "connect-timeout", name: "TimeoutError" })
    }
    expect(server.sockets.size).toBe(1)
    await expect.poll(() => handler.stats()).toMatchObject({ connectFailures: 1, queued: 0 })
  })

  it("never sends SETTINGS", async () => {
    const server = await serveRaw({ settings: false })
    const handler = handlerWith({ connectMs: 150 })
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "connect-timeout" })
  })

  it.each([
    ["closes at once", (socket: Socket) => socket.end()],
    ["talks another protocol", (socket: Socket) => socket.write("220 hello\r\n")],
  ])("%s", async (_, onConnection) => {
    const handler = handlerWith()
    expect(await failureOf(getText(handler, await tcp(onConnection)))).toMatchObject({
      reason: "connect-failed",
    })
  })

  it("is not listening, and is found again when it is", async () => {
    const first = await serve(({ response }) => response.end("ok"))
    const { port } = first
    const handler = handlerWith()
    expect(await getText(handler, first)).toBe("ok")
    await first.close()
    expect(await failureOf(getText(handler, { port }))).toMatchObject({ code: "ECONNREFUSED" })
    await serve(({ response }) => response.end("again"), { port })
    expect(await getText(handler, { port })).toBe("again")
  })

  it("has a certificate that nobody vouches for", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const handler = handlerWith({ ca: [] })
    expect(await failureOf(getText(handler, server))).toMatchObject({
      reason: "certificate-untrusted",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      message: expect.stringContaining("self-signed"),
    })
  })
})

describe("HTTP/1.1", () => {
  it("is used where the server speaks no h2, over kept connections", async () => {
    const server = await serve(({ response, body }) => response.end(body), { protocols: "h1" })
    const handler = handlerWith()
    for (let i = 0; i < 50; i++) {
      expect(await getText(handler, server, "/", {}, `n${i}`)).toBe(`n${i}`)
    }
    // The connection that found no h2 carries the requests.
    expect(server.connections).toBe(1)
    expect(handler.stats()).toMatchObject({ http1Requests: 50, sessions: 0 })
  })

  it("goes over to h2 with the first connection whose server offers it", async () => {
    const server = await serve(({ response }) => response.end("ok"), { protocols: "h1" })
    const { port } = server
    const handler = handlerWith()
    expect(await getText(handler, server)).toBe("ok")
    await server.close()
    const second = await serve(({ response }) => response.end("ok"), { port })
    expect(await getText(handler, second)).toBe("ok")
    expect(await getText(handler, second)).toBe("ok")
    expect(handler.stats()).toMatchObject({ sessions: 1 })
  })

  it("resumes TLS sessions, and counts its handshakes", async () => {
    const server = await serve(({ response }) => response.end("ok"), { protocols: "h1" })
    const handler = handlerWith()
    expect(await getText(handler, server)).toBe("ok")
    await Promise.all([getText(handler, server), getText(handler, server)])
    expect(handler.stats()).toMatchObject({ handshakes: 2, resumed: 1, http1Requests: 3 })
  })

  it("throws out its free connections when one of them was silent", async () => {
    const server = await serve(({ response }) => response.end("ok"), { protocols: "h1" })
    const handler = handlerWith({ streamIdleMs: 500 })
    await Promise.all(Array.from({ length: 5 }, () => getText(handler, server)))
    const before = server.connections
    server.blackHole()
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "idle-timeout" })
    expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toBe(before + 1)
  })

  it("gives up a connection that never stands", async () => {
    const server = await serve(({ response }) => response.end("ok"), { protocols: "h1" })
    const { port } = server
    const handler = handlerWith({ connectMs: 500 })
    expect(await getText(handler, server)).toBe("ok")
    await server.close()
    const mute = createServer((socket) => onCleanup(() => socket.destroy()))
    mute.listen(port, "127.0.0.1")
    await once(mute, "listening")
    onCleanup(() => mute.close())
    expect(await failureOf(getText(handler, { port }))).toMatchObject({ reason: "connect-timeout" })
  })

  it.each(["cut", "silent"])("fails a body that is %s", async (how) => {
    const server = await serve(
      ({ response, socket }) => {
        response.write("half")
        if (how === "cut") setTimeout(() => socket.end(), 5)
      },
      { protocols: "h1" },
    )
    const handler = handlerWith({ streamIdleMs: 60 })
    expect(await failureOf(getText(handler, server))).toMatchObject({
      reason: how === "cut" ? "body-cut" : "idle-timeout",
    })
  })

  it("stops upstream when aborted", async () => {
    const server = await serve(({ response }) => void response.write("half"), { protocols: "h1" })
    const handler = handlerWith()
    const controller = new AbortController()
    const response = await get(handler, server, "/", { abortSignal: controller.signal })
    controller.abort()
    await server.until(() => server.cancelled === 1)
    expect(response.body.destroyed).toBe(true)
  })

  it("asks again when the kept connection was closed meanwhile", async () => {
    const server = await serve(
      ({ response, socket, path }) => {
        if (server.requests === 2) socket.resetAndDestroy()
        else response.end(path)
      },
      { protocols: "h1" },
    )
    const handler = handlerWith()
    expect(await getText(handler, server, "/1")).toBe("/1")
    expect(await getText(handler, server, "/2")).toBe("/2")
    expect(handler.stats()).toMatchObject({ moved: 1 })
  })
})

describe("destroy", () => {
  it("fails what runs and what waits, and leaves no socket or timer", async () => {
    const server = await serve(() => {})
    const handler = handlerWith({ maxSessions: 1, maxStreamsPerSession: 1 })
    const running = failureOf(getText(handler, server))
    await server.until(() => server.open === 1)
    const waiting = failureOf(getText(handler, server))
    handler.destroy()
    expect(await running).toMatchObject({ reason: expect.stringMatching(/session-lost|destroyed/) })
    expect(await waiting).toMatchObject({ reason: "destroyed" })
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "destroyed" })
    await server.close()
    await server.until(() => !process.getActiveResourcesInfo().includes("TCPSocketWrap"))
  })
})
