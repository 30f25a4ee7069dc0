/** Faults and replays through the operators' port; run once for each transport. */
import { createServer, request } from "node:http"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BedrockEmulator, startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { breakable } from "../../src/PassedOn.ts"
import { startServer, type TestServer } from "../TestServer.ts"

const json = { "content-type": "application/json" }
const blackHole = JSON.stringify([{ service: "bedrock", kind: "black-hole" }])

/** By hand, because `fetch` sets `Host` and `Origin` itself. */
const send = (
  base: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
  path = "/machine/faults",
) =>
  new Promise<{ readonly status: number | undefined; readonly said: unknown }>(
    (resolve, reject) => {
      const asked = request(base + path, { method, headers, agent: false }, (reply) => {
        let text = ""
        reply.on("data", (part: Buffer) => (text += part.toString()))
        reply.on("end", () => resolve({ status: reply.statusCode, said: JSON.parse(text) }))
      })
      asked.on("error", reject)
      asked.end(body)
    },
  )

export const passedOnSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`faults over ${name}`, () => {
    const dataDir = mkdtempSync(join(tmpdir(), "faults-"))
    let emulator: BedrockEmulator
    let server: TestServer
    beforeAll(async () => {
      emulator = await startBedrockEmulator({ dataDir, adminPort: 0 })
      const emulatorsUrl = emulator.admin ?? ""
      server = await startServer(transport, { emulatorsUrl })
    })
    afterAll(async () => {
      await Promise.all([server.close(), emulator.close()])
      rmSync(dataDir, { recursive: true })
    })

    it("are read, set and healed", async () => {
      const own = { ...json, origin: server.operator }
      expect(await send(server.operator, "GET")).toEqual({ status: 200, said: [] })
      expect((await send(server.operator, "PUT", own, blackHole)).status).toBe(200)
      expect((await send(server.operator, "GET")).said).toMatchObject(JSON.parse(blackHole))
      expect(await send(server.operator, "PUT", own, "[]")).toEqual({ status: 200, said: [] })
    })

    it("tell what the emulators refuse in their words", async () => {
      const reply = await send(
        server.operator,
        "PUT",
        json,
        '[{"service":"bedrock","kind":"rain"}]',
      )
      expect(reply).toMatchObject({ status: 400, said: { error: expect.stringContaining("kind") } })
    })

    it("are not set by the page of anybody else, by a form, or under another name", async () => {
      const attempts = [
        [{ ...json, origin: "https://evil.example" }, 403],
        [{ ...json, origin: "https://shop.example" }, 403],
        [{ ...json, origin: "http://localhost:5173" }, 403],
        [{ ...json, origin: server.http }, 403],
        [{ ...json, origin: "null" }, 403],
        [{ "content-type": "text/plain" }, 415],
        [{ ...json, host: "evil.example" }, 421],
      ] as const
      for (const [headers, status] of attempts) {
        expect((await send(server.operator, "PUT", headers, blackHole)).status).toBe(status)
      }
      expect((await send(server.operator, "DELETE", json)).status).toBe(405)
      expect((await send(server.operator, "PUT", json, "x".repeat(20_000))).status).toBe(413)
      expect((await send(server.operator, "GET")).said).toEqual([])
    })

    it("are not on the customers' port by that path, nor anywhere without emulators", async () => {
      expect((await send(server.http, "GET")).status).toBe(404)
      expect((await send(server.http, "PUT", json, blackHole)).status).toBe(404)
      const real = await startServer(transport)
      expect((await send(real.operator, "GET")).status).toBe(404)
      expect((await send(real.operator, "PUT", json, blackHole)).status).toBe(404)
      await real.close()
    })

    it("are switched by the customers' page as well where emulators run", async () => {
      const path = "/emulators/faults"
      const own = { ...json, origin: server.http }
      const put = (headers: Readonly<Record<string, string>>, body: string) =>
        send(server.http, "PUT", headers, body, path)
      expect((await put(own, blackHole)).status).toBe(200)
      expect((await send(server.http, "GET", {}, "", path)).said).toMatchObject(
        JSON.parse(blackHole),
      )
      expect(await put(own, "[]")).toEqual({ status: 200, said: [] })
      for (const origin of ["https://shop.example", server.operator, "null"]) {
        expect((await put({ ...json, origin }, blackHole)).status).toBe(403)
      }
      expect((await put({ ...json, host: "evil.example" }, blackHole)).status).toBe(421)
      expect((await put({ "content-type": "text/plain" }, blackHole)).status).toBe(415)
      expect((await send(server.http, "GET", {}, "", path)).said).toEqual([])
      const real = await startServer(transport)
      expect((await send(real.http, "GET", {}, "", path)).status).toBe(404)
      expect((await send(real.http, "PUT", json, blackHole, path)).status).toBe(404)
      await real.close()
      // Customers of other machines break nothing.
      const hosts = ["0.0.0.0", "::", "10.0.0.4", "shop.example", "127.0.0.1", "localhost"]
      const sizes = hosts.map((host) => breakable("http://127.0.0.1:9", host, () => {}).size)
      expect(sizes).toEqual([0, 0, 0, 0, 1, 1])
    })

    it("say that the emulators are away", async () => {
      const other = await startServer(transport, { emulatorsUrl: "http://127.0.0.1:9" })
      expect((await send(other.operator, "GET")).status).toBe(502)
      await other.close()
    })
  })

  describe(`replays over ${name}`, () => {
    const path = "/machine/replay"
    const ask = (base: string, method: string, headers = {}) =>
      send(base, method, headers, method === "GET" ? "" : "{}", path)

    it("are started by a page of this port alone, and told as they go", async () => {
      let started = 0
      const replays = createServer((asked, reply) => {
        if (asked.method === "POST") started += 1
        reply.statusCode = started > 1 ? 409 : started === 1 && asked.method === "POST" ? 202 : 200
        reply.end(JSON.stringify({ started }))
      }).listen(0, "127.0.0.1")
      await once(replays, "listening")
      const address = replays.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      const server = await startServer(transport, { replaysUrl: `http://127.0.0.1:${port}` })
      const own = { ...json, origin: server.operator }
      expect(
        (await ask(server.operator, "POST", { ...json, origin: "https://evil.example" })).status,
      ).toBe(403)
      expect((await ask(server.operator, "POST", { "content-type": "text/plain" })).status).toBe(
        415,
      )
      expect((await ask(server.operator, "PUT", own)).status).toBe(405)
      expect((await ask(server.http, "POST", json)).status).toBe(404)
      expect(await ask(server.operator, "GET")).toEqual({ status: 200, said: { started: 0 } })
      expect(await ask(server.operator, "POST", own)).toEqual({ status: 202, said: { started: 1 } })
      expect((await ask(server.operator, "POST", own)).status).toBe(409)
      await server.close()
      replays.close()
    })

    it("are named where the page looks for what runs here, beside this instance", async () => {
      const state = async (options: { readonly replaysUrl?: string }) => {
        const server = await startServer(transport, options)
        const { said, status } = await send(server.operator, "GET", {}, "", "/machine/state")
        const elsewhere = await send(server.http, "GET", {}, "", "/machine/state")
        await server.close()
        expect([status, elsewhere.status]).toEqual([200, 404])
        return said
      }
      expect(await state({ replaysUrl: "http://127.0.0.1:9" })).toMatchObject({
        passedOn: [path],
        endpoints: { enabled: false },
        instances: [{ isThis: true, openConnections: 0, draining: false }],
      })
      expect(await state({})).toMatchObject({ passedOn: [] })
    })

    it("are nowhere without somebody who runs them", async () => {
      const server = await startServer(transport)
      expect((await ask(server.operator, "GET")).status).toBe(404)
      expect((await ask(server.operator, "POST", json)).status).toBe(404)
      await server.close()
    })
  })
}
