/** Requests through an HTTP proxy, to servers that speak h2 and HTTP/1.1. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net"
import { describe, expect, it } from "vitest"
import { pooledFetch, type PooledFetchOptions } from "../src/http/PooledFetch.ts"
import { cert } from "./certificate.ts"
import { failureOf, onCleanup, serve } from "./handlerHarness.ts"

/** A proxy that connects to `port` whatever the name, or says something else. */
const startProxy = async (port: number, answer = "HTTP/1.1 200 Connection established") => {
  const heads: Array<string> = []
  const sockets = new Set<Socket>()
  let black = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
  }
  const server = createServer((client) => {
    keep(client)
    if (black) return
    client.once("data", (head: Buffer) => {
      heads.push(head.toString())
      if (!answer.includes(" 200 ")) return client.end(`${answer}\r\n\r\n`)
      const target = connect(port, "127.0.0.1", () => {
        // In two pieces, as a network may deliver it.
        client.write(`${answer}\r\nvia: 1.1 proxy\r`)
        setTimeout(() => client.write("\n\r\n"), 5)
        client.on("data", (chunk) => void (black || target.write(chunk)))
        target.on("data", (chunk) => void (black || client.write(chunk)))
        client.once("close", () => target.destroy())
        target.once("close", () => client.destroy())
      })
      keep(target)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onCleanup(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    heads,
    url: `http://user:pass%20word@127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: () => {
      black = true
    },
  }
}

const through = (proxy: string, options: PooledFetchOptions = {}) => {
  const fetch = pooledFetch({ ca: cert, proxy, ...options })
  onCleanup(() => fetch.close())
  return fetch
}

describe.each([
  // One, and those that a starved machine tries beside it.
  ["h2", "both", 4],
  ["HTTP/1.1", "h1", 22],
] as const)("%s through a proxy", (_, protocols, most) => {
  it("carries requests, with the proxy's credentials, and lets it resolve the name", async () => {
    const server = await serve(({ body, response }) => response.end(`got ${body.length}`), {
      protocols,
    })
    const proxy = await startProxy(server.port)
    const fetch = through(proxy.url)
    const body = "x".repeat(300_000)
    const post = () => fetch(`https://localhost:${server.port}/`, { method: "POST", body })
    const all = await Promise.all(Array.from({ length: 20 }, async () => (await post()).text()))
    expect(new Set(all)).toEqual(new Set(["got 300000"]))
    expect(proxy.heads.length).toBeLessThanOrEqual(most)
    expect(proxy.heads[0]).toBe(
      `CONNECT localhost:${server.port} HTTP/1.1\r\nhost: localhost:${server.port}\r\n` +
        `proxy-authorization: Basic ${Buffer.from("user:pass word").toString("base64")}\r\n\r\n`,
    )
    expect(fetch.stats().handshakes).toBeLessThanOrEqual(proxy.heads.length)
  })
})

it("tells what a proxy said that refused", async () => {
  const proxy = await startProxy(1, "HTTP/1.1 407 Proxy Authentication Required")
  const failure = await failureOf(through(proxy.url)("https://localhost:1/"))
  expect(failure).toMatchObject({ message: "fetch failed", cause: { reason: "connect-failed" } })
  expect(String(failure.cause)).toMatch(/said of localhost:1: HTTP\/1\.1 407 Proxy Authentication/)
  expect(String(failure.cause)).not.toMatch(/pass/)
})

it("tells a proxy that is not there, and one that is silent", async () => {
  const nowhere = through("http://127.0.0.1:1")
  expect(await failureOf(nowhere("https://localhost:1/"))).toMatchObject({
    cause: { reason: "connect-failed", code: "ECONNREFUSED" },
  })
  const proxy = await startProxy(1)
  proxy.swallow()
  const silent = through(proxy.url, { connectMs: 100 })
  expect(await failureOf(silent("https://localhost:1/"))).toMatchObject({
    cause: { reason: "connect-timeout" },
  })
})

it("notices a way that was lost behind the proxy", async () => {
  const server = await serve(({ response }) => response.write("half"))
  const proxy = await startProxy(server.port)
  const fetch = through(proxy.url, { quietMs: 40, pingTimeoutMs: 60 })
  const { body } = await fetch(server.origin)
  const reader = body!.getReader()
  await reader.read()
  proxy.swallow()
  expect(await failureOf(reader.read())).toMatchObject({ cause: { reason: "body-cut" } })
  expect(fetch.stats()).toMatchObject({ evictions: 1 })
})

it("refuses a proxy that is none, without repeating it", () => {
  for (const proxy of ["socks5://u:secret@h", "secret"]) {
    expect(() => pooledFetch({ proxy })).toThrow("proxy must be an http or https URL")
  }
})
