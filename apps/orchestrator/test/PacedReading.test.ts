/** What one connection sends at once is handed on in many turns of the event loop, whole and in order. */
import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { expect, it } from "vitest"
import { cutLater, paceReading } from "../src/transport/PacedReading.ts"
import { RawConnection } from "./RawConnection.ts"

const most = 1_024
const sent = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => at % 251))

const accepted = async (use: (server: Socket, client: RawConnection) => Promise<void>) => {
  const listening = createServer().listen(0, "127.0.0.1")
  await once(listening, "listening")
  const address = listening.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const [[socket], client] = await Promise.all([
    once(listening, "connection") as Promise<[Socket]>,
    RawConnection.open(port),
  ])
  paceReading(socket)
  await use(socket, client)
  client.end()
  socket.destroy()
  listening.close()
}

it("hands on a kilobyte a turn", () =>
  accepted(async (socket, client) => {
    const turns = [0]
    const heard: Array<Buffer> = []
    let ticking: NodeJS.Immediate | undefined
    const tick = () => {
      turns.push(0)
      ticking = setImmediate(tick)
    }
    tick()
    socket.on("data", (chunk: Buffer) => {
      heard.push(chunk)
      turns[turns.length - 1] = (turns.at(-1) ?? 0) + chunk.length
    })
    client.socket.end(sent)
    await once(socket, "end")
    clearImmediate(ticking)
    expect(Buffer.concat(heard).equals(sent)).toBe(true)
    expect(Math.max(...turns)).toBeLessThanOrEqual(2 * most)
  }))

it("reads no more than it was given while nobody listens", () =>
  accepted(async (socket, client) => {
    socket.pause()
    client.write(sent)
    await expect.poll(() => socket.bytesRead).toBeGreaterThan(0)
    const kept = socket.bytesRead
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(socket.bytesRead).toBeLessThanOrEqual(kept + 65_536)
    expect(kept).toBeLessThanOrEqual(131_072)
    let heard = 0
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.length
    })
    socket.resume()
    await expect.poll(() => heard).toBe(sent.length)
  }))

it("reads nothing more of what is cut, however often it is said, and ends it", () =>
  accepted(async (socket, client) => {
    let heard = 0
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.length
      for (let at = 0; at < 100; at += 1) cutLater(socket)
    })
    const listeners = socket.listenerCount("close")
    client.write(sent)
    await expect.poll(() => client.isClosed, { timeout: 8_000 }).toBe(true)
    expect(heard).toBeLessThanOrEqual(most)
    expect(socket.listenerCount("close")).toBeLessThanOrEqual(listeners + 1)
  }))
