import { once } from "node:events"
import { createServer as createTlsServer } from "node:https"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { text } from "node:stream/consumers"
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls"
import { describe, expect, it } from "vitest"
import { DnsCache } from "../src/dns/DnsCache.ts"
import { HttpTransport, mostSockets, type WholeRequest } from "../src/requests/HttpTransport.ts"
import { BlackHoleProxy } from "./BlackHoleProxy.ts"
import { cert, key } from "./certificate.ts"
import { onCleanup } from "./handlerHarness.ts"
import { http, json, until } from "./storeHarness.ts"

const request: WholeRequest = {
  method: "POST",
  path: "/a",
  headers: { host: "h" },
  body: '{"竜":1}',
}

/** A socket is free again one turn of the event loop after its answer. */
const aTurn = (ms = 10) => new Promise((resolve) => setTimeout(resolve, ms))

const transportTo = (url: string, dns = new DnsCache()) => {
  const transport = new HttpTransport(new URL(url), dns)
  onCleanup(() => {
    dns.close()
    return transport.close()
  })
  const send = (changes = {}, signal?: AbortSignal) =>
    transport.send({ ...request, ...changes }, signal)
  /** One after another. */
  const sendAlone = async () => {
    const reply = await send()
    await aTurn()
    return reply
  }
  return { transport, send, sendAlone }
}

