import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import { CustomerSocket } from "../../src/mix/CustomerSocket.ts"
import { sharedClock } from "../../src/measure/OpenLoop.ts"

type Frame = Readonly<Record<string, unknown>>

const end = (id: string, turn = `t-${id}`): Frame => ({
  type: "turn-end",
  turn,
  id,
  finish: "complete",
  source: "exact",
  degraded: [],
  budget: { totalMs: 2_000, usedMs: 1 },
  timeline: [],
})

describe("a customer's socket", () => {
  let server: WebSocketServer
  let base: string
  /** What the server does with a frame of a customer. */
  let answer: (
    frame: Frame,
    reply: (...frames: ReadonlyArray<Frame>) => void,
    peer: WebSocket,
  ) => void

  beforeEach(async () => {
    answer = () => undefined
    server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
    server.on("connection", (peer) => {
      peer.on("message", (data: Buffer) => {
        const reply = (...frames: ReadonlyArray<Frame>) => {
          for (const frame of frames) peer.send(JSON.stringify(frame))
        }
        answer(JSON.parse(data.toString("utf8")) as Frame, reply, peer)
      })
    })
    await once(server, "listening")
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(() => {
    for (const peer of server.clients) peer.terminate()
    server.close()
  })

  it("keeps what became of each message, each with its own frames", async () => {
    const ids: Array<string> = []
    answer = ({ id, type }, reply) => {
      if (type !== "message") return
      ids.push(String(id))
      if (ids.length < 2) return
      // The second is refused while the first is answered.
      reply(
        { type: "turn-start", id: "a", turn: "t-a" },
        { type: "products", turn: "t-a", products: [] },
        { type: "error", code: "busy", message: "", retryable: true, id: "b" },
        { type: "delta", turn: "t-a", text: "x" },
        end("a"),
      )
    }
    const socket = await CustomerSocket.open(base, "s", "demo-01")
    const [a, b] = await Promise.all([
      socket.ask("a", "hello", sharedClock.now()),
      socket.ask("b", "hello", sharedClock.now()),
    ])
    expect(a).toMatchObject({ outcome: "complete", ends: 1, turn: "t-a", end: { source: "exact" } })
    expect(a.firstProductsMs).toBeLessThanOrEqual(a.firstTokenMs ?? -1)
    expect(a.firstTokenMs).toBeLessThanOrEqual(a.totalMs ?? -1)
    expect(b).toMatchObject({ outcome: "error busy", ends: 1 })
    expect(b.firstTokenMs).toBeUndefined()
    expect(socket.otherErrors).toBe(0)
  })

  it("shows a second end", async () => {
    answer = ({ id, type }, reply) => {
      if (type === "message") reply(end(String(id)), end(String(id)))
      else reply({ type: "feedback-ok", turn: "t" })
    }
    const socket = await CustomerSocket.open(base, "s", undefined)
    await socket.ask("a", "hello", sharedClock.now())
    socket.rate("t", "up")
    // The confirmation comes behind both ends.
    await expect.poll(() => socket.feedbackOk).toBe(1)
    expect(socket.messages).toMatchObject([{ id: "a", ends: 2, outcome: "complete" }])
  })

  it("takes no answer to a late cancellation for a second end, but any other error for one", async () => {
    const refusal = (id: unknown, code: string): Frame => ({
      type: "error",
      code,
      message: "",
      retryable: false,
      id,
    })
    answer = ({ id, type }, reply) => {
      if (type === "message") reply(end(String(id)))
      else if (type === "cancel") reply(refusal(id, "unknown-turn"), refusal("b", "internal"))
      else reply({ type: "feedback-ok", turn: "t" })
    }
    const socket = await CustomerSocket.open(base, "s", undefined)
    await Promise.all(["a", "b"].map((id) => socket.ask(id, "hello", sharedClock.now())))
    socket.cancel("a")
    socket.rate("t", "up")
    await expect.poll(() => socket.feedbackOk).toBe(1)
    expect(socket.messages.map(({ ends }) => ends)).toEqual([1, 2])
  })

  it("has no end of what the server left when it went, and waits no longer", async () => {
    answer = (_frame, _reply, peer) => {
      peer.terminate()
    }
    const socket = await CustomerSocket.open(base, "s", undefined)
    const told = await socket.ask("a", "hello", sharedClock.now())
    await socket.settled()
    await socket.closed
    expect(told).toMatchObject({ outcome: "closed", ends: 0 })
    expect(await socket.ask("b", "hello", sharedClock.now())).toMatchObject({ outcome: "closed" })
  })

  it("counts from when the message was meant to be sent", async () => {
    answer = ({ id }, reply) => {
      reply(end(String(id)))
    }
    const socket = await CustomerSocket.open(base, "s", undefined)
    const { totalMs } = await socket.ask("late", "hello", sharedClock.now() - 5_000)
    expect(totalMs).toBeGreaterThanOrEqual(5_000)
  })

  it("counts errors that name none of its messages", async () => {
    answer = ({ id }, reply) => {
      reply({ type: "error", code: "bad-frame", message: "", retryable: false }, end(String(id)))
    }
    const socket = await CustomerSocket.open(base, "s", undefined)
    await socket.ask("a", "hello", sharedClock.now())
    expect(socket.otherErrors).toBe(1)
  })

  it("rejects when nobody listens", async () => {
    await expect(CustomerSocket.open("http://127.0.0.1:1", "s", undefined)).rejects.toThrow()
  })
})
