import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { describe, expect, it, vi } from "vitest"
import { type PoolEvent } from "../src/pool/PoolEvent.ts"
import { BlackHoleProxy } from "./BlackHoleProxy.ts"
import { failureOf, get, getText, handlerWith, serve, serveRaw } from "./handlerHarness.ts"
import { type RawConnection, setting } from "./RawHttp2Server.ts"
import { type Exchange } from "./TestServer.ts"

const ok = (connection: RawConnection, stream: number) => {
  connection.respond(stream)
  connection.data(stream, "ok", true)
}

const recording = () => {
  const events: Array<PoolEvent> = []
  const times = new Map<PoolEvent, number>()
  const onEvent = (event: PoolEvent) => {
    events.push(event)
    times.set(event, performance.now())
  }
  return { events, times, onEvent, types: () => events.map(({ type }) => type) }
}

const answering = ({ response, path }: Exchange) => {
  if (path === "/hang") return
  if (path === "/half") response.write("half")
  else response.end("ok")
}

describe("an outage of the network", () => {
  it("fails what was in flight with its reason, refuses in time, and is over when it is over", async () => {
    const server = await serve(answering)
    const proxy = await BlackHoleProxy.start(server.port)
    const handler = handlerWith({ quietMs: 40, pingTimeoutMs: 60, connectMs: 900 })
    const halves = await Promise.all(Array.from({ length: 25 }, () => get(handler, proxy, "/half")))
    const cut = halves.map(({ body }) => failureOf(text(body)))
    const unanswered = Array.from({ length: 25 }, () => failureOf(getText(handler, proxy, "/hang")))
    await server.until(() => server.open === 50)
    proxy.swallow()
    for (const error of await Promise.all(cut)) {
      expect(error).toMatchObject({ reason: "body-cut", cause: { reason: "session-lost" } })
    }
    for (const error of await Promise.all(unanswered)) {
      expect(error).toMatchObject({ reason: "connect-timeout" })
    }
    expect(handler.stats()).toMatchObject({ evictions: 1, moved: 25, streams: 0, queued: 0 })
    expect(await failureOf(getText(handler, proxy))).toMatchObject({ reason: "connect-timeout" })

    // The connection under way hangs for ever; another one is tried beside it.
    const tried = proxy.connections
    const waiting = getText(handler, proxy)
    await expect.poll(() => proxy.connections).toBe(tried + 1)
    proxy.black = false
    expect(await waiting).toBe("ok")
    expect(await getText(handler, proxy)).toBe("ok")
    expect(handler.stats()).toMatchObject({ sessions: 1, connecting: 0 })
  })

  it("leaves nothing behind when the handler is destroyed in the middle", async () => {
    const server = await serve(answering)
    const proxy = await BlackHoleProxy.start(server.port)
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout")
    const before = timers().length
    const handler = handlerWith({ quietMs: 20, pingTimeoutMs: 40 })
    await handler.warm(`https://127.0.0.1:${proxy.port}`, 2)
    proxy.swallow()
    const waiting = failureOf(getText(handler, proxy))
    await expect.poll(() => handler.stats().connecting).toBeGreaterThan(0)
    handler.destroy()
    expect(await waiting).toBeInstanceOf(Error)
    expect(handler.stats()).toMatchObject({ sessions: 0, streams: 0, queued: 0, connecting: 0 })
    expect(timers().length).toBeLessThanOrEqual(before)
  })
})

