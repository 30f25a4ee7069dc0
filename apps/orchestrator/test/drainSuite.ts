/**
 * The end of the server, seen from outside; run once for each transport.
 */
import { once } from "node:events"
import { createServer } from "node:net"
import type { Layer } from "effect"
import { describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { eventsOf } from "./httpSuite.ts"
import { startServer } from "./TestServer.ts"

/** A fixed port: only then does a server ask to have it again while old connections fade. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

const json = { "content-type": "application/json" }

export const drainSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`drain over ${name}`, () => {
    it("finishes what runs, refuses what waits and what comes, says goodbye", async () => {
      const server = await startServer(transport, { drainTimeoutMs: 20_000 })
      const busy = await ChatClient.open(server.url())
      const idle = await ChatClient.open(server.url())
      busy.message("a", "hold drain")
      busy.message("b", "hello")
      await server.script.started("drain")
      const closing = server.close()
      expect(await busy.end("b")).toMatchObject({ code: "shutting-down", id: "b", retryable: true })
      idle.message("c", "hello")
      expect(await idle.end("c")).toMatchObject({ code: "shutting-down", id: "c" })
      const ready = await fetch(`${server.http}/readyz`)
      expect(ready.status).toBe(503)
      expect(await ready.json()).toMatchObject({ ready: false, draining: true })
      expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
      const refused = new ChatClient(server.url())
      expect(await refused.closed).toBe(1006)
      expect(refused.frames).toEqual([])
      const body = JSON.stringify({ id: "d", text: "hello" })
      const reply = await fetch(`${server.http}/chat`, { method: "POST", headers: json, body })
      expect(reply.status).toBe(503)
      expect(await reply.json()).toMatchObject({ error: { code: "shutting-down" } })
      expect(busy.closeCode).toBeUndefined()
      server.script.release("drain")
      expect(await busy.end("a")).toMatchObject({ finish: "complete" })
      expect(await Promise.all([busy.closed, idle.closed])).toEqual([1001, 1001])
      await closing
      await expect(fetch(`${server.http}/healthz`)).rejects.toThrow()
    })

    it("ends stragglers at the deadline, on sockets and streams, interruptible or not", async () => {
      const server = await startServer(transport, { drainTimeoutMs: 50 })
      const one = await ChatClient.open(server.url())
      const two = await ChatClient.open(server.url())
      one.message("a", "never")
      two.message("b", "stubborn")
      const body = JSON.stringify({ id: "c", text: "never" })
      const stream = await fetch(`${server.http}/chat`, { method: "POST", headers: json, body })
      await Promise.all([one.first("turn-start"), two.first("turn-start")])
      await server.close()
      expect(await one.end("a")).toMatchObject({ code: "shutting-down", id: "a" })
      expect(await two.end("b")).toMatchObject({ code: "shutting-down", id: "b" })
      expect(await Promise.all([one.closed, two.closed])).toEqual([1001, 1001])
      const events = eventsOf(await stream.text())
      expect(events.at(-1)).toMatchObject({ type: "error", code: "shutting-down", id: "c" })
      expect(server.script.interrupted).toBe(2)
    })

    it("frees the port, even from clients that do not answer the close frame", async () => {
      const server = await startServer(transport, { port: await freePort() })
      const deaf = await ChatClient.open(server.url())
      deaf.socket.pause()
      await server.close()
      const again = await startServer(transport, { port: server.port })
      expect((await fetch(`${again.http}/healthz`)).status).toBe(200)
      await again.close()
      deaf.socket.terminate()
    })

    it("says so when the port is in use", async () => {
      const server = await startServer(transport)
      await expect(startServer(transport, { port: server.port })).rejects.toThrow(
        `PORT ${server.port} on 127.0.0.1 is already in use`,
      )
      await server.close()
    })
  })
}
