/** A call of a tool over MCP, as the customer of a kept turn. */
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { callTool } from "../../src/eval/CallTool.ts"

/** A store with one tool that tells what it was asked, and by whom. */
const startStub = async (): Promise<string> => {
  const handler = (user: string | null) =>
    createMcpHandler(
      () => {
        const server = new McpServer({ name: "stub", version: "1.0.0" })
        server.registerTool("own_orders", { description: "stub" }, () => ({
          content: [{ type: "text", text: "{}" }],
          structuredContent: { user },
        }))
        server.registerTool("price_of", { description: "stub" }, () => ({
          isError: true,
          content: [{ type: "text", text: "lines: must be a list" }],
        }))
        return server
      },
      { maxSubscriptions: 0 },
    )
  const server = createServer((incoming, outgoing) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      const url = new URL(incoming.url ?? "", "http://stub")
      const headers = new Headers(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      )
      const method = incoming.method ?? "GET"
      const body = method === "POST" ? Buffer.concat(chunks) : null
      void handler(url.searchParams.get("user"))
        .fetch(new Request(url, { method, headers, body }))
        .then(async (response) => {
          outgoing.writeHead(response.status, Object.fromEntries(response.headers))
          outgoing.end(await response.text())
        })
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // Of a server on a port.
}

it("is made as the customer of the turn, and says where it was refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "turn-"))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const turn = join(folder, "turn.json")
  const url = await startStub()
  const call = (name: string, input = "{}") => callTool({ url, turn, name, input })

  writeFileSync(turn, JSON.stringify({ id: "a", user: "demo-05", turns: [{ ask: "hi" }] }))
  expect(await call("own_orders")).toEqual({ ok: true, result: { user: "demo-05" } })
  expect(await call("price_of")).toMatchObject({ ok: false })
  await expect(call("own_orders", "{")).rejects.toThrow("the tool's input")

  writeFileSync(turn, JSON.stringify({ id: "a", turns: [] }))
  expect(await call("own_orders")).toEqual({ ok: true, result: { user: null } })
  writeFileSync(turn, "{}")
  await expect(call("own_orders")).rejects.toThrow("is no kept turn")
})
