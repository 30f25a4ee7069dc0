/**
 * Limits of users, anonymous sessions and addresses, each in a name space of its own; once for each transport.
 */
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { TurnHooks } from "../src/sessions/TurnHooks.ts"
import { ChatClient } from "./ChatClient.ts"
import { startServer, type TestServer, type TestServerOptions } from "./TestServer.ts"

/** A visitor behind the proxy that the server trusts. */
const from = (server: TestServer, address: string, query = "") =>
  new ChatClient(server.url(query), [], { headers: { "x-forwarded-for": address } })

/** The status of an upgrade that is refused; 101 for one that is not. */
const statusOf = (client: ChatClient): Promise<number> =>
  new Promise((resolve) => {
    client.socket.once("open", () => resolve(101))
    client.socket.once("unexpected-response", (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
  })

export const addressSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  const using = async (options: TestServerOptions, use: (server: TestServer) => Promise<void>) => {
    const server = await startServer(transport, { trustedProxies: 1, ...options })
    try {
      await use(server)
    } finally {
      await server.close()
    }
  }
  const post = (server: TestServer, address: string, body: object, query = "") =>
    fetch(`${server.http}/chat${query}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": address },
      body: JSON.stringify({ id: "m", text: "hello", ...body }),
    })

  describe(`limits by address over ${name}`, () => {
    it("keeps users, anonymous sessions and addresses apart", () =>
      using({ rateLimitPerMinute: 2 }, async (server) => {
        // Named as a user, and as an address.
        for (const session of ["demo-09", "10.0.0.1"]) {
          for (const id of ["a", "b", "c"]) await post(server, "10.0.0.1", { session, id })
        }
        const user = from(server, "10.0.0.2", "?user=demo-09")
        await user.first("ready")
        for (const id of ["a", "b"]) {
          user.message(id, "hello")
          expect(await user.end(id)).toMatchObject({ finish: "complete" })
        }
        user.message("c", "hello")
        expect(await user.end("c")).toMatchObject({ code: "rate-limited" })
        await user.close()
      }))

    it("limits messages of an address however many sessions it makes", () =>
      using({ rateLimitPerMinute: 5, address: { messagesPerMinute: 30 } }, async (server) => {
        const statuses: Array<number> = []
        for (let at = 0; at < 12; at += 1) {
          const reply = await post(server, "10.0.0.1", { session: `s-${at}` })
          statuses.push(reply.status)
          await reply.text()
        }
        // Five at once, and one more for every two seconds that this takes.
        const answered = statuses.filter((status) => status === 200).length
        expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
        expect(answered).toBeLessThan(10)
        expect(statuses).toContain(429)
        expect((await post(server, "10.0.0.2", { session: "t" })).status).toBe(200)
      }))

    it("lets one user ask at once what a user may, in spite of the address's limit", () =>
      using({ rateLimitPerMinute: 12, address: { messagesPerMinute: 60 } }, async (server) => {
        const statuses = []
        for (let at = 0; at < 12; at += 1) {
          const reply = await post(server, "10.0.0.1", { id: `m-${at}` }, "?user=demo-01")
          statuses.push(reply.status)
          await reply.text()
        }
        expect(new Set(statuses)).toEqual(new Set([200]))
      }))

    it("limits sockets of an address, and lets it open others when some have gone", () =>
      using({ address: { sockets: 2 } }, async (server) => {
        const [one, two] = [from(server, "10.0.0.1"), from(server, "10.0.0.1")]
        expect([await statusOf(one), await statusOf(two)]).toEqual([101, 101])
        expect(await statusOf(from(server, "10.0.0.1"))).toBe(429)
        expect((await post(server, "10.0.0.1", {})).status).toBe(429)
        expect(await statusOf(from(server, "10.0.0.2"))).toBe(101)
        await one.close()
        await expect.poll(() => statusOf(from(server, "10.0.0.1"))).toBe(101)
        await two.close()
      }))

    it("does not lose count of handshakes that fail", () =>
      using({ address: { sockets: 1 } }, async (server) => {
        for (let at = 0; at < 3; at += 1) {
          await fetch(`${server.http}/chat`, {
            headers: { "x-forwarded-for": "10.0.0.1" },
          }).then((reply) => reply.text())
          const bad = from(server, "10.0.0.1")
          bad.socket.terminate()
        }
        await expect.poll(() => statusOf(from(server, "10.0.0.1"))).toBe(101)
      }))

    it("limits opens and closes", () =>
      using({ address: { opensPerMinute: 9 } }, async (server) => {
        for (let at = 0; at < 3; at += 1) {
          const client = from(server, "10.0.0.1")
          expect(await statusOf(client)).toBe(101)
          await client.close()
        }
        expect(await statusOf(from(server, "10.0.0.1"))).toBe(429)
        expect(await statusOf(from(server, "10.0.0.2"))).toBe(101)
      }))

    it("limits new sessions of anonymous visitors, not those of users", () =>
      using({ address: { sessionsPerMinute: 6 } }, async (server) => {
        for (let at = 0; at < 2; at += 1) await from(server, "10.0.0.1").first("ready")
        const third = from(server, "10.0.0.1")
        expect(await third.closed).toBe(1013)
        expect(third.frames).toMatchObject([{ code: "rate-limited", retryable: true }])
        expect((await post(server, "10.0.0.1", {})).status).toBe(429)
        await from(server, "10.0.0.1", "?user=demo-01").first("ready")
        await from(server, "10.0.0.2").first("ready")
      }))

    it("cuts who floods with frames, and nobody else", () =>
      using({ address: { framesPerSecond: 100 } }, async (server) => {
        const flood = from(server, "10.0.0.1")
        const other = from(server, "10.0.0.2")
        await Promise.all([flood.first("ready"), other.first("ready")])
        for (let at = 0; at < 400; at += 1) flood.send({ type: "ping" })
        expect(await flood.closed).toBe(1008)
        const pongs = flood.frames.filter(({ type }) => type === "pong").length
        // Opening the socket was one of the hundred.
        expect(pongs).toBeGreaterThanOrEqual(99)
        expect(pongs).toBeLessThan(300)
        expect(flood.frames.filter(({ type }) => type === "error").length).toBeLessThan(10)
        other.message("a", "hello")
        expect(await other.end("a")).toMatchObject({ finish: "complete" })
      }))

    it("opens nothing more for a while where a socket had to be cut", () =>
      using({ address: { readingPercent: 1 } }, async (server) => {
        const flood = from(server, "10.0.0.1")
        await flood.first("ready")
        for (let at = 0; at < 3_000; at += 1) flood.send({ type: "ping" })
        await flood.closed
        expect(await statusOf(from(server, "10.0.0.1"))).toBe(429)
        expect(await statusOf(from(server, "10.0.0.2"))).toBe(101)
      }))

    it("cuts who floods with control frames of the WebSocket protocol", () =>
      using({ address: { framesPerSecond: 20 } }, async (server) => {
        const flood = from(server, "10.0.0.1")
        await flood.first("ready")
        for (let at = 0; at < 400; at += 1) {
          if (at % 2 === 0) flood.socket.ping()
          else flood.socket.pong()
        }
        expect(await flood.closed).toBe(1008)
      }))

    it("limits the bytes of an address", () =>
      using({ address: { bytesPerSecond: 10_000 } }, async (server) => {
        const client = from(server, "10.0.0.1")
        await client.first("ready")
        // Five seconds' share at once, then no more.
        for (let at = 0; at < 10; at += 1) client.socket.send("x".repeat(9_000))
        await client.wait((frame) => frame.type === "error" && frame.code === "rate-limited")
        const bad = client.frames.filter((frame) => "code" in frame && frame.code === "bad-frame")
        expect(bad).toHaveLength(5)
        await client.close()
      }))

    it("reads so many drafts of an address, whatever its sockets", async () => {
      let read = 0
      const hooks = Layer.succeed(TurnHooks, {
        carry: () => Effect.succeed(false),
        opened: () => {},
        draft: () => {
          read += 1
        },
        closed: () => {},
      })
      await using({ hooks, address: { draftsPerSecond: 5 } }, async (server) => {
        const clients = Array.from({ length: 10 }, () => from(server, "10.0.0.1"))
        await Promise.all(clients.map((client) => client.first("ready")))
        for (const client of clients) {
          for (let at = 0; at < 4; at += 1) client.send({ type: "draft", text: `what ${at}` })
        }
        await Promise.all(clients.map((client) => client.settled()))
        expect(read).toBeGreaterThanOrEqual(10)
        expect(read).toBeLessThan(16)
      })
    })

    it("spends so much of the processor on an address's drafts", async () => {
      let read = 0
      const hooks = Layer.succeed(TurnHooks, {
        carry: () => Effect.succeed(false),
        opened: () => {},
        draft: () => {
          read += 1
          const before = process.threadCpuUsage()
          while (process.threadCpuUsage(before).user < 100_000);
        },
        closed: () => {},
      })
      await using({ hooks, address: { readingPercent: 5 } }, async (server) => {
        const clients = Array.from({ length: 10 }, () => from(server, "10.0.0.1"))
        await Promise.all(clients.map((client) => client.first("ready")))
        for (const client of clients) {
          for (let at = 0; at < 4; at += 1) client.send({ type: "draft", text: `what ${at}` })
        }
        await Promise.all(clients.map((client) => client.settled()))
        // Fifty milliseconds at once, of which each takes a hundred.
        expect(read).toBeGreaterThanOrEqual(1)
        expect(read).toBeLessThanOrEqual(7)
        clients[0]?.message("a", "hello")
        expect(await clients[0]?.end("a")).toMatchObject({ code: "rate-limited", id: "a" })
      })
    })
  })
}