describe("a session that was quiet", () => {
  it("is checked beside the request: a replacement opens before it is given up", async () => {
    const server = await serve(answering)
    const proxy = await BlackHoleProxy.start(server.port)
    const { onEvent, events, types } = recording()
    const handler = handlerWith({ quietMs: 20, pingTimeoutMs: 200, onEvent })
    expect(await getText(handler, proxy)).toBe("ok")
    proxy.swallow()
    proxy.black = false
    expect(await getText(handler, proxy)).toBe("ok")
    await expect.poll(() => types()).toContain("moved")
    expect(types().filter((type) => type !== "ping" && type !== "waited")).toEqual([
      "handshake",
      "session-opened",
      "suspected",
      "handshake",
      "session-opened",
      "session-closed",
      "moved",
    ])
    expect(events.find(({ type }) => type === "session-closed")).toMatchObject({
      reason: "evicted",
      streams: 1,
    })
  })

  it("gets no request while a PING is overdue, and is no worse for it when it answers late", async () => {
    const held: Array<() => void> = []
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        held.push(() => ok(connection, stream))
        if (count === 3) for (const answer of held.splice(1)) answer()
      },
      answerPings: () => server.connections.length > 1,
    })
    const { onEvent, types } = recording()
    const handler = handlerWith({ quietMs: 10, pingTimeoutMs: 1_000, maxSessions: 1, onEvent })
    const slow = getText(handler, server)
    await expect.poll(() => types().filter((t) => t === "session-opened")).toHaveLength(2)
    expect(types()).toContain("suspected")
    // The second would go to the first session, were that one trusted: it carries as many.
    const two = [getText(handler, server), getText(handler, server)]
    expect(await Promise.all(two)).toEqual(["ok", "ok"])
    expect(server.connections[1]!.requests).toBe(2)
    held[0]!()
    expect(await slow).toBe("ok")
    expect(handler.stats()).toMatchObject({ evictions: 0, moved: 0 })
  })

  it("lives as long as bytes come, whether or not it acknowledges PINGs", async () => {
    let say = () => {}
    const server = await serveRaw({
      onRequest: (connection, stream) => {
        connection.respond(stream)
        connection.data(stream, ".")
        say = () => connection.data(stream, ".")
      },
      answerPings: () => {
        say()
        return false
      },
    })
    const handler = handlerWith({ quietMs: 10, pingTimeoutMs: 60 })
    const answered = getText(handler, server)
    await server.until(() => server.pings >= 5)
    server.connections[0]!.data(1, "!", true)
    expect(await answered).toMatch(/^\.{5,}!$/)
    expect(handler.stats()).toMatchObject({ evictions: 0, pings: 0 })
  })

  it("does not move a body that is a stream: it was read already", async () => {
    const server = await serveRaw({ onRequest: (connection) => connection.socket.destroy() })
    const handler = handlerWith()
    const failed = failureOf(getText(handler, server, "/", {}, Readable.from(["once"])))
    expect(await failed).toMatchObject({ reason: "session-lost" })
    expect(handler.stats()).toMatchObject({ moved: 0, streams: 0 })
  })
})

describe("a server that asks for something", () => {
  it("calm: nobody connects again for a moment", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) =>
        count === 1 ? connection.goaway(0, 11) : ok(connection, stream),
    })
    const { onEvent, events, times } = recording()
    const handler = handlerWith({ onEvent })
    expect(await getText(handler, server)).toBe("ok")
    const at = (type: PoolEvent["type"]) =>
      times.get(events.findLast((event) => event.type === type)!)!
    // The pause is 75 to 100 ms.
    expect(at("handshake") - at("goaway")).toBeGreaterThanOrEqual(70)
    expect(handler.stats()).toMatchObject({ goaways: 1, moved: 1, handshakes: 2 })
  })

  it("to go away, twice: it is replaced once, and its streams end in peace", async () => {
    const server = await serveRaw({
      onRequest: (connection, stream, count) => {
        if (count > 1) return ok(connection, stream)
        connection.respond(stream)
        connection.data(stream, "first ")
        connection.goaway(2 ** 31 - 1, 0)
        connection.goaway(stream, 0)
      },
    })
    const handler = handlerWith()
    const running = getText(handler, server)
    await server.until(() => handler.stats().goaways === 1)
    for (let i = 0; i < 5; i++) expect(await getText(handler, server)).toBe("ok")
    server.connections[0]!.data(1, "second", true)
    expect(await running).toBe("first second")
    expect(handler.stats()).toMatchObject({ goaways: 1, reconnects: 1 })
    expect(server.connections).toHaveLength(2)
  })

  it("fewer streams than are open: they finish, the next goes to another session", async () => {
    const open: Array<() => void> = []
    const server = await serveRaw({
      settings: setting(3, 100),
      onRequest: (connection, stream, count) => {
        if (count > 3) return ok(connection, stream)
        open.push(() => ok(connection, stream))
        if (count === 3) connection.send(4, 0, 0, setting(3, 1))
      },
    })
    const handler = handlerWith()
    const running = Array.from({ length: 3 }, () => getText(handler, server))
    await server.until(() => open.length === 3)
    expect(await getText(handler, server)).toBe("ok")
    for (const finish of open) finish()
    expect(await Promise.all(running)).toEqual(["ok", "ok", "ok"])
    expect(server.connections.length).toBeGreaterThan(1)
    await server.until(() => handler.stats().streams === 0)
  })
})

