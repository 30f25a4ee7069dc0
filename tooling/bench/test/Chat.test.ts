import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import { sharedClock } from "../src/measure/OpenLoop.ts"
import { Chat, endedOf } from "../src/store/Chat.ts"

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

const refusal = (code: string, id?: string): Frame => ({
  type: "error",
  code,
  message: "",
  retryable: false,
  ...(id === undefined ? {} : { id }),
})

describe("a customer's chat", () => {
  let server: WebSocketServer
  let base: string
  const chats: Array<Chat> = []
  /** What the server does with a frame of a customer. */
  let answer: (
    frame: Frame,
    reply: (...frames: ReadonlyArray<Frame>) => void,
    peer: WebSocket,
  ) => void

  const open = async () => {
    const chat = await Chat.open(base, { session: "s", user: "demo-01" })
    chats.push(chat)
    return chat
  }

  beforeEach(async () => {
    answer = () => undefined
    server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
    server.on("connection", (peer) => {
      const reply = (...frames: ReadonlyArray<Frame>) => {
        for (const frame of frames) peer.send(JSON.stringify(frame))
      }
      reply({ type: "ready", session: "s", protocol: 1 })
      peer.on("message", (data: Buffer) => {
        answer(JSON.parse(data.toString("utf8")) as Frame, reply, peer)
      })
    })
    await once(server, "listening")
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(async () => {
    await Promise.all(chats.splice(0).map((chat) => chat.close()))
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
        refusal("busy", "b"),
        { type: "delta", turn: "t-a", text: "x" },
        end("a"),
      )
    }
    const chat = await open()
    const [a, b] = await Promise.all([
      chat.ask("hello", { id: "a" }),
      chat.ask("hello", { id: "b" }),
    ])
    expect(a).toMatchObject({ outcome: "complete", ends: 1, turn: "t-a", end: { source: "exact" } })
    expect(a.firstProductsMs).toBeLessThanOrEqual(a.firstTokenMs ?? -1)
    expect(a.firstTokenMs).toBeLessThanOrEqual(a.totalMs ?? -1)
    expect(a.deltas).toBe(1)
    expect(b).toMatchObject({ outcome: "error busy", ends: 1 })
    expect(b.firstTokenMs).toBeUndefined()
    expect(chat.otherErrors).toBe(0)
    expect(() => endedOf([a, b])).toThrow('1 of 2 answered; "hello": error busy')
    expect(endedOf([a, a, b])).toHaveLength(2)
  })

  it("shows a second end, and counts what confirms a rating", async () => {
    answer = ({ id, type }, reply) => {
      if (type === "message") reply(end(String(id)), end(String(id)))
      else reply({ type: "feedback-ok", turn: "t" })
    }
    const chat = await open()
    await chat.ask("hello", { id: "a" })
    chat.rate("t", "up")
    // The confirmation comes behind both ends.
    await expect.poll(() => chat.ratingsConfirmed).toBe(1)
    expect(chat.messages).toMatchObject([{ id: "a", ends: 2, outcome: "complete" }])
  })

  it.each([
    ["an answer's", end("a")],
    ["an error's", refusal("timeout", "a")],
  ])("takes no end that a gateway was told again for a second one: %s", async (_, ended) => {
    answer = ({ id, type }, reply) => {
      if (type !== "message") return reply({ type: "feedback-ok", turn: "t" })
      const numbered = { ...ended, seq: 3 }
      reply({ type: "turn-start", id, turn: "t-a", seq: 1 }, numbered, numbered, {
        ...numbered,
        seq: 4,
      })
    }
    const chat = await open()
    await chat.ask("hello", { id: "a" })
    chat.rate("t", "up")
    await expect.poll(() => chat.ratingsConfirmed).toBe(1)
    expect(chat.messages).toMatchObject([{ ends: 2 }])
  })

  it("takes no answer to a late cancellation for a second end, but any other error for one", async () => {
    answer = ({ id, type }, reply) => {
      if (type === "message") reply(end(String(id)))
      else reply(refusal("unknown-turn", "a"), refusal("internal", "b"), end("a"))
    }
    const chat = await open()
    await Promise.all(["a", "b"].map((id) => chat.ask("hello", { id })))
    chat.rate("t", "up")
    await expect.poll(() => chat.messages.map(({ ends }) => ends)).toEqual([2, 2])
  })

  it("leaves with the first text, where it is told so", async () => {
    answer = ({ id, type }, reply) => {
      if (type === "cancel") reply(end(String(id)))
      else
        reply(
          { type: "turn-start", id, turn: "t" },
          { type: "delta", turn: "t", text: "x" },
          { type: "delta", turn: "t", text: "y" },
        )
    }
    const chat = await open()
    expect(await chat.ask("hello", { leaves: true })).toMatchObject({ deltas: 2, ends: 1 })
  })

  it("has no end of what the server left when it went, and waits no longer", async () => {
    answer = (_frame, _reply, peer) => {
      peer.terminate()
      server.close()
    }
    const chat = await open()
    const told = await chat.ask("hello")
    await chat.settled()
    expect(told).toMatchObject({ outcome: "closed", ends: 0 })
  })

  it("counts from when the message was meant to be sent", async () => {
    answer = ({ id }, reply) => {
      reply(end(String(id)))
    }
    const { totalMs } = await (await open()).ask("hello", { intended: sharedClock.now() - 5_000 })
    expect(totalMs).toBeGreaterThanOrEqual(5_000)
  })

  it("counts errors that name none of its messages", async () => {
    answer = ({ id }, reply) => {
      reply(refusal("feedback-late"), end(String(id)))
    }
    const chat = await open()
    await chat.ask("hello")
    expect(chat.otherErrors).toBe(1)
  })

  it("rejects when nobody listens", async () => {
    await expect(Chat.open("http://127.0.0.1:1")).rejects.toThrow("cannot be reached")
  })
})