/** A server that speaks by hand: what it says to each request, and how many connections it had. */
const raw = async (answer: (socket: Socket, count: number, connection: number) => void) => {
  const state = { url: "", port: 0, connections: 0 }
  const server = createServer((socket) => {
    state.connections += 1
    const connection = state.connections
    let count = 0
    socket.on("error", () => {})
    socket.on("data", () => answer(socket, (count += 1), connection))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onCleanup(() => server.close())
  state.port = (server.address() as AddressInfo).port
  state.url = `http://127.0.0.1:${state.port}`
  return state
}

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

describe("a transport", () => {
  it("sends a request as it is and keeps its socket", async () => {
    const bodies: Array<string> = []
    const server = await http(async (incoming, response) => {
      bodies.push(`${incoming.method} ${incoming.url} ${await text(incoming)}`)
      json(response, 200, { n: bodies.length })
    })
    const { sendAlone } = transportTo(server.url)
    for (const n of [1, 2, 3]) expect((await sendAlone()).text).toBe(`{"n":${n}}`)
    expect(bodies[0]).toBe('POST /a {"竜":1}')
    expect(server.connections).toBe(1)
  })

  it("lets what is beyond its sockets wait, and all are answered", async () => {
    const held: Array<() => void> = []
    let answered = 0
    const server = await http((_, response) => {
      held.push(() => json(response, 200, {}))
      // All of the first are there together before one of them is answered.
      if (held.length + answered < mostSockets) return
      answered += held.length
      for (const answer of held.splice(0)) answer()
    })
    const { send } = transportTo(server.url)
    const replies = await Promise.all(Array.from({ length: 100 }, () => send()))
    expect(replies.every(({ status }) => status === 200)).toBe(true)
    expect(server.connections).toBe(mostSockets)
  })

  it("closes the socket of a request that is left, and takes another for the next", async () => {
    const server = await http((incoming, response) => {
      if (incoming.url === "/a") json(response, 200, {})
    })
    const { send } = transportTo(server.url)
    const abort = new AbortController()
    const left = send({ path: "/never" }, abort.signal)
    await until(() => server.connections === 1)
    abort.abort()
    await expect(left).rejects.toMatchObject({ name: "AbortError" })
    await until(() => server.closed > 0)
    expect((await send()).status).toBe(200)
    await expect(send({}, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" })
  })

  it("keeps no socket beyond what the server says, nor after it closed", async () => {
    const server = await raw((socket, count) => {
      if (count === 1) socket.write(ok.replace("\r\n", "\r\nkeep-alive: timeout=1\r\n"))
    })
    const { sendAlone } = transportTo(server.url)
    expect((await sendAlone()).text).toBe("ok")
    expect((await sendAlone()).text).toBe("ok")
    expect(server.connections).toBe(2)
    const closing = await raw((socket) => socket.end(ok))
    const other = transportTo(closing.url)
    expect((await other.sendAlone()).text).toBe("ok")
    expect((await other.sendAlone()).text).toBe("ok")
    expect(closing.connections).toBe(2)
  })

  it.each<[string, (socket: Socket) => void, object]>([
    ["is cut", (socket) => socket.end(ok.slice(0, -1)), { code: "UND_ERR_SOCKET" }],
    ["is reset", (socket) => socket.resetAndDestroy(), { code: "ECONNRESET" }],
    ["is no HTTP", (socket) => socket.write("garbage\r\n\r\n"), { name: "HTTPParserError" }],
  ])("tells of an answer that %s", async (_, answer, error) => {
    const server = await raw(answer)
    await expect(transportTo(server.url).send()).rejects.toMatchObject(error)
    expect(server.connections).toBe(1)
  })

  it.each<[string, (socket: Socket) => void]>([
    ["closes", (socket) => socket.end()],
    ["resets", (socket) => socket.resetAndDestroy()],
  ])("sends on a new socket, once, what a kept one lost that the server %s", async (_, lose) => {
    const server = await raw((socket, count) => (count === 1 ? socket.write(ok) : lose(socket)))
    const { sendAlone } = transportTo(server.url)
    expect((await sendAlone()).text).toBe("ok")
    expect((await sendAlone()).text).toBe("ok")
    expect(server.connections).toBe(2)
    let asked = 0
    const fragile = await raw((socket) => {
      asked += 1
      if (asked === 1) socket.write(ok)
      else lose(socket)
    })
    const other = transportTo(fragile.url)
    expect((await other.sendAlone()).text).toBe("ok")
    await expect(other.send()).rejects.toMatchObject({
      code: expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/),
    })
    expect(asked).toBe(3)
  })

  it("does not send again what was answered in part, or left", async () => {
    let asked = 0
    const server = await raw((socket) => {
      asked += 1
      if (asked === 1) socket.write(ok)
      else socket.end(ok.slice(0, -1))
    })
    const { send, sendAlone } = transportTo(server.url)
    expect((await sendAlone()).text).toBe("ok")
    await expect(send()).rejects.toMatchObject({ code: "UND_ERR_SOCKET" })
    expect(asked).toBe(2)
    let heard = 0
    const silent = await raw((socket, count) => {
      heard += 1
      if (count === 1) socket.write(ok)
    })
    const other = transportTo(silent.url)
    expect((await other.sendAlone()).text).toBe("ok")
    const abort = new AbortController()
    const left = other.send({}, abort.signal)
    await until(() => heard === 2)
    abort.abort()
    await expect(left).rejects.toMatchObject({ name: "AbortError" })
    await aTurn()
    expect(heard).toBe(2)
  })

  it("never takes what was said unasked for an answer", async () => {
    let said = false
    const server = await raw((socket, count) => {
      if (count > 1) return
      socket.write(ok)
      const unasked = ok.replace("\r\n\r\nok", "\r\n\r\nno")
      setTimeout(() => socket.write(unasked, () => (said = true)), 5)
    })
    const { send, sendAlone } = transportTo(server.url)
    expect((await sendAlone()).text).toBe("ok")
    await until(() => said)
    expect((await send()).text).toBe("ok")
    expect(server.connections).toBe(2)
  })

  it("speaks HTTP/1.1 to a TLS server, resumes its session, and verifies its certificate", async () => {
    const seen: Array<string> = []
    const server = createTlsServer({ cert, key }, (incoming, response) => {
      const { socket } = incoming
      if (!(socket instanceof TLSSocket)) throw new Error("no TLS")
      seen.push(`${incoming.httpVersion} ${String(socket.isSessionReused())}`)
      json(response, 200, {}, seen.length === 1 ? { connection: "close" } : {})
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    onCleanup(() => {
      server.closeAllConnections()
      server.close()
    })
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { host } = new URL(url)
    const { send } = transportTo(url)
    const headers = { host }
    await expect(send({ headers })).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|UNABLE/),
    })
    const known = getCACertificates("default")
    setDefaultCACertificates([...known, cert])
    onCleanup(() => setDefaultCACertificates(known))
    expect((await send({ headers })).status).toBe(200)
    await aTurn()
    expect((await send({ headers })).status).toBe(200)
    expect(seen).toEqual(["1.1 false", "1.1 true"])
  })

  it.each([
    { path: "/a b" },
    { path: "/a\r\nx: 1" },
    { headers: { host: "h", x: "1\r\n\r\nPOST / HTTP/1.1" } },
    { headers: { host: "h", x: "竜" } },
  ])("refuses to send %j", async (changes) => {
    const server = await raw((socket) => socket.write(ok))
    await expect(transportTo(server.url).send(changes)).rejects.toMatchObject({
      code: "UND_ERR_INVALID_ARG",
    })
    expect(server.connections).toBe(0)
  })

  it("asks for its server's name again when no connection can be made", async () => {
    const server = await raw((socket) => socket.write(ok))
    let now = 0
    // Nobody listens at the first.
    const known = ["127.0.0.2", "127.0.0.1"]
    const resolve = async () => ({
      addresses: [{ address: known.shift() ?? "", family: 4 }],
      ttl: 60,
    })
    const url = `http://moving.example:${server.port}`
    const { send } = transportTo(url, new DnsCache({ now: () => now, resolve }))
    await expect(send()).rejects.toMatchObject({ code: "ECONNREFUSED" })
    now = 1_000
    await expect(send()).rejects.toMatchObject({ code: "ECONNREFUSED" })
    expect((await send()).status).toBe(200)
  })

  it("fails what is under way when it is closed, and all that comes later", async () => {
    const server = await raw(() => {})
    const { send, transport } = transportTo(server.url)
    const waiting = Promise.allSettled(Array.from({ length: 300 }, () => send()))
    await until(() => server.connections > 0)
    await transport.close()
    for (const each of await waiting) expect(each.status).toBe("rejected")
    await expect(send()).rejects.toMatchObject({ code: "UND_ERR_DESTROYED" })
  })
})

describe("a transport whose caller left", () => {
  const begun = async (answer: Parameters<typeof raw>[0]) => {
    const server = await raw(answer)
    const proxy = await BlackHoleProxy.start(server.port)
    return { proxy, ...transportTo(`http://127.0.0.1:${proxy.port}`) }
  }
  /** Longer than a request that was left may go on. */
  const grace = () => aTurn(1_200)

  it("keeps the socket of an answer that comes a little later", async () => {
    const { proxy, send, sendAlone } = await begun((socket) => {
      setTimeout(() => socket.write(ok), 30)
    })
    await sendAlone()
    await expect(send({}, AbortSignal.timeout(10))).rejects.toMatchObject({ name: "AbortError" })
    await aTurn(400)
    expect((await send()).text).toBe("ok")
    expect(proxy.connections).toBe(1)
  })

  it("keeps the socket of an answer that comes late from a server that answers others", async () => {
    const { proxy, send } = await begun((socket, _, connection) => {
      setTimeout(() => socket.write(ok), connection === 1 ? 600 : 0)
    })
    const slow = expect(send({}, AbortSignal.timeout(50))).rejects.toMatchObject({
      name: "AbortError",
    })
    await until(() => proxy.connections === 1)
    await send()
    await slow
    await aTurn(700)
    expect(proxy.closed).toBe(0)
    await Promise.all([send(), send()])
    expect(proxy.connections).toBe(2)
  })

  it("leaves all sockets of a server that fell silent, those that nobody used with them", async () => {
    const { proxy, send } = await begun((socket) => socket.write(ok))
    await Promise.all([send(), send(), send()])
    proxy.swallow()
    const lost = () =>
      expect(send({}, AbortSignal.timeout(10))).rejects.toMatchObject({ name: "AbortError" })
    await Promise.all([lost(), lost()])
    await until(() => proxy.closed >= 3)
    proxy.black = false
    expect((await send()).text).toBe("ok")
  })

  it("keeps the sockets of a server that answered others meanwhile", async () => {
    let asked = 0
    const { proxy, send, sendAlone } = await begun((socket) => {
      asked += 1
      if (asked !== 3) socket.write(ok)
    })
    await Promise.all([send(), send()])
    await aTurn()
    await expect(send({}, AbortSignal.timeout(10))).rejects.toMatchObject({ name: "AbortError" })
    await sendAlone()
    const before = proxy.connections
    await grace()
    expect((await send()).text).toBe("ok")
    // The one that was closed was connected anew.
    expect(proxy.connections - before).toBeLessThanOrEqual(1)
  })
})
