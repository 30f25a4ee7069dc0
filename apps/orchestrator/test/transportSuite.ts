/**
 * What lies below the frames: sizes, fragments, violations, readers that do not read; once for each transport.
 */
import { EventEmitter } from "node:events"
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { clientFrame, RawConnection } from "./RawConnection.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const text = 0x81
const firstFragment = 0x01
const lastFragment = 0x80
const draft = (bytes: number) => {
  const rest = '{"type":"draft","text":""}'.length
  return Buffer.from(`{"type":"draft","text":"${"x".repeat(bytes - rest)}"}`)
}
const metric = async (server: TestServer, name: string): Promise<number> => {
  const page = await (await fetch(`${server.operator}/metrics`)).text()
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(page)?.[1] ?? 0)
}

export const transportSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`transport ${name}`, () => {
    let server: TestServer
    let witness: ChatClient
    let asked = 0
    beforeAll(async () => {
      EventEmitter.defaultMaxListeners = 50
      server = await startServer(transport)
      witness = await ChatClient.open(server.url())
    })
    afterAll(() => server.close())
    const othersAreWell = async () => {
      asked += 1
      witness.message(`w${asked}`, "hello")
      expect(await witness.end(`w${asked}`)).toMatchObject({ finish: "complete" })
    }

    it("answers a frame beyond 16 KiB and keeps the socket", async () => {
      const client = await ChatClient.open(server.url())
      client.socket.send(draft(16_385).toString())
      client.socket.send(draft(65_536).toString())
      client.socket.send(draft(16_384).toString())
      await client.settled()
      const codes = client.frames.flatMap((frame) => (frame.type === "error" ? [frame.code] : []))
      expect(codes).toEqual(["too-large", "too-large", "bad-frame"])
      client.message("a", "hello")
      expect(await client.end("a")).toMatchObject({ finish: "complete" })
      for (let sent = 0; sent < 12; sent += 1) client.socket.send(draft(20_000).toString())
      await client.settled()
      await client.close()
    })

    it("cuts a socket that sends more than 64 KiB, without a close frame", async () => {
      const client = await ChatClient.open(server.url())
      client.socket.send(draft(65_537).toString())
      expect(await client.closed).toBe(1006)
      const pieces = await RawConnection.webSocket(server.port)
      pieces.write(clientFrame(firstFragment, draft(40_000)))
      pieces.write(clientFrame(lastFragment, draft(40_000)))
      await pieces.closed()
      expect(pieces.received.subarray(-4)[0]).not.toBe(0x88)
      await othersAreWell()
    })

    it("joins fragments and takes control frames between them", async () => {
      const raw = await RawConnection.webSocket(server.port)
      raw.write(clientFrame(firstFragment, Buffer.from('{"type":"message","id":"fr')))
      raw.write(clientFrame(0x89, Buffer.from("are you there")))
      await raw.until("are you there")
      raw.write(clientFrame(0x00, Buffer.from('ag","text":"hel')))
      raw.write(clientFrame(lastFragment, Buffer.from('lo"}')))
      await raw.until('"finish":"complete"')
      expect(raw.text).toContain("You said: hello")
      raw.end()
    })

    // uWebSockets.js bounds their bytes alone.
    it.runIf(name === "ws")("ends on a message of more than 128 fragments", async () => {
      const raw = await RawConnection.webSocket(server.port)
      const pieces = Array.from({ length: 128 }, () => clientFrame(0x00, Buffer.from("x")))
      raw.write(Buffer.concat([clientFrame(firstFragment, Buffer.from("x")), ...pieces]))
      await raw.closed()
      await othersAreWell()
    })

    it.each([
      ["text that is not UTF-8", clientFrame(text, Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
      ["a compressed frame", clientFrame(text | 0x40, Buffer.from([1, 2, 3]))],
      ["an unknown opcode", clientFrame(0x83, Buffer.from("x"))],
      ["a fragmented ping", clientFrame(0x09, Buffer.from("x"))],
      ["a continuation of nothing", clientFrame(lastFragment, Buffer.from("x"))],
    ])("ends on %s without a close frame", async (_, bytes) => {
      const raw = await RawConnection.webSocket(server.port)
      const before = raw.received.length
      raw.write(bytes)
      await raw.closed()
      expect(raw.received.subarray(before)).toHaveLength(0)
      await othersAreWell()
    })

    it("does not negotiate compression", async () => {
      const client = new ChatClient(server.url(), [], { perMessageDeflate: true })
      await client.first("ready")
      expect(client.socket.extensions).toBe("")
      await client.close()
    })

    it("answers a close frame in kind", async () => {
      const client = await ChatClient.open(server.url())
      client.socket.close(4_001, "bye")
      expect(await client.closed).toBe(4_001)
    })

    it("cancels the generation for a client that does not read, in bounded memory", async () => {
      const raw = await RawConnection.webSocket(server.port)
      raw.socket.pause()
      const [slow, interrupted, deltas] = [
        await metric(server, "manga_assist_slow_readers_total"),
        server.script.interrupted,
        server.script.deltas,
      ]
      const before = process.memoryUsage().rss
      raw.write(clientFrame(text, Buffer.from('{"type":"message","id":"a","text":"flood"}')))
      await expect.poll(() => server.script.interrupted, { timeout: 10_000 }).toBe(interrupted + 1)
      expect(await metric(server, "manga_assist_slow_readers_total")).toBe(slow + 1)
      // 1 MiB of ours and what the kernel takes on both sides of the loopback, far from "everything".
      expect(server.script.deltas - deltas).toBeLessThan(32_768)
      expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1_048_576)
      raw.end()
      await othersAreWell()
    })

    it("delivers an answer larger than any buffer to a client that reads late", async () => {
      const client = await ChatClient.open(server.url())
      client.socket.pause()
      client.message("a", "long 900")
      await othersAreWell()
      client.socket.resume()
      expect(await client.end("a")).toMatchObject({ finish: "complete" })
      const texts = client.frames.flatMap((frame) => (frame.type === "delta" ? [frame.text] : []))
      expect(texts.join("")).toHaveLength(900 * 1_024)
      await client.close()
    })

    it("refuses an upgrade elsewhere, and one that is no WebSocket", async () => {
      const elsewhere = new ChatClient(`ws://127.0.0.1:${server.port}/other`)
      const status = new Promise((resolve) => {
        elsewhere.socket.once("unexpected-response", (_, response) => resolve(response.statusCode))
      })
      expect(await status).toBe(404)
      const raw = await RawConnection.open(server.port)
      raw.write(
        "GET /chat HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n",
      )
      await raw.until("HTTP/1.1 4")
      raw.end()
      const other = await RawConnection.open(server.port)
      other.write(
        "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n",
      )
      await other.until("HTTP/1.1 200")
      other.end()
      await othersAreWell()
    })

    it("survives broken HTTP, half a header and silence", async () => {
      const [broken, half, silent] = await Promise.all([
        RawConnection.open(server.port),
        RawConnection.open(server.port),
        RawConnection.open(server.port),
      ])
      broken.write("\u0000\u0001 nonsense\r\n\r\n")
      half.write(
        "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-le",
      )
      await broken.closed()
      await othersAreWell()
      half.end()
      silent.end()
      await othersAreWell()
    })

    it("answers pipelined requests in order", async () => {
      const raw = await RawConnection.open(server.port)
      const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`
      raw.write(`${get("/healthz")}${get("/nowhere")}${get("/readyz")}`)
      await raw.until('"ready":true')
      const statuses = [...raw.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1])
      expect(statuses).toEqual(["200", "404", "200"])
      raw.end()
    })
  })
}
