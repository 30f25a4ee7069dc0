import { type AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { WebSocketServer } from "ws"
import { spacedChats } from "../../src/turn/SpacedChats.ts"

interface Heard {
  readonly session: string
  readonly text: string
}

describe("chats a little apart", () => {
  let server: WebSocketServer
  const heard: Array<Heard> = []
  let open = 0

  beforeEach(async () => {
    heard.length = 0
    server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
    server.on("connection", (socket, { url = "" }) => {
      open += 1
      socket.once("close", () => void (open -= 1))
      const session = new URL(url, "ws://localhost").searchParams.get("session") ?? ""
      socket.on("message", (data: Buffer) => {
        const frame = JSON.parse(data.toString("utf8")) as Record<"type" | "id" | "text", string>
        const say = (answer: object) => socket.send(JSON.stringify({ id: frame.id, ...answer }))
        if (frame.type === "cancel") say({ type: "turn-end", source: "model", timeline: [] })
        if (frame.type !== "message") return
        heard.push({ session, text: frame.text })
        say({ type: "products" })
        say({ type: "delta" })
      })
    })
    await new Promise((resolve) => server.once("listening", resolve))
  })
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve))
  })

  it("have a session and a question of their own each, and end with the first token", async () => {
    const { port } = server.address() as AddressInfo // A TCP server's address is no pipe's name.
    let questions = 0
    const question = () => `question ${(questions += 1)}`
    const load = { count: 4, apartMs: 5, question }
    const answers = await spacedChats(`http://127.0.0.1:${port}`, load)
    expect(answers.map(({ deltas, source }) => [deltas, source])).toEqual(
      Array.from({ length: 4 }, () => [1, "model"]),
    )
    expect(answers.every(({ firstProductsMs }) => firstProductsMs !== undefined)).toBe(true)
    expect(new Set(heard.map(({ session }) => session)).size).toBe(4)
    expect(new Set(heard.map(({ text }) => text)).size).toBe(4)
    await expect.poll(() => open).toBe(0)
  })
})
