/**
 * The official MCP client, unchanged, in both eras of its protocol; run once for each transport.
 */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client"
import { StoreTools } from "@manga-assist/assistant"
import { Effect, Layer, References } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
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
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${server.http}/mcp`, {
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
        find: () =>
          Effect.map(References.CurrentLogAnnotations, (annotations) => {
            traces.push(annotations["trace_id"])
            return { products: [card], degraded: [] }
          }),
        figures: () => Effect.succeed([]),
        orders: () => Effect.succeed([]),
      })
      const own = await startServer(transport, { store })
      const trace = "0af7651916cd43dd8448eb211c80319c"
      for (const traceparent of [`00-${trace}-b7ad6b7169203331-01`, "00-wrong"]) {
        const client = await open("", { headers: { traceparent } }, own)
        await call(client, "search_products", { query: "One Piece" })
        await client.close()
      }
      expect(traces).toEqual([trace, undefined])
      await own.close()
    })

    it.each(["auto", "legacy"] as const)("offers four tools that only read (%s)", async (mode) => {
      const client = await open("", {}, server, mode)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name).sort()).toEqual([
        "order_status",
        "price_and_stock",
        "recommend_products",
        "search_products",
      ])
      for (const tool of tools) {
        expect(tool.annotations).toMatchObject({ readOnlyHint: true })
        expect(tool.inputSchema).toMatchObject({ type: "object" })
        expect(tool.outputSchema).toMatchObject({ type: "object" })
      }
      expect(
        (await call(client, "search_products", { query: "vinland" })).structuredContent,
      ).toEqual({
        products: [card],
        degraded: [],
      })
      await client.close()
    })

    it("recommends, and tells price and stock", async () => {
      const client = await open()
      const { structuredContent } = await call(client, "recommend_products")
      expect(structuredContent).toMatchObject({ products: [card] })
      const figures = await call(client, "price_and_stock", { ids: [card.id, "nothing"] })
      expect(figures.structuredContent).toMatchObject({
        products: [{ id: card.id, price: { amount: 759, currency: "JPY" }, stock: 3 }],
        unknown: ["nothing"],
      })
      await client.close()
    })

    it("tells a caller their own orders, and nobody those of others", async () => {
      const client = await open("?user=demo-03")
      expect((await call(client, "order_status")).structuredContent).toMatchObject({
        orders: [{ id: "MA-demo-03", status: "shipped" }],
      })
      const others = await call(client, "order_status", { order: "MA-demo-04" })
      expect(others).toMatchObject({ isError: true })
      expect(JSON.stringify(others)).toMatch(/not on this account/)
      const stranger = await open()
      expect(await call(stranger, "order_status")).toMatchObject({ isError: true })
      await Promise.all([client.close(), stranger.close()])
    })

    it("believes tokens where they are checked, and says who is not let in", async () => {
      const strict = await startServer(transport, { identity: tokenIdentity })
      const client = await open("", { headers: { authorization: "Bearer demo-05" } }, strict)
      expect((await call(client, "order_status")).structuredContent).toMatchObject({
        orders: [{ id: "MA-demo-05" }],
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
      expect(await call(client, "search_products", { query: "one" })).not.toHaveProperty("isError")
      const second = await call(client, "search_products", { query: "two" })
      expect(second).toMatchObject({ isError: true })
      expect(JSON.stringify(second)).toMatch(/too many messages/)
      await Promise.all([client.close(), limited.close()])
    })

    it.each([
      ["no query", "search_products", {}],
      ["an empty query", "search_products", { query: "" }],
      ["a long query", "search_products", { query: "x".repeat(2_001) }],
      ["an unknown language", "search_products", { query: "hi", locale: "fr" }],
      ["no id", "price_and_stock", { ids: [] }],
      ["too many ids", "price_and_stock", { ids: Array.from({ length: 21 }, String) }],
    ])("refuses %s", async (_, tool, args) => {
      const client = await open()
      const failed = await call(client, tool, args).then(
        ({ isError }) => isError === true,
        () => true,
      )
      expect(failed).toBe(true)
      await client.close()
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
      const broken = await call(client, "search_products", { query: "die" })
      expect(broken).toMatchObject({ isError: true })
      expect(JSON.stringify(broken)).not.toMatch(/scripted/)
      const leaving = new AbortController()
      const asking = client.callTool(
        { name: "search_products", arguments: { query: "never" } },
        { signal: leaving.signal },
      )
      leaving.abort()
      await expect(asking).rejects.toThrow()
      expect(await call(client, "search_products", { query: "hi" })).not.toHaveProperty("isError")
      await client.close()
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
