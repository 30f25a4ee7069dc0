/** The page from memory, over a real port; run once for each transport. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib"
import { mangaShop } from "../../../../packages/catalogue/src/index.ts"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { layerJwt } from "../../src/identity/JwtIdentity.ts"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { startServer, type TestServer } from "../TestServer.ts"

const html =
  '<!doctype html><meta name="manga-assist:sign-in" content="off" /><meta name="manga-assist:emulators" content="off" /><meta name="manga-assist:shop" content="SHOP-WORDS" /><meta content="SHOP-DESCRIPTION" /><title>SHOP-ASSISTANT</title>'
/** In the words of the shop. */
const served = (from: string): string => {
  const { assistant, description, page } = mangaShop()
  const words = JSON.stringify({ assistant, ...page }).replaceAll('"', "&quot;")
  return from
    .replace("SHOP-WORDS", words)
    .replace("SHOP-DESCRIPTION", description)
    .replace("SHOP-ASSISTANT", assistant)
}
const machine = '<!doctype html><meta name="manga-assist:machine" content="" />'
const script = "console.log('a page')\n".repeat(50)

/** As it is sent, not as `fetch` would undo it. */
const get = (url: string, headers: Readonly<Record<string, string>> = {}, method = "GET") =>
  new Promise<{
    readonly status: number | undefined
    readonly headers: Readonly<Record<string, unknown>>
    readonly body: Buffer
  }>((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (reply) => {
      const parts: Array<Buffer> = []
      reply.on("data", (part: Buffer) => parts.push(part))
      reply.on("end", () =>
        resolve({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) }),
      )
    })
    asked.on("error", reject)
    asked.end()
  })

export const siteSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`the page over ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "site-"))
    let server: TestServer
    beforeAll(async () => {
      mkdirSync(join(folder, "chat", "assets"), { recursive: true })
      mkdirSync(join(folder, "machine", "assets"), { recursive: true })
      const path = join(folder, "chat", "assets", "index-AbCd_123.js")
      writeFileSync(join(folder, "chat", "index.html"), html)
      writeFileSync(join(folder, "machine", "index.html"), machine)
      writeFileSync(join(folder, "machine", "assets", "index-EfGh_456.js"), "// operators")
      writeFileSync(path, script)
      writeFileSync(`${path}.br`, brotliCompressSync(script))
      writeFileSync(`${path}.gz`, gzipSync(script))
      server = await startServer(transport, { consoleDirectory: folder })
    })
    afterAll(async () => {
      await server.close()
      rmSync(folder, { recursive: true })
    })

    it("is at / with a policy that lets nothing in, and asked for each time", async () => {
      const { body, headers, status } = await get(`${server.http}/`)
      expect(status).toBe(200)
      expect(body.toString("utf8")).toBe(served(html))
      expect(headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "content-length": `${Buffer.byteLength(served(html))}`,
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      })
      const policy = String(headers["content-security-policy"])
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|\*|http/)
    })

    it.each([
      ["gzip, deflate, br, zstd", "br"],
      ["gzip;q=0.8", "gzip"],
      ["identity", undefined],
    ])("sends to %s what was compressed ahead as %s", async (accepted, encoding) => {
      const url = `${server.http}/assets/index-AbCd_123.js`
      const { body, headers } = await get(url, { "accept-encoding": accepted })
      expect(headers["content-encoding"]).toBe(encoding)
      expect(headers).toMatchObject({
        "content-type": "text/javascript; charset=utf-8",
        "content-length": `${body.length}`,
        "cache-control": "public, max-age=31536000, immutable",
        vary: "accept-encoding",
      })
      const read = encoding === "br" ? brotliDecompressSync(body).toString("utf8") : undefined
      expect(read ?? script).toBe(script)
    })

    it("answers HEAD alike, without the body", async () => {
      const { body, headers, status } = await get(`${server.http}/`, {}, "HEAD")
      expect([status, body.length]).toEqual([200, 0])
      expect(headers["content-length"]).toBe(`${Buffer.byteLength(served(html))}`)
    })

    it("has no other file, and none of another folder", async () => {
      for (const path of [
        "/index.html",
        "/assets/",
        "/assets/index-AbCd_123.js.br",
        "/../package.json",
        "/assets/..%2f..%2fpackage.json",
        "/nothing",
      ]) {
        expect((await get(`${server.http}${path}`)).status).toBe(404)
      }
      expect((await get(`${server.http}/`, {}, "POST")).status).toBe(405)
      expect((await get(`${server.http}/healthz`)).status).toBe(200)
    })

    it("keeps the operators' page on the operators' port, and customers' off it", async () => {
      const reply = await get(`${server.operator}/machine`)
      expect([reply.status, reply.body.toString("utf8")]).toEqual([200, machine])
      expect(reply.headers["content-security-policy"]).toContain("default-src 'none'; script-src")
      const asset = "/assets/index-EfGh_456.js"
      expect((await get(`${server.operator}${asset}`)).status).toBe(200)
      expect((await get(`${server.http}${asset}`)).status).toBe(404)
      expect((await get(`${server.http}/machine`)).status).toBe(404)
      expect((await get(`${server.operator}/`)).status).toBe(404)
      const misnamed = { host: "evil.example" }
      expect((await get(`${server.operator}/machine`, misnamed)).status).toBe(421)
    })

    it("keeps names of other machines out of it", async () => {
      expect((await get(`${server.http}/`, { host: "evil.example" })).status).toBe(421)
    })

    it("says how visitors sign in", async () => {
      const identity = layerJwt({ issuer: "i", audience: "a", keys: "none.json", anonymous: true })
      const other = await startServer(transport, { consoleDirectory: folder, identity })
      const { body } = await get(`${other.http}/`)
      await other.close()
      expect(body.toString("utf8")).toBe(served(html.replace('"off"', '"jwt"')))
    })

    it("is not there unless a folder is named, and stops a start whose folder has none", async () => {
      const without = await startServer(transport)
      expect((await get(`${without.http}/`)).status).toBe(404)
      await without.close()
      const missing = startServer(transport, { consoleDirectory: join(folder, "assets") })
      await expect(missing).rejects.toThrow(/CONSOLE_DIR holds no page/)
    })
  })
}
