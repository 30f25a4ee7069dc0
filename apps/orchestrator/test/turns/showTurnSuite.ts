/** `GET /turns/<session>/<turn>`: to whom a turn is shown again, and what everybody else is told. */
import type { Layer } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { refusingIdentity, tokenIdentity } from "../FixedIdentity.ts"
import { startServer, type TestServer, type TestServerOptions } from "../TestServer.ts"
import { StoredTurns } from "./StoredTurns.ts"

type Headers = Readonly<Record<string, string>>

const said = { question: "Is it in stock?", answer: "Yes, it is." }
const shown = { turn: "t-1", ...said, products: ["blue-lock-12"], at: 1_764_633_600_000 }

const by = (token: string): Headers => ({ authorization: `Bearer ${token}` })

export const showTurnSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`a turn shown again over ${name}`, () => {
    let table: StoredTurns
    let server: TestServer
    const start = (options: TestServerOptions = {}) =>
      startServer(transport, { identity: tokenIdentity, pastTurns: table.layer, ...options })
    const get = (path: string, headers: Headers = {}, at = server) =>
      fetch(`${at.http}/turns/${path}`, { headers })
    /** A visitor's conversation, with the proof of it. */
    const visit = async (at = server) => {
      const reply = await fetch(`${at.http}/chat`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id: "m", text: "hello" }),
      })
      await reply.text()
      const session = reply.headers.get("x-session") ?? ""
      return { session, proof: reply.headers.get("x-resume-token") ?? "" }
    }
    beforeAll(async () => {
      table = new StoredTurns()
      server = await start({ cookieName: "sign-in" })
      table.store("s-1", "demo-01", "t-1", said)
    })
    beforeEach(() => {
      table.reads = 0
      table.state = "answers"
    })
    afterAll(() => server.close())

    it("is shown to the customer who had it, by token or cookie, and kept by no cache", async () => {
      for (const headers of [by("demo-01"), { cookie: "sign-in=demo-01" }]) {
        const reply = await get("s-1/t-1", headers)
        expect(reply.status).toBe(200)
        expect(reply.headers.get("cache-control")).toBe("no-store")
        expect(await reply.json()).toEqual(shown)
      }
    })

    it("is shown to the visitor who proves its session", async () => {
      const { proof, session } = await visit()
      table.store(session, undefined, "t-1", said)
      const reply = await get(`${session}/t-1`, { "x-resume-token": proof })
      expect(reply.status).toBe(200)
      expect(await reply.json()).toEqual(shown)
    })

    it("is told to everybody else like one that never was", async () => {
      const mine = await visit()
      const other = await visit()
      table.store(mine.session, undefined, "t-1", said)
      const refused: ReadonlyArray<readonly [path: string, headers: Headers, reads: number]> = [
        ["s-1/t-1", by("demo-02"), 1],
        ["s-1/t-2", by("demo-01"), 1],
        ["s-2/t-1", by("demo-01"), 1],
        ["s-1/t-1", {}, 0],
        ["s-2/t-1", {}, 0],
        [`${mine.session}/t-1`, {}, 0],
        [`${mine.session}/t-1`, { "x-resume-token": other.proof }, 0],
        [`${mine.session}/t-1`, { "x-resume-token": `${mine.proof}x` }, 0],
        [`${mine.session}/t-1`, { "x-resume-token": mine.proof, ...by("demo-02") }, 0],
        [`${mine.session}/t-2`, { "x-resume-token": mine.proof }, 1],
        ["s-1/t-1", { "x-resume-token": mine.proof }, 0],
      ]
      const told = new Set<string>()
      for (const [path, headers, reads] of refused) {
        table.reads = 0
        const reply = await get(path, headers)
        expect(reply.status, path).toBe(404)
        expect(table.reads, `reads of ${path}`).toBe(reads)
        const kept = [...reply.headers].filter(([header]) => !/^(date|keep-alive|uwe)/.test(header))
        told.add(JSON.stringify([kept, await reply.text()]))
      }
      expect([...told]).toHaveLength(1)
      expect([...told][0]).toContain("unknown-turn")
    })

    it.each(["s-1", "s-1/", "s 1/t-1", "s-1/t/1", "s-1/t%231", `s-1/${"t".repeat(65)}`])(
      "is not named by %j",
      async (path) => {
        expect((await get(path, by("demo-01"))).status).toBe(404)
        expect(table.reads).toBe(0)
      },
    )

    it.each(["POST", "PUT", "DELETE"])("is not there to be changed: %s", async (method) => {
      const reply = await fetch(`${server.http}/turns/s-1/t-1`, { method, headers: by("demo-01") })
      expect(reply.status).toBe(405)
      expect(reply.headers.get("allow")).toBe("GET")
      expect(table.reads).toBe(0)
    })

    it("is not asked for by a picture or a script of another page", async () => {
      const across = { cookie: "sign-in=demo-01", "sec-fetch-site": "cross-site" }
      expect((await get("s-1/t-1", across)).status).toBe(403)
      expect((await get("s-1/t-1", { ...across, origin: "https://evil.example" })).status).toBe(403)
      expect(table.reads).toBe(0)
      const allowed = { ...across, origin: "https://shop.example" }
      expect((await get("s-1/t-1", allowed)).status).toBe(200)
    })

    it("may be asked for by a page of an allowed origin that shows a token", async () => {
      const asked = { "access-control-request-method": "GET", origin: "https://shop.example" }
      const path = `${server.http}/turns/s-1/t-1`
      const reply = await fetch(path, { method: "OPTIONS", headers: asked })
      expect(reply.status).toBe(204)
      expect(reply.headers.get("access-control-allow-methods")).toBe("GET")
      expect(reply.headers.get("access-control-allow-headers")).toContain("authorization")
    })

    it("says later, not never, while the table does not answer", async () => {
      for (const state of ["fails", "dies", "hangs"] as const) {
        table.state = state
        const reply = await get("s-1/t-1", by("demo-01"))
        expect(reply.status, state).toBe(503)
        expect(await reply.json()).toMatchObject({ error: { code: "internal", retryable: true } })
      }
    })

    it("is no longer read for a reader who left", async () => {
      table.state = "hangs"
      const leaving = new AbortController()
      const asked = fetch(`${server.http}/turns/s-1/t-1`, {
        headers: by("demo-01"),
        signal: leaving.signal,
      })
      await expect.poll(() => table.hanging).toBe(1)
      leaving.abort()
      await expect(asked).rejects.toThrow()
      await expect.poll(() => table.hanging).toBe(0)
    })

    it("refuses a token that is not accepted, before anything is read", async () => {
      const strict = await start({ identity: refusingIdentity })
      const reply = await get("s-1/t-1", by("demo-01"), strict)
      expect(reply.status).toBe(401)
      expect(table.reads).toBe(0)
      await strict.close()
    })

    it("counts as a message, and is refused to pages of others", async () => {
      const few = await start({ rateLimitPerMinute: 2 })
      const statuses = []
      for (let n = 0; n < 3; n += 1)
        statuses.push((await get("s-1/t-1", by("demo-01"), few)).status)
      expect(statuses).toEqual([200, 200, 429])
      const origin = { origin: "https://elsewhere.example" }
      expect((await get("s-1/t-1", { ...by("demo-03"), ...origin }, few)).status).toBe(403)
      expect(table.reads).toBe(2)
      await few.close()
    })
  })
}
