/** What one connection sends at once is handed on in many turns of the event loop, whole and in order. */
import { once } from "node:events"
import { createServer, type Server, type Socket } from "node:net"
import { expect, it } from "vitest"
import { cutLater, paceReading } from "../src/transport/PacedReading.ts"
import { RawConnection } from "./RawConnection.ts"

const turnBytes = 1_024
const sent = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251))

const paced = async (port: number, listening: Server) => {
  const [[socket], client] = await Promise.all([
    once(listening, "connection") as Promise<[Socket]>,
    RawConnection.open(port),
  ])
  paceReading(socket)
  return [socket, client] as const
}

type Accepted = readonly [server: Socket, client: RawConnection]

const severalAccepted = async (
  count: number,
  use: (all: ReadonlyArray<Accepted>) => Promise<void>,
) => {
  const listening = createServer().listen(0, "127.0.0.1")
  await once(listening, "listening")
  const address = listening.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const all: Array<Accepted> = []
  while (all.length < count) all.push(await paced(port, listening))
  await use(all)
  for (const [socket, client] of all) {
    client.end()
    socket.destroy()
  }
  listening.close()
}

const accepted = (use: (server: Socket, client: RawConnection) => Promise<void>) =>
  severalAccepted(1, async (all) => {
    for (const one of all) await use(...one)
  })

it("hands on a kilobyte a turn, and half a megabyte a second", () =>
  accepted(async (socket, client) => {
    let most = 0
    let ofTurn = 0
    let length = 0
    const begun = performance.now()
    let early = 0
    const heard: Array<Buffer> = []
    let ticking: NodeJS.Immediate | undefined
    const tick = () => {
      ofTurn = 0
      ticking = setImmediate(tick)
    }
    tick()
    socket.on("data", (chunk: Buffer) => {
      heard.push(chunk)
      ofTurn += chunk.length
      most = Math.max(most, ofTurn)
      length += chunk.length
      early = Math.max(early, length - 16_384 - 512 * (performance.now() - begun))
    })
    client.socket.end(sent)
    await once(socket, "end")
    clearImmediate(ticking)
    expect(Buffer.concat(heard).equals(sent)).toBe(true)
    expect(early).toBeLessThanOrEqual(2 * turnBytes)
    expect(most).toBeLessThanOrEqual(2 * turnBytes)
  }))

it("hands on four kilobytes a turn of all connections together", () =>
  severalAccepted(12, async (all) => {
    let ofTurn = 0
    let most = 0
    let length = 0
    let ticking: NodeJS.Immediate | undefined
    const tick = () => {
      ofTurn = 0
      ticking = setImmediate(tick)
    }
    tick()
    for (const [socket, client] of all) {
      socket.on("data", (chunk: Buffer) => {
        ofTurn += chunk.length
        most = Math.max(most, ofTurn)
        length += chunk.length
      })
      client.write(sent.subarray(0, 16_384))
    }
    await expect.poll(() => length).toBe(12 * 16_384)
    clearImmediate(ticking)
    expect(most).toBeLessThanOrEqual(2 * 4 * turnBytes)
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
    expect(heard).toBeLessThanOrEqual(turnBytes)
    expect(socket.listenerCount("close")).toBeLessThanOrEqual(listeners + 1)
  }))
