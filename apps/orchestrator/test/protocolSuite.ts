/**
 * What any client may rely on, over a real port; run once for each transport.
 */
import type { Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../src/SocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { card } from "./ScriptedTurn.ts"
import { startServer, type TestServer } from "./TestServer.ts"

export const protocolSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`protocol over ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(transport)
    })
    afterAll(() => server.close())

    it("says ready at once, with an unguessable session of its own making", async () => {
      const one = await ChatClient.open(server.url())
      const two = await ChatClient.open(server.url())
      const [first, second] = [await one.first("ready"), await two.first("ready")]
      expect(first.protocol).toBe(1)
      expect(first.session).toMatch(/^[A-Za-z0-9_.-]{20,128}$/)
      expect(first.session).not.toBe(second.session)
      expect(one.frames[0]).toBe(first)
      await Promise.all([one.close(), two.close()])
    })

    it("answers a message in the one legal order", async () => {
      const client = await ChatClient.open(server.url("?session=order.1&user=demo-01"))
      client.message("m1", "  hello  ")
      await client.end("m1")
      const frames = client.of("m1")
      const types = frames.map((frame) => frame.type)
      expect(types).toEqual(["turn-start", "products", "delta", "turn-end"])
      expect(frames[1]).toMatchObject({ products: [card] })
      expect(frames[2]).toMatchObject({ text: "You said: hello" })
      expect(frames[3]).toMatchObject({ id: "m1", finish: "complete", source: "model" })
      const request = server.script.requests.at(-1)
      expect(request).toMatchObject({ session: "order.1", user: "demo-01", text: "hello" })
      await client.close()
    })

    it("works with Node's own WebSocket", async () => {
      const socket = new WebSocket(server.url(), "manga-assist.v1")
      const texts: Array<string> = []
      await new Promise<void>((resolve, reject) => {
        socket.addEventListener("error", reject)
        socket.addEventListener("open", () => {
          socket.send(JSON.stringify({ type: "message", id: "n1", text: "hi" }))
        })
        socket.addEventListener("message", (event) => {
          texts.push(String(event.data))
          if (texts.at(-1)?.includes("turn-end")) resolve()
        })
      })
      expect(socket.protocol).toBe("manga-assist.v1")
      expect(texts[0]).toMatch(/^\{"type":"ready","session":/)
      socket.close()
    })
  })
}
