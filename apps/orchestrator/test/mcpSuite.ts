/**
 * The official MCP client, unchanged, in both eras of its protocol; run once for each transport.
 */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client"
import { StoreTools } from "@manga-assist/assistant"
import { Effect, Layer, References } from "effect"
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { Identity } from "../src/identity/Identity.ts"
import { VisitorLimits } from "../src/sessions/VisitorLimits.ts"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { refusingIdentity, tokenIdentity } from "./FixedIdentity.ts"
import { card } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

interface Answered {
  readonly isError?: boolean
  readonly structuredContent?: unknown
  readonly content: ReadonlyArray<unknown>
}

export const mcpSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`MCP's client over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())

    const open = async (
      query = "",
      init: RequestInit = {},
      base: TestServer = server,
      mode: "auto" | "legacy" = "auto",
    ) => {
      const client = new Client(
        { name: "suite", version: "1.0.0" },
        { versionNegotiation: { mode } },
      )
      await client.connect(
        new StreamableHTTPClientTransport(new URL(`${base.http}/mcp${query}`), {
          requestInit: init,
        }),
      )
      return client
    }
    const call = async (client: Client, tool: string, args: Record<string, unknown> = {}) =>
      (await client.callTool({ name: tool, arguments: args })) as Answered
    const post = (
      body: string,
      headers: Record<string, string> = {},
      base: TestServer = server,
      signal?: AbortSignal,
    ) =>
      fetch(`${base.http}/mcp`, {
        ...(signal && { signal }),
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...headers,
        },
        body,
      })

    it("logs a call under the caller's trace, and under none where the header is wrong", async () => {
      const traces: Array<unknown> = []
      const store = Layer.succeed(StoreTools, {
        run: () =>
          Effect.map(References.CurrentLogAnnotations, (annotations) => {
            traces.push(annotations["trace_id"])
            return { ok: true, content: { products: [] }, products: [], series: [], orders: [] }
          }),
      })
      const own = await startServer(transport, { store })
      const trace = "0af7651916cd43dd8448eb211c80319c"
      for (const traceparent of [`00-${trace}-b7ad6b7169203331-01`, "00-wrong"]) {
        const client = await open("", { headers: { traceparent } }, own)
        await call(client, "find_products", { like: "One Piece" })
        await client.close()
      }
      expect(traces).toEqual([trace, undefined])
      await own.close()
    })

    it("charges for reading calls that wait side by side", async () => {
      const took = vi.spyOn(VisitorLimits.prototype, "took")
      onTestFinished(() => took.mockRestore())
      const found = { ok: true, content: {}, products: [], series: [], orders: [] }
      const store = Layer.succeed(StoreTools, {
        run: () => Effect.delay(Effect.succeed(found), "100 millis"),
      })
      const own = await startServer(transport, { store })
      const params = { name: "find_products", arguments: { like: "One Piece" } }
      const calls = [1, 2, 3].map((id) => ({ jsonrpc: "2.0", id, method: "tools/call", params }))
      const answered = await post(JSON.stringify(calls), {}, own)
      expect((await answered.text()).match(/"result"/gu)).toHaveLength(3)
      expect(took.mock.calls.map(([, ms]) => ms)).not.toContain(0)
      await own.close()
    })

    it.each(["auto", "legacy"] as const)("offers four tools that only read (%s)", async (mode) => {
      const client = await open("", {}, server, mode)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name).toSorted()).toEqual([
        "find_products",
        "own_orders",
        "price_of",
        "series_facts",
      ])
      for (const tool of tools) {
        expect(tool.annotations).toMatchObject({ readOnlyHint: true })
        expect(tool.inputSchema).toMatchObject({ type: "object", additionalProperties: false })
      }
      const found = await call(client, "find_products", { words: "vinland" })
      expect(found.structuredContent).toEqual({ products: [card], input: { words: "vinland" } })
      expect(found.content).toEqual([
        { type: "text", text: JSON.stringify(found.structuredContent) },
      ])
      await client.close()
    })

    it("asks in the caller's name and language, with what a turn has of time", async () => {
      const callers: Array<unknown> = []
      const store = Layer.succeed(StoreTools, {
        run: (_call, caller) => {
          callers.push(caller)
          return Effect.succeed({ ok: true, content: {}, products: [], series: [], orders: [] })
        },
      })
      const own = await startServer(transport, { store })
      for (const headers of [{}, { "accept-language": "ja-JP,ja;q=0.9" }]) {
        const client = await open("?user=demo-03", { headers }, own)
        await call(client, "find_products")
        await client.close()
      }
      const caller = { user: "demo-03", deadlineMs: 2_000, seen: [] }
      expect(callers).toEqual([
        { ...caller, locale: "en" },
        { ...caller, locale: "ja" },
      ])
      await own.close()
    })

    it("tells a caller their own orders, and nobody those of others", async () => {
      const client = await open("?user=demo-03")
      expect((await call(client, "own_orders")).structuredContent).toEqual({
        orders: [{ order: "MA-demo-03" }],
      })
      const others = await call(client, "own_orders", { order: "MA-demo-04" })
      expect(others).toMatchObject({ isError: true, structuredContent: { error: "not yours" } })
      const stranger = await open()
      expect(await call(stranger, "own_orders")).toMatchObject({ isError: true })
      await Promise.all([client.close(), stranger.close()])
    })

    it("believes tokens where they are checked, and says who is not let in", async () => {
      const strict = await startServer(transport, { identity: tokenIdentity })
      const client = await open("", { headers: { authorization: "Bearer demo-05" } }, strict)
      expect((await call(client, "own_orders")).structuredContent).toEqual({
        orders: [{ order: "MA-demo-05" }],
      })
      await client.close()
      await expect(open("?user=demo-05", {}, strict)).rejects.toThrow()
      await strict.close()
      const closed = await startServer(transport, { identity: refusingIdentity })
      const reply = await fetch(`${closed.http}/mcp`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer wrong" },
        body: "{}",
      })
      expect(reply.status).toBe(401)
      expect(reply.headers.get("www-authenticate")).toBe("Bearer")
      expect(await reply.json()).toMatchObject({ jsonrpc: "2.0", error: { code: -32_000 } })
      await closed.close()
    })

    it("counts calls as messages", async () => {
      const limited = await startServer(transport, { rateLimitPerMinute: 1 })
      const client = await open("?user=demo-01", {}, limited)
      expect(await call(client, "find_products", { words: "one" })).not.toHaveProperty("isError")
      const second = await call(client, "find_products", { words: "two" })
      expect(second).toMatchObject({ isError: true })
      expect(JSON.stringify(second)).toMatch(/too many messages/)
      await Promise.all([client.close(), limited.close()])
    })

    it("knows no tool of another name and has nothing to listen to", async () => {
      const client = await open()
      await expect(client.listen({ toolsListChanged: true })).rejects.toThrow()
      const failed = await call(client, "buy").then(
        ({ isError }) => isError === true,
        () => true,
      )
      expect(failed).toBe(true)
      await client.close()
    })

    it("survives what breaks and who leaves", async () => {
      const client = await open()
      const broken = await call(client, "find_products", { words: "die" })
      expect(broken).toMatchObject({ isError: true })
      expect(JSON.stringify(broken)).not.toMatch(/scripted/)
      const leaving = new AbortController()
      const asking = client.callTool(
        { name: "find_products", arguments: { words: "never" } },
        { signal: leaving.signal },
      )
      leaving.abort()
      await expect(asking).rejects.toThrow()
      expect(await call(client, "find_products", { words: "hi" })).not.toHaveProperty("isError")
      await client.close()
    })

    it("ends the call of who leaves, and begins none for who has left before", async () => {
      const events: Array<string> = []
      const store = Layer.succeed(StoreTools, {
        run: (_call, { user }) =>
          Effect.sync(() => void events.push(`call of ${user}`)).pipe(
            Effect.andThen(user === "hasty" ? Effect.never : Effect.succeed(found)),
            Effect.onInterrupt(() => Effect.sync(() => void events.push(`end of ${user}`))),
          ),
      })
      const found = { ok: true, content: {}, products: [], series: [], orders: [] }
      const { promise: known, resolve: know } = Promise.withResolvers<void>()
      const identity = Layer.succeed(Identity, {
        mode: "jwt",
        identify: ({ token = "" }) =>
          Effect.as(token === "early" ? Effect.promise(() => known) : Effect.void, { user: token }),
      })
      // One request at a time: the next one is taken when the server knows that the last one has left.
      const own = await startServer(transport, { store, identity, address: { sockets: 1 } })
      onTestFinished(() => own.close())
      const params = { name: "find_products", arguments: { like: "One Piece" } }
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params })
      const as = (user: string, signal?: AbortSignal) =>
        post(body, { authorization: `Bearer ${user}` }, own, signal)
      const stays = () => expect.poll(async () => (await as("patient")).status).toBe(200)
      const [hasty, early] = [new AbortController(), new AbortController()]
      const left = as("hasty", hasty.signal)
      await expect.poll(() => events).toEqual(["call of hasty"])
      hasty.abort()
      await expect(left).rejects.toThrow()
      await stays()
      expect(events).toEqual(["call of hasty", "end of hasty", "call of patient"])
      const leftEarly = as("early", early.signal)
      await expect.poll(async () => (await as("patient")).status).not.toBe(200)
      early.abort()
      await expect(leftEarly).rejects.toThrow()
      await stays()
      know()
      await stays()
      expect(events).not.toContain("call of early")
    })

    it.each([
      ["broken JSON", "{", 400],
      ["no JSON-RPC", '{"hello":1}', 400],
      ["a version that nobody speaks", '{"jsonrpc":"1.0","id":1,"method":"tools/list"}', 400],
      ["a body without end", `"${"x".repeat(70_000)}"`, 413],
    ])("answers %s with an error of the protocol", async (_, body, status) => {
      const reply = await post(body)
      expect(reply.status).toBe(status)
      expect(await reply.json()).toMatchObject({
        jsonrpc: "2.0",
        error: { message: expect.any(String) },
      })
    })

    it("has no stream to open and no session to delete", async () => {
      for (const method of ["GET", "DELETE"]) {
        expect((await fetch(`${server.http}/mcp`, { method })).status).toBe(405)
      }
    })

    it("is closed to pages of others", async () => {
      const reply = await post("{}", { origin: "https://evil.example" })
      expect(reply.status).toBe(403)
    })
  })
}
