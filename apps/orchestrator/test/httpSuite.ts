/**
 * `POST /chat` and the operator's pages, by `fetch` and by hand; run once for each transport.
 */
import { request } from "node:http"
import type { ServerFrame } from "@manga-assist/protocol"
import { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Readiness } from "../src/transport/Readiness.ts"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { RawConnection } from "./RawConnection.ts"
import { startServer, type TestServer } from "./TestServer.ts"

/** The events of a stream, as the specification reads it: comments are skipped, data is one line here. */
export const eventsOf = (body: string): ReadonlyArray<ServerFrame> =>
  body
    .split("\n\n")
    .filter((block) => block !== "" && !block.startsWith(":"))
    .map((block) => {
      const match = /^event: (.+)\ndata: (.+)$/.exec(block)
      const frame = JSON.parse(match?.[2] ?? "null") as ServerFrame
      expect(frame.type).toBe(match?.[1])
      return frame
    })

const json = { "content-type": "application/json" }

const found = { ok: false, firstMs: 9, warmMs: 2, detail: "no route", awayMs: 20_000 }
const services = [{ name: "opensearch", ...found }]

export const httpSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`http over ${name}`, () => {
    let server: TestServer
    let warm = false
    beforeAll(async () => {
      const readiness = Layer.succeed(Readiness, {
        report: () => ({ passed: warm, services }),
      })
      server = await startServer(transport, { readiness, rateLimitPerMinute: 1_000 })
    })
    afterAll(() => server.close())
    const post = (body: string | undefined, query = "", init: RequestInit = {}) =>
      fetch(`${server.http}/chat${query}`, {
        method: "POST",
        headers: json,
        body: body ?? null,
        ...init,
      })
    const ask = (id: string, text: string, more: Record<string, unknown> = {}) =>
      JSON.stringify({ id, text, ...more })

    it("streams one turn as events", async () => {
      const reply = await post(ask("a", " hello ", { session: "http-1", locale: "en" }), "?user=u1")
      expect(reply.status).toBe(200)
      expect(reply.headers.get("content-type")).toMatch(/^text\/event-stream/)
      expect(reply.headers.get("server-timing")).toMatch(/^accept;dur=[\d.]+;desc="ok"/)
      expect(reply.headers.get("cache-control")).toBe("no-cache")
      expect(reply.headers.get("x-accel-buffering")).toBe("no")
      const events = eventsOf(await reply.text())
      expect(events.map((event) => event.type)).toEqual([
        "turn-start",
        "products",
        "delta",
        "turn-end",
      ])
      expect(events.at(-1)).toMatchObject({ id: "a", finish: "complete" })
      expect(server.script.requests.at(-1)).toMatchObject({
        session: "http-1",
        user: "u1",
        text: "hello",
        locale: "en",
      })
    })

    it.each([
      ["header", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", undefined],
      ["field", undefined, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"],
      [
        "field before the header",
        "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
      ],
    ])("takes the caller's trace from the %s", async (place, header, field) => {
      const more = field === undefined ? {} : { traceparent: field }
      const headers = header === undefined ? json : { ...json, traceparent: header }
      const reply = await post(ask(`t-${place}`, "hello", more), "", { headers })
      expect(reply.status).toBe(200)
      await reply.text()
      expect(server.script.requests.at(-1)?.traceparent).toBe(field ?? header)
    })

    it("takes a wrong header of a trace for none", async () => {
      const headers = { ...json, traceparent: "00-short-01" }
      expect((await post(ask("t-wrong", "hello"), "", { headers })).status).toBe(200)
      expect(server.script.requests.at(-1)).not.toHaveProperty("traceparent")
    })

    it("sends the first event before the turn has ended", async () => {
      const reply = await post(ask("a", `hold http-${name}`))
      const reader = reply.body!.getReader()
      const first = new TextDecoder().decode((await reader.read()).value)
      expect(first).toMatch(/^event: turn-start\n/)
      server.script.release(`http-${name}`)
      let rest = ""
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        rest += new TextDecoder().decode(value)
      }
      expect(eventsOf(first + rest).at(-1)).toMatchObject({ finish: "complete" })
    })

    it("replays for a session, whichever way it is asked", async () => {
      const client = await ChatClient.open(server.url(`?session=both-${name}`))
      client.message("a", "hello")
      await client.end("a")
      const runs = server.script.requests.length
      const events = eventsOf(
        await (await post(ask("a", "hello", { session: `both-${name}` }))).text(),
      )
      expect(events).toEqual(client.frames.slice(1))
      expect(server.script.requests).toHaveLength(runs)
      await client.close()
    })

    it.each([
      ["no body", undefined, 400],
      ["an empty body", "", 400],
      ["broken JSON", "{", 400],
      ["a list", "[]", 400],
      ["an unknown field", '{"id":"a","text":"hi","more":1}', 400],
      ["a long text", JSON.stringify({ id: "a", text: "x".repeat(2_001) }), 400],
      ["a session outside its alphabet", '{"id":"a","text":"hi","session":"a b"}', 400],
      ["16 KiB and one byte", JSON.stringify({ id: "a", text: "x".repeat(16_365) }), 413],
      ["200 KiB", "x".repeat(200_000), 413],
    ])("refuses %s", async (_, body, status) => {
      const reply = await post(body)
      expect(reply.status).toBe(status)
      expect(reply.headers.get("content-type")).toMatch(/^application\/json/)
      const code = status === 413 ? "too-large" : "bad-frame"
      expect(await reply.json()).toMatchObject({ error: { type: "error", code, retryable: false } })
    })

    it("refuses a body that is not UTF-8, and a user outside the alphabet", async () => {
      const bytes = Buffer.concat([
        Buffer.from('{"id":"a","text":"'),
        Buffer.from([0xff, 0x22, 0x7d]),
      ])
      const reply = await fetch(`${server.http}/chat`, {
        method: "POST",
        headers: json,
        body: bytes,
      })
      expect(reply.status).toBe(400)
      expect((await post(ask("a", "hi"), "?user=a%0Ab")).status).toBe(400)
    })

    it("refuses another user's session", async () => {
      const session = `own-${name}`
      expect((await post(ask("a", "hi", { session }), "?user=demo-01")).status).toBe(200)
      const reply = await post(ask("b", "hi", { session }), "?user=demo-02")
      expect(reply.status).toBe(401)
      expect(await reply.json()).toMatchObject({ error: { code: "unauthorized", id: "b" } })
    })

    it("limits the rate", async () => {
      const limited = await startServer(transport, { rateLimitPerMinute: 1 })
      const send = (id: string) =>
        fetch(`${limited.http}/chat?user=u`, { method: "POST", headers: json, body: ask(id, "hi") })
      expect((await send("a")).status).toBe(200)
      const reply = await send("b")
      expect(reply.status).toBe(429)
      expect(await reply.json()).toMatchObject({ error: { code: "rate-limited", id: "b" } })
      await limited.close()
    })

    it("answers 503 when the turn fails before it begins, else an error event", async () => {
      const before = await post(ask("a", "die-first"))
      expect(before.status).toBe(503)
      expect(await before.json()).toMatchObject({ error: { code: "internal", id: "a" } })
      const after = await post(ask("a", "fail"))
      expect(after.status).toBe(200)
      const events = eventsOf(await after.text())
      expect(events.map((event) => event.type)).toEqual(["turn-start", "error"])
      expect(events[1]).toMatchObject({ code: "model-unavailable", id: "a" })
    })

    it("ends the turn of a client that leaves", async () => {
      const before = server.script.interrupted
      const leaving = new AbortController()
      const reply = await post(ask("a", "never"), "", { signal: leaving.signal })
      await reply.body!.getReader().read()
      leaving.abort()
      await expect.poll(() => server.script.interrupted).toBe(before + 1)
    })

    it("ends the turn of a client that does not read", async () => {
      const before = server.script.interrupted
      const raw = await RawConnection.open(server.port)
      const body = ask("a", "flood")
      raw.write(
        `POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      await raw.until("turn-start")
      raw.socket.pause()
      await expect.poll(() => server.script.interrupted, { timeout: 10_000 }).toBe(before + 1)
      raw.end()
    })

    it("delivers a long stream to a client that reads late", async () => {
      const raw = await RawConnection.open(server.port)
      raw.socket.pause()
      const body = ask("a", "long 900")
      raw.write(
        `POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      for (let turn = 0; turn < 5; turn += 1) await fetch(`${server.http}/healthz`)
      raw.socket.resume()
      await raw.until('"finish":"complete"')
      expect(raw.text.match(/y/g)!.length).toBeGreaterThanOrEqual(900 * 1_024)
      raw.end()
    })

    it("takes a chunked body, in pieces, and a body that never ends takes nothing with it", async () => {
      const body = ask("a", "hello")
      const raw = await RawConnection.open(server.port)
      raw.write(
        "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
      )
      for (const letter of body) raw.write(`1\r\n${letter}\r\n`)
      raw.write("0\r\n\r\n")
      await raw.until('"finish":"complete"')
      raw.end()
      const endless = await RawConnection.open(server.port)
      endless.write(
        "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
      )
      const huge = await RawConnection.open(server.port)
      huge.write(
        "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n",
      )
      huge.write("x".repeat(20_000))
      await huge.until("HTTP/1.1 413")
      expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
      endless.end()
      huge.end()
    })

    it("answers a body that is far too long while it is still being sent", async () => {
      for (const chunked of [false, true]) {
        const reply = await new Promise<number | undefined>((resolve, reject) => {
          const url = `${server.http}/chat`
          const length = chunked ? {} : { "content-length": 20_000_000 }
          const sending = request(url, {
            method: "POST",
            agent: false,
            headers: { ...json, ...length },
          })
          sending.once("response", (response) => {
            response.resume()
            resolve(response.statusCode)
          })
          sending.once("error", reject)
          sending.end(Buffer.alloc(20_000_000, "x"))
        })
        expect(reply).toBe(413)
      }
    })

    it("says whether it is alive and whether it is ready", async () => {
      for (const [base, details] of [
        [server.http, {}],
        [server.operator, { services }],
      ] as const) {
        warm = false
        expect((await fetch(`${base}/healthz`)).status).toBe(200)
        const cold = await fetch(`${base}/readyz`)
        expect(cold.status).toBe(503)
        expect(await cold.json()).toEqual({ ready: false, draining: false, ...details })
        warm = true
        // Also while a service is away.
        const ready = await fetch(`${base}/readyz`)
        expect(ready.status).toBe(200)
        expect(await ready.json()).toEqual({ ready: true, draining: false, ...details })
      }
    })

    it("keeps the operators' pages to the operators' port", async () => {
      for (const path of ["/metrics", "/endpoints"]) {
        expect((await fetch(`${server.http}${path}`)).status).toBe(404)
        expect((await fetch(`${server.operator}${path}`)).status).toBe(200)
      }
      for (const [path, method, status] of [
        ["/chat", "POST", 404],
        ["/metrics", "DELETE", 405],
        ["/endpoints", "POST", 405],
        ["/readyz", "PUT", 405],
        ["/", "GET", 404],
      ] as const) {
        expect((await fetch(`${server.operator}${path}`, { method })).status).toBe(status)
      }
      const client = new ChatClient(`${server.operator.replace("http", "ws")}/chat`)
      expect(await client.closed).toBe(1006)
    })

    it.each([
      ["/", "GET", 404, null],
      ["/chat/", "GET", 404, null],
      ["/chat/../metrics/..", "POST", 404, null],
      ["/%2e%2e/etc/passwd", "GET", 404, null],
      ["/nowhere", "DELETE", 404, null],
      ["/chat", "GET", 405, "POST"],
      ["/chat", "PUT", 405, "POST"],
      ["/healthz", "POST", 405, "GET, HEAD"],
      ["/metrics", "GET", 404, null],
      ["/endpoints", "GET", 404, null],
      ["/readyz", "PATCH", 405, "GET, HEAD"],
    ])("answers %s by %s with %i", async (path, method, status, allow) => {
      const reply = await fetch(`${server.http}${path}`, { method })
      expect(reply.status).toBe(status)
      expect(reply.headers.get("allow")).toBe(allow)
      expect(reply.headers.get("content-type")).toMatch(/^application\/json/)
      expect(await reply.json()).toHaveProperty("error.message")
    })

    it("answers HEAD without a body", async () => {
      for (const url of [
        `${server.http}/healthz`,
        `${server.http}/readyz`,
        `${server.operator}/metrics`,
        `${server.operator}/endpoints`,
      ]) {
        const reply = await fetch(url, { method: "HEAD" })
        expect(reply.status).toBe(200)
        expect(Number(reply.headers.get("content-length"))).toBeGreaterThan(0)
        expect(await reply.text()).toBe("")
      }
    })

    it("says that nobody looks at endpoints when nobody does", async () => {
      const reply = await fetch(`${server.operator}/endpoints`)
      expect([reply.status, await reply.json()]).toEqual([200, { enabled: false }])
    })

    it("shows what it counted", async () => {
      let page = ""
      // A connection that is cut ends a second later.
      await expect
        .poll(async () => (page = await (await fetch(`${server.operator}/metrics`)).text()), {
          timeout: 5_000,
        })
        .toMatch(/^manga_assist_open_connections 0$/m)
      expect(page).toMatch(/^manga_assist_turns_total\{outcome="complete",source="model"\} [1-9]/m)
      expect(page).toMatch(/^manga_assist_errors_total\{code="too-large"\} 5$/m)
      expect(page).toMatch(/^manga_assist_turn_duration_seconds_bucket\{le="\+Inf"\} [1-9]/m)
      expect(page).toMatch(/^manga_assist_first_content_seconds_count [1-9]/m)
      expect(page).toMatch(/^manga_assist_running_messages 0$/m)
    })
  })
}
