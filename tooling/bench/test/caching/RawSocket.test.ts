/** The cheap WebSocket and the customers on it, against a server that somebody else wrote. */
import { type AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import { ChatLoad } from "../../src/caching/hits/ChatLoad.ts"
import { clientFrame, FrameSplitter, RawSocket } from "../../src/caching/hits/RawSocket.ts"

const serverFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text)
  const eightBytes = Buffer.alloc(8)
  eightBytes.writeBigUInt64BE(BigInt(length))
  const head =
    length < 126
      ? Buffer.from([0x81, length])
      : length < 65_536
        ? Buffer.from([0x81, 126, length >> 8, length & 255])
        : Buffer.concat([Buffer.from([0x81, 127]), eightBytes])
  return Buffer.concat([head, Buffer.from(text)])
}

describe("frames of a server", () => {
  const texts = ["", "short", "日本語の巻", "x".repeat(125), "y".repeat(126)]

  it.each([1, 2, 3, 7, 1_000])("come whole out of pieces of %i bytes", (size) => {
    const splitter = new FrameSplitter()
    const stream = Buffer.concat(texts.map(serverFrame))
    const read: Array<string> = []
    for (let at = 0; at < stream.length; at += size) {
      splitter.push(stream.subarray(at, at + size), (payload) => read.push(payload.toString()))
    }
    expect(read).toEqual(texts)
  })

  it("come whole beyond 64 KiB", () => {
    const long = "z".repeat(70_000)
    const splitter = new FrameSplitter()
    const stream = serverFrame(long)
    const read: Array<string> = []
    for (const piece of [
      stream.subarray(0, 5),
      stream.subarray(5, 60_000),
      stream.subarray(60_000),
    ]) {
      splitter.push(piece, (payload) => read.push(payload.toString()))
    }
    expect(read).toEqual([long])
  })

  it("passes over a ping and refuses what it does not read", () => {
    const splitter = new FrameSplitter()
    const read: Array<string> = []
    const take = (payload: Buffer) => void read.push(payload.toString())
    splitter.push(Buffer.concat([Buffer.from([0x89, 0]), serverFrame("after")]), take)
    expect(read).toEqual(["after"])
    expect(() => splitter.push(Buffer.from([0x01, 0]), take)).toThrow("kind 1")
  })

  it("refuses to write what does not fit into its header", () => {
    expect(() => clientFrame(Buffer.alloc(65_536))).toThrow(RangeError)
  })
})

describe("customers", () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
  let url = ""
  let atOnce = 0
  let mostAtOnce = 0
  const sessions = new Set<string>()

  /** Says of each question what the text asks for. */
  const answer = (socket: WebSocket, { id, text }: { id: string; text: string }) => {
    const say = (frame: object) => socket.send(JSON.stringify(frame))
    if (text === "hang up") return socket.terminate()
    if (text === "hit after a ping") {
      socket.once("pong", (content: Buffer) =>
        say({ type: "turn-end", id, source: content.toString() }),
      )
      return socket.ping("exact")
    }
    if (text === "hit after another") say({ type: "turn-end", id: "m-0", source: "model" })
    if (text === "refuse") return say({ type: "error", id, message: "no" })
    say({ type: "turn-start", id, turn: "t" })
    say({ type: "delta", turn: "t", text: text.repeat(40) })
    say({
      type: "turn-end",
      id,
      turn: "t",
      source: text.startsWith("hit") ? "exact" : "model",
      reason: "new",
    })
  }

  beforeAll(async () => {
    if (server.address() === null) {
      await new Promise((resolve) => server.once("listening", resolve))
    }
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on("connection", (socket, request) => {
      sessions.add(new URL(request.url ?? "", url).searchParams.get("session") ?? "")
      socket.send(JSON.stringify({ type: "ready" }))
      socket.on("message", (data: Buffer) => {
        atOnce += 1
        mostAtOnce = Math.max(mostAtOnce, atOnce)
        setImmediate(() => {
          atOnce -= 1
          answer(socket, JSON.parse(data.toString("utf8")) as { id: string; text: string })
        })
      })
    })
  })
  afterAll(() => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  })

  it("ask each text once, tell hits from others, and keep the frames of hits", async () => {
    const load = await ChatLoad.open(url, 3, "each")
    const texts = ["hit one", "model", "hit ワンピース", "hit four"]
    const frames = new Map<number, ReadonlyArray<string>>()
    const asked = await load.askAll(texts, { onHit: (at, said) => void frames.set(at, said) })
    load.close()
    expect(asked).toEqual({ answered: 4, hits: 3, failed: 0, firstMiss: "new" })
    expect([...frames.keys()].toSorted((a, b) => a - b)).toEqual([0, 2, 3])
    expect(frames.get(2)?.map((frame) => JSON.parse(frame).type)).toEqual([
      "turn-start",
      "delta",
      "turn-end",
    ])
    expect(new Set([...sessions].filter((session) => session.startsWith("each"))).size).toBe(3)
  })

  it("have one message under way each, and no more sockets than they are told", async () => {
    const load = await ChatLoad.open(url, 5, "bounded")
    const texts = Array.from({ length: 50 }, (_, at) => `hit ${at}`)
    mostAtOnce = 0
    await load.askAll(texts, { concurrency: 2 })
    expect(mostAtOnce).toBeLessThanOrEqual(2)
    await load.askAll(texts)
    expect(mostAtOnce).toBeLessThanOrEqual(5)
    load.close()
  })

  it("count what is refused and what is cut, and tell the first", async () => {
    const load = await ChatLoad.open(url, 1, "failing")
    const asked = await load.askAll(["hit", "refuse", "hang up", "after the end"])
    load.close()
    expect(asked).toMatchObject({ answered: 1, hits: 1, failed: 3 })
    expect(asked.firstFailure).toContain('"message":"no"')
  })

  it("answer a ping as the server sent it", async () => {
    const load = await ChatLoad.open(url, 1, "pinged")
    expect(await load.askAll(["hit after a ping"])).toEqual({ answered: 1, hits: 1, failed: 0 })
    load.close()
  })

  it("do not take the end of an earlier answer for that of their own", async () => {
    const load = await ChatLoad.open(url, 1, "late")
    expect(await load.askAll(["hit after another"])).toEqual({ answered: 1, hits: 1, failed: 0 })
    load.close()
  })

  it("ask at their times though all sockets are busy", async () => {
    const load = await ChatLoad.open(url, 2, "timed")
    const texts = Array.from({ length: 40 }, (_, at) => `hit ${at}`)
    const loaded = await load.askAt(
      texts,
      texts.map(() => 0),
    )
    load.close()
    expect(loaded).toMatchObject({ answered: 40, hits: 40, failed: 0 })
    expect(loaded.latenciesMs).toHaveLength(40)
  })

  it("do not open where there is no WebSocket", async () => {
    const refusing = new WebSocketServer({
      port: 0,
      host: "127.0.0.1",
      verifyClient: () => false,
    })
    await new Promise((resolve) => refusing.once("listening", resolve))
    const { port } = refusing.address() as AddressInfo
    await expect(RawSocket.open(`http://127.0.0.1:${port}/chat`)).rejects.toThrow("401")
    refusing.close()
  })
})