describe("slow peers", () => {
  it("readers that stop do not hold up the others on their session", async () => {
    const server = await serve(({ response, path }) => {
      response.end(path === "/big" ? Buffer.alloc(300 * 1024) : "ok")
    })
    const handler = handlerWith()
    // Together more than the session's window, each more than its own.
    const stopped = await Promise.all(
      Array.from({ length: 24 }, () => get(handler, server, "/big")),
    )
    for (let i = 0; i < 10; i++) expect(await getText(handler, server)).toBe("ok")
    expect(server.connections).toBe(1)
    for (const { body } of stopped) body.destroy()
    await server.until(() => handler.stats().streams === 0)
  })

  it("a head that drips in byte by byte ends by the stream's deadline", async () => {
    const server = await serveRaw({
      onRequest: ({ socket }) => {
        const head = Buffer.from([
          0,
          0,
          200,
          1,
          4,
          0,
          0,
          0,
          1,
          ...Array.from({ length: 200 }, () => 0),
        ])
        let at = 0
        const timer = setInterval(() => socket.write(head.subarray(at, ++at)), 10)
        socket.once("close", () => clearInterval(timer))
      },
    })
    const handler = handlerWith({ streamIdleMs: 80 })
    expect(await failureOf(getText(handler, server))).toMatchObject({ reason: "idle-timeout" })
    expect(handler.stats()).toMatchObject({ streams: 0 })
  })
})

describe("the listener", () => {
  it("may throw without harm, and is called no more", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
    let calls = 0
    const server = await serve(answering)
    const handler = handlerWith({
      onEvent: () => {
        calls++
        throw new Error("no")
      },
    })
    expect(await getText(handler, server)).toBe("ok")
    expect(calls).toBe(1)
    expect(warned).toHaveBeenCalledOnce()
    warned.mockRestore()
  })

  it("hears of the same things that are counted", async () => {
    const server = await serve(answering)
    const { onEvent, events } = recording()
    const handler = handlerWith({ onEvent, sessionAgeMs: 60 })
    await handler.warm(server.origin, 2)
    while (handler.stats().reconnects < 3) await getText(handler, server)
    handler.destroy()
    const count = (type: PoolEvent["type"]) => events.filter((event) => event.type === type).length
    const stats = handler.stats()
    expect({ ...stats }).toMatchObject({
      handshakes: count("handshake"),
      sessionsOpened: count("session-opened"),
      sessionsClosed: count("session-closed"),
      pings: count("ping"),
      waited: count("waited"),
    })
    expect(stats.sessionsOpened).toBe(stats.sessionsClosed)
    expect(stats.resumed).toBeGreaterThan(0)
  })
})

describe("options", () => {
  it.each([
    ["maxSessions", { maxSessions: 0 }],
    ["maxSessions", { maxSessions: 1.5 }],
    ["minSessions", { minSessions: 5, maxSessions: 4 }],
    ["quietMs", { quietMs: Number.NaN }],
    ["connectMs", { connectMs: -1 }],
  ])("refuses a bad %s by its name", (name, options) => {
    expect(() => handlerWith(options)).toThrow(new RegExp(`: ${name} must`))
  })

  it("refuses a count of sessions that is none", async () => {
    await expect(handlerWith().warm("https://127.0.0.1:1", 0)).rejects.toThrow(/: count must/)
  })
})
