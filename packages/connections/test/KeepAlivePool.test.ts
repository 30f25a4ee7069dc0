import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { createServer as createTlsServer } from "node:https"
import { text } from "node:stream/consumers"
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls"
import { describe, expect, it } from "vitest"
import { DnsCache } from "../src/dns/DnsCache.ts"
import { KeepAlivePool, type WholeRequest } from "../src/requests/KeepAlivePool.ts"
import { sendWhole } from "../src/requests/SendWhole.ts"
import { cert, key } from "./certificate.ts"
import { onCleanup } from "./handlerHarness.ts"
import { http, json, until } from "./storeHarness.ts"

const request: WholeRequest = {
  method: "POST",
  path: "/a",
  headers: { host: "h" },
  body: '{"竜":1}',
}

const socketsTo = (url: string) => {
  const dns = new DnsCache()
  const sockets = new KeepAlivePool(new URL(url), dns.lookup)
  onCleanup(() => {
    sockets.close()
    dns.close()
  })
  return {
    sockets,
    send: (changes = {}, signal?: AbortSignal) =>
      sendWhole(sockets, { ...request, ...changes }, signal),
  }
}

/** A server that speaks by hand: what it says to each request, and how many connections it had. */
const raw = async (answer: (socket: Socket, count: number) => void) => {
  const state = { url: "", connections: 0 }
  const server = createServer((socket) => {
    state.connections += 1
    let count = 0
    socket.on("error", () => {})
    socket.on("data", () => answer(socket, (count += 1)))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onCleanup(() => server.close())
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state
}

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

describe("kept sockets", () => {
  it("send a request as it is and keep its socket", async () => {
    const bodies: Array<string> = []
    const server = await http(async (incoming, response) => {
      bodies.push(`${incoming.method} ${incoming.url} ${await text(incoming)}`)
      json(response, 200, { n: bodies.length })
    })
    const { send } = socketsTo(server.url)
    for (const n of [1, 2, 3]) expect((await send()).text).toBe(`{"n":${n}}`)
    expect(bodies[0]).toBe('POST /a {"竜":1}')
    expect(server.connections).toBe(1)
  })

  it("let what is beyond their number wait, and all are answered", async () => {
    const held: Array<() => void> = []
    let answered = 0
    const server = await http((_, response) => {
      held.push(() => json(response, 200, {}))
      // All of the first are there together before one of them is answered.
      if (held.length + answered < 256) return
      answered += held.length
      for (const answer of held.splice(0)) answer()
    })
    const { send } = socketsTo(server.url)
    const replies = await Promise.all(Array.from({ length: 600 }, () => send()))
    expect(replies.every(({ status }) => status === 200)).toBe(true)
    expect(server.connections).toBe(256)
  })

  it("close the socket of a request that is left, and take another for the next", async () => {
    const server = await http((incoming, response) => {
      if (incoming.url === "/a") json(response, 200, {})
    })
    const { send } = socketsTo(server.url)
    const abort = new AbortController()
    const left = send({ path: "/never" }, abort.signal)
    await until(() => server.connections === 1)
    abort.abort()
    await expect(left).rejects.toMatchObject({ name: "AbortError" })
    await until(() => server.closed === 1)
    expect((await send()).status).toBe(200)
    await expect(send({}, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" })
  })

  it("are not kept beyond what the server says, nor after it closed", async () => {
    const server = await raw((socket, count) => {
      if (count === 1) socket.write(ok.replace("\r\n", "\r\nkeep-alive: timeout=1\r\n"))
    })
    const { send } = socketsTo(server.url)
    expect((await send()).text).toBe("ok")
    expect((await send()).text).toBe("ok")
    expect(server.connections).toBe(2)
    const closing = await raw((socket) => socket.end(ok))
    const other = socketsTo(closing.url)
    expect((await other.send()).text).toBe("ok")
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await other.send()).text).toBe("ok")
    expect(closing.connections).toBe(2)
  })

  it.each<[string, (socket: Socket) => void, object]>([
    ["is cut", (socket) => socket.end(ok.slice(0, -1)), { code: "ECONNRESET" }],
    ["is reset", (socket) => socket.resetAndDestroy(), { code: "ECONNRESET" }],
    ["is no HTTP", (socket) => socket.write("garbage\r\n\r\n"), { name: "HttpMalformed" }],
  ])("tell of an answer that %s", async (_, answer, error) => {
    const server = await raw(answer)
    await expect(socketsTo(server.url).send()).rejects.toMatchObject(error)
  })

  it.each<[string, (socket: Socket) => void]>([
    ["closes", (socket) => socket.end()],
    ["resets", (socket) => socket.resetAndDestroy()],
  ])("send on a new socket, once, what a kept one lost that the server %s", async (_, lose) => {
    const server = await raw((socket, count) => (count === 1 ? socket.write(ok) : lose(socket)))
    const { send } = socketsTo(server.url)
    expect((await send()).text).toBe("ok")
    expect((await send()).text).toBe("ok")
    expect(server.connections).toBe(2)
    const fragile = await raw((socket, count) =>
      count === 1 && fragile.connections === 1 ? socket.write(ok) : lose(socket),
    )
    const other = socketsTo(fragile.url)
    expect((await other.send()).text).toBe("ok")
    await expect(other.send()).rejects.toMatchObject({ code: "ECONNRESET" })
    expect(fragile.connections).toBe(2)
  })

  it("do not send again what was answered in part, left, or lost with all sockets", async () => {
    const server = await raw((socket, count) => {
      if (count === 1) socket.write(ok)
      else socket.end(ok.slice(0, 20))
    })
    const { send, sockets } = socketsTo(server.url)
    expect((await send()).text).toBe("ok")
    await expect(send()).rejects.toMatchObject({ code: "ECONNRESET" })
    expect(server.connections).toBe(1)
    const silent = await raw((socket, count) => (count === 1 ? socket.write(ok) : undefined))
    const other = socketsTo(silent.url)
    expect((await other.send()).text).toBe("ok")
    const abort = new AbortController()
    const left = other.send({}, abort.signal)
    abort.abort()
    await expect(left).rejects.toMatchObject({ name: "AbortError" })
    expect((await other.send()).text).toBe("ok")
    const lost = other.send()
    other.sockets.close()
    await expect(lost).rejects.toMatchObject({ code: "ECONNRESET" })
    expect(silent.connections).toBe(2)
    sockets.close()
  })

  it("never take what was said unasked for an answer", async () => {
    let said = false
    const server = await raw((socket, count) => {
      if (count === 1) {
        socket.write(ok)
        const unasked = ok.replace("\r\n\r\nok", "\r\n\r\nno")
        setTimeout(() => socket.write(unasked, () => (said = true)), 5)
      }
    })
    const { send } = socketsTo(server.url)
    expect((await send()).text).toBe("ok")
    await until(() => said)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect((await send()).text).toBe("ok")
    expect(server.connections).toBe(2)
  })

  it("speak HTTP/1.1 to a TLS server, resume its session, and verify its certificate", async () => {
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
    await expect(socketsTo(url).send()).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|UNABLE/),
    })
    const known = getCACertificates("default")
    setDefaultCACertificates([...known, cert])
    onCleanup(() => setDefaultCACertificates(known))
    const { send } = socketsTo(url)
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(200)
    expect(seen).toEqual(["1.1 false", "1.1 true"])
  })

  it.each([
    { path: "/a b" },
    { path: "/a\r\nx: 1" },
    { headers: { host: "h", x: "1\r\n\r\nPOST / HTTP/1.1" } },
    { headers: { host: "h", x: "竜" } },
  ])("refuse to send %j", async (changes) => {
    const server = await raw((socket) => socket.write(ok))
    await expect(socketsTo(server.url).send(changes)).rejects.toBeInstanceOf(TypeError)
    expect(server.connections).toBe(0)
  })

  it("fail what is under way when they are closed, and all that comes later", async () => {
    const server = await raw(() => {})
    const { send, sockets } = socketsTo(server.url)
    const waiting = Array.from({ length: 300 }, () => send())
    await until(() => server.connections > 0)
    sockets.close()
    for (const each of await Promise.allSettled(waiting)) expect(each.status).toBe("rejected")
    await expect(send()).rejects.toMatchObject({ code: "ECONNRESET" })
  })
})
