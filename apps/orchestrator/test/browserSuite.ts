/**
 * What the pages of others can do through a visitor's browser, over WebSocket and HTTP; once for each transport.
 */
import { request } from "node:http"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { startServer, type TestServer } from "./TestServer.ts"

type Headers = Readonly<Record<string, string>>

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: string
}

/** By hand, because `fetch` sets `Host` itself. */
const send = (server: TestServer, method: string, path: string, headers: Headers, body = "") =>
  new Promise<Reply>((resolve, reject) => {
    const { port } = server
    const sending = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      let text = ""
      response.setEncoding("utf8")
      response.on("data", (part: string) => (text += part))
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
    })
    sending.once("error", reject)
    sending.end(body)
  })

const message = JSON.stringify({ id: "m", text: "hello" })
const json = { "content-type": "application/json" }

/** The status that an upgrade is answered with. */
const upgraded = async (server: TestServer, headers: Headers): Promise<number> => {
  const client = new ChatClient(server.url(), [], { headers })
  return new Promise((resolve) => {
    client.socket.once("open", () => {
      client.socket.close()
      resolve(101)
    })
    client.socket.once("unexpected-response", (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
  })
}

export const browserSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`pages of others over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())
    const own = () => `127.0.0.1:${server.port}`

    it.each([
      ["no origin", {}, true],
      ["its own", { origin: () => `http://${own()}` }, true],
      ["a page on this machine", { origin: () => "http://localhost:5173" }, true],
      ["an allowed one", { origin: () => "https://shop.example" }, true],
      [
        "a public name of its own",
        { host: "www.shop.example", origin: () => "https://www.shop.example" },
        true,
      ],
      [
        "its public name and the port",
        { host: "www.shop.example:443", origin: () => "https://www.shop.example" },
        true,
      ],
      ["somebody else's", { origin: () => "https://evil.example" }, false],
      ["nobody's", { origin: () => "null" }, false],
      [
        "one that looks like an allowed one",
        { origin: () => "https://shop.example.evil.example" },
        false,
      ],
      ["an allowed one without TLS", { origin: () => "http://shop.example" }, false],
      [
        "another port of its public name",
        { host: "www.shop.example", origin: () => "https://www.shop.example:8443" },
        false,
      ],
      [
        "a page on a visitor's machine",
        { host: "www.shop.example", origin: () => "http://localhost:5173" },
        false,
      ],
    ] as ReadonlyArray<[string, { host?: string; origin?: () => string }, boolean]>)(
      "origin: %s",
      async (_, given, isAllowed) => {
        const headers = {
          host: given.host ?? own(),
          ...(given.origin === undefined ? {} : { origin: given.origin() }),
        }
        expect(await upgraded(server, headers)).toBe(isAllowed ? 101 : 403)
        const reply = await send(server, "POST", "/chat", { ...headers, ...json }, message)
        expect(reply.status).toBe(isAllowed ? 200 : 403)
      },
    )

    it.each([
      ["127.0.0.1", 200],
      ["localhost:8080", 200],
      ["chat.localhost", 200],
      ["10.1.2.3:8080", 200],
      ["[::1]:8080", 200],
      ["www.shop.example", 200],
      ["WWW.SHOP.EXAMPLE", 200],
      ["evil.example", 421],
      ["127.0.0.1.evil.example", 421],
      ["shop.example.evil.example:8080", 421],
    ])("host %s: %i", async (host, status) => {
      expect(await upgraded(server, { host })).toBe(status === 200 ? 101 : status)
      const reply = await send(server, "POST", "/chat", { host, ...json }, message)
      expect(reply.status).toBe(status)
      // A load balancer asks by whatever name it knows.
      expect((await send(server, "GET", "/healthz", { host })).status).toBe(200)
    })

    it("logs the name that is none of its own, once a minute", () => {
      const names = server.said.filter((line) => line.startsWith("refused with 421"))
      expect(names).toEqual([
        'refused with 421: "evil.example" is no name of this server (ALLOWED_HOSTS)',
      ])
    })

    it.each([
      [{}, 415],
      [{ "content-type": "text/plain" }, 415],
      [{ "content-type": "application/x-www-form-urlencoded" }, 415],
      [{ "content-type": "multipart/form-data; boundary=x" }, 415],
      [{ "content-type": "application/jsonp" }, 415],
      [{ "content-type": "application/json" }, 200],
      [{ "content-type": "Application/JSON; charset=utf-8" }, 200],
    ] as ReadonlyArray<[Headers, number]>)("posts with %o: %i", async (headers, status) => {
      const reply = await send(server, "POST", "/chat", headers, message)
      expect(reply.status).toBe(status)
      if (status === 415)
        expect(JSON.parse(reply.body)).toMatchObject({ error: { code: "bad-frame" } })
    })

    it("lets pages of an allowed origin, and no others, read what they asked", async () => {
      const asked = { "access-control-request-method": "POST" }
      const origin = "https://shop.example"
      const yes = await send(server, "OPTIONS", "/chat", { ...asked, origin })
      expect(yes.status).toBe(204)
      expect(yes.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "POST",
        "access-control-allow-headers":
          "content-type, authorization, x-resume-token, x-session, traceparent",
        vary: "origin",
      })
      expect(yes.headers["access-control-allow-credentials"]).toBeUndefined()
      const posted = await send(server, "POST", "/chat", { ...json, origin }, message)
      expect(posted.headers["access-control-allow-origin"]).toBe(origin)
      for (const origin of ["https://evil.example", "http://localhost:5173"]) {
        const no = await send(server, "OPTIONS", "/chat", { ...asked, origin })
        expect(no.status).toBe(403)
        const page = await send(server, "GET", "/healthz", { origin })
        expect(page.headers["access-control-allow-origin"]).toBeUndefined()
      }
      expect((await send(server, "OPTIONS", "/chat", {})).status).toBe(405)
    })

    it("tells browsers how to treat each reply", async () => {
      const replies = await Promise.all([
        send(server, "GET", "/healthz", {}),
        send(server, "GET", "/nowhere", {}),
        send(server, "POST", "/chat", json, message),
        send(server, "POST", "/chat", {}, message),
      ])
      for (const { headers } of replies) {
        expect(headers).toMatchObject({
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "cross-origin-resource-policy": "same-origin",
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        })
      }
    })
  })
}
