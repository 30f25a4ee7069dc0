/** What requests cost their address, and those that are not read at all; run once for each transport. */
import type { Layer } from "effect"
import { describe, expect, it, vi } from "vitest"
import { VisitorLimits } from "../src/sessions/VisitorLimits.ts"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { gatewaySecret, openGateway } from "./OpenGateway.ts"
import { RawConnection } from "./RawConnection.ts"
import { startServer, type TestServer, type TestServerOptions } from "./TestServer.ts"

/** Every way in on which a body is posted, with what each says to who has asked too much. */
const posts = [
  ["/chat", '"code":"rate-limited"'],
  ["/ai", "too many requests"],
  ["/v1/chat/completions", '"type":"rate_limit_error"'],
  ["/v1/responses", '"type":"rate_limit_error"'],
  ["/mcp", '"jsonrpc":"2.0"'],
] as const

export const requestsSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  const using = async (options: TestServerOptions, use: (server: TestServer) => Promise<void>) => {
    const server = await startServer(transport, { trustedProxies: 1, ...options })
    try {
      await use(server)
    } finally {
      await server.close()
    }
  }
  const get = async ({ http }: TestServer, path: string, address: string) => {
    const reply = await fetch(http + path, { headers: { "x-forwarded-for": address } })
    await reply.text()
    return reply.status
  }
  const post = async ({ http }: TestServer, path: string, address: string, body: string) => {
    const reply = await fetch(http + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": address },
      body,
    })
    return { status: reply.status, text: await reply.text() }
  }
  /** All that is said to it until it is closed, or for so long. */
  const said = async (port: number, request: string): Promise<RawConnection> => {
    const connection = await RawConnection.open(port)
    connection.write(request)
    await expect.poll(() => connection.isClosed, { timeout: 8_000 }).toBe(true)
    return connection
  }
  const replies = ({ text }: RawConnection) => text.match(/HTTP\/1\.1 \d{3}/g)

  describe(`requests of an address over ${name}`, () => {
    it("are limited, pages among them, but not questions after the server's health", () =>
      using({ address: { framesPerSecond: 0.2 } }, async (server) => {
        expect(await get(server, "/v1/models", "10.0.0.1")).toBe(200)
        for (const path of ["/v1/models", "/", "/nothing", "/ai/a/stream"]) {
          const asked = Array.from({ length: 5 }, () => get(server, path, "10.0.0.1"))
          expect([path, await Promise.all(asked)]).toEqual([path, expect.arrayContaining([429])])
        }
        for (const path of ["/healthz", "/readyz"]) {
          expect(await get(server, path, "10.0.0.1")).toBe(200)
        }
        expect(await get(server, "/v1/models", "10.0.0.2")).toBe(200)
      }))

    it.each(["GET /healthz", "GET /v1/models", "POST /nothing", "POST /chat"])(
      "end their connection where hundreds come at once: %s",
      (line) =>
        using({}, async ({ port }) => {
          const body = line.startsWith("POST") ? "content-length: 2\r\n\r\n{}" : "\r\n"
          const one = `${line} HTTP/1.1\r\nhost: localhost\r\n${body}`
          expect(replies(await said(port, one.repeat(500)))?.length ?? 0).toBeLessThanOrEqual(4)
          const connection = await RawConnection.open(port)
          for (const count of [1, 2, 3]) {
            connection.write(one)
            await expect.poll(() => replies(connection)).toHaveLength(count)
          }
          connection.end()
        }),
    )

    it.each(posts)("pay for the bytes of bodies that nobody reads: %s", (path, words) =>
      using({ address: { bytesPerSecond: 20_000 } }, async (server) => {
        // Three are more than is allowed at once; only six are cut.
        const junk = "x".repeat(35_000)
        let reply = { status: 0, text: "" }
        for (let at = 0; at < 100 && reply.status !== 429; at += 1) {
          reply = await post(server, path, "10.0.0.1", junk)
        }
        expect(reply).toMatchObject({ status: 429, text: expect.stringContaining(words) })
        expect((await post(server, path, "10.0.0.2", "{}")).status).toBe(400)
      }),
    )

    // uWebSockets.js lets nobody see what comes behind its answer.
    it.runIf(name === "ws").each(["/nothing", "/healthz", "/gateway/default"])(
      "pay for the bytes of bodies that nobody asked for: %s",
      (path) =>
        using(
          { address: { bytesPerSecond: 20_000 }, gateway: openGateway(() => {}) },
          async (server) => {
            let status = 0
            for (let at = 0; at < 100 && status !== 429; at += 1) {
              await post(server, path, "10.0.0.1", "x".repeat(90_000))
              status = await get(server, "/v1/models", "10.0.0.1")
            }
            expect(status).toBe(429)
          },
        ),
    )

    it("are events of a gateway only with its secret, and then its visitor's", () =>
      using(
        { address: { framesPerSecond: 0.2 }, gateway: openGateway(() => {}) },
        async ({ http }) => {
          const event = async (kind: string, visitor: string, secret: string) => {
            const reply = await fetch(`${http}/gateway/${kind}`, {
              method: "POST",
              headers: {
                "x-forwarded-for": "10.0.0.1",
                "x-connection-id": "a",
                "x-source-ip": visitor,
                "x-gateway-secret": secret,
              },
            })
            await reply.text()
            return reply.status
          }
          expect(await event("connect", "10.0.0.2", "a guess")).toBe(403)
          expect(await event("connect", "10.0.0.2", "a guess")).toBe(429)
          expect(await event("connect", "10.0.0.2", gatewaySecret)).toBe(200)
          expect(await event("connect", "10.0.0.2", gatewaySecret)).toBe(429)
          expect(await event("connect", "10.0.0.3", gatewaySecret)).toBe(200)
          expect(await event("connect", "2001:db8:1:2::1", gatewaySecret)).toBe(200)
          expect(await event("connect", "2001:db8:1:2:3::1", gatewaySecret)).toBe(429)
          expect(await event("disconnect", "10.0.0.2", gatewaySecret)).toBe(202)
        },
      ))

    it.each(posts)("pay for the time that decoding takes: %s", (path) =>
      using({ address: { readingPercent: 1 } }, async (server) => {
        const messages = Array.from({ length: 600 }, () => ({ id: "a", role: "user", parts: [] }))
        const junk = JSON.stringify({ id: 1, model: 1, messages }).slice(0, 16_000)
        let refused = 0
        // Ten milliseconds at once: each takes a part of one.
        for (let at = 0; at < 20_000 && refused === 0; at += 20) {
          const asked = Array.from({ length: 20 }, () => post(server, path, "10.0.0.1", junk))
          for (const { status } of await Promise.all(asked)) refused += status === 429 ? 1 : 0
        }
        expect(refused).toBeGreaterThan(0)
        expect((await post(server, path, "10.0.0.2", junk)).status).toBeLessThan(429)
      }),
    )

    it("are cut where they send far more than they may", () =>
      using({ address: { bytesPerSecond: 10_000 } }, async (server) => {
        const head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 10.0.0.1\r\n" +
          "content-type: application/json\r\ncontent-length: 200000\r\n\r\n"
        const cut = await said(server.port, head + "x".repeat(150_000))
        expect(replies(cut)).toBeNull()
        await expect
          .poll(async () => (await fetch(`${server.operator}/metrics`)).text())
          .toContain("manga_assist_open_connections 0\n")
      }))

    it.each([
      ["two lengths", "content-length: 0\r\ncontent-length: 40"],
      ["two lengths in one", "content-length: 0, 40"],
      ["a coding that is none", "transfer-encoding: xchunked"],
      ["a coding that is none, and its end", "transfer-encoding: xchunked\r\n\r\n0"],
      ["a coding and a length", "transfer-encoding: chunked\r\ncontent-length: 0"],
    ])("end where they do not say how long they are: %s", (_, lines) =>
      using({}, async (server) => {
        const head = `POST /nothing HTTP/1.1\r\nhost: localhost\r\n${lines}\r\n\r\n`
        const next = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
        const ended = await said(server.port, head + next)
        expect(replies(ended)?.length ?? 0).toBeLessThan(2)
        expect(ended.text).not.toContain('{"ok":true}')
      }),
    )

    it("are cut where a body comes in crumbs", () =>
      using({}, async ({ port }) => {
        using offended = vi.spyOn(VisitorLimits.prototype, "offended")
        const head =
          "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        expect(replies(await said(port, `${head}${"1\r\nx\r\n".repeat(3_000)}`))).toBeNull()
        expect(offended).toHaveBeenCalledTimes(1)
      }))

    it("have a head of 16 KiB at most", () =>
      using({}, async (server) => {
        const asked = (bytes: number) =>
          `GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-a: ${"a".repeat(bytes)}\r\n\r\n`
        const large = await RawConnection.open(server.port)
        large.write(asked(15_000))
        await large.until('{"ok":true}')
        large.end()
        expect(replies(await said(server.port, asked(17_000)))).toEqual(["HTTP/1.1 431"])
      }))

    it("may ask for the server's health by HTTP/1.0 on the operators' port", () =>
      using({}, async (server) => {
        for (const path of ["/healthz", "/readyz"]) {
          const asked = await said(
            Number(new URL(server.operator).port),
            `GET ${path} HTTP/1.0\r\n\r\n`,
          )
          expect(replies(asked)).toEqual(["HTTP/1.1 200"])
        }
      }))
  })
}
