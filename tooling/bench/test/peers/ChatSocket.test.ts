import { type AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import { ChatSocket, now } from "../../src/peers/ChatSocket.ts"

const servers: Array<WebSocketServer> = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate()
    server.close()
  }
})

type Asked = { readonly id: string; readonly text: string; readonly model?: string }

const serving = async (answer: (socket: WebSocket, asked: Asked) => void): Promise<ChatSocket> => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
  servers.push(server)
  server.on("connection", (socket) => {
    socket.on("message", (data: Buffer) => {
      answer(socket, JSON.parse(data.toString("utf8")) as Asked)
    })
  })
  await new Promise((resolve) => server.once("listening", resolve))
  return ChatSocket.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const send = (socket: WebSocket, ...frames: ReadonlyArray<object>) => {
  for (const frame of frames) socket.send(JSON.stringify(frame))
}

describe("ChatSocket", () => {
  it("counts the first text and the end from the intended start", async () => {
    const socket = await serving((to, { id }) => {
      send(to, { type: "delta", id, text: "" }, { type: "delta", id, text: "a" })
      send(to, { type: "turn-end", id })
    })
    const told = await socket.ask({ text: "?" }, now() - 500, 5_000)
    expect(told.outcome).toBe("complete")
    expect(told.firstMs).toBeGreaterThanOrEqual(500)
    expect(told.endMs).toBeGreaterThanOrEqual(told.firstMs ?? Number.NaN)
  })

  it("sends the model only where one is meant", async () => {
    const heard: Array<Asked> = []
    const socket = await serving((to, asked) => {
      heard.push(asked)
      send(to, { type: "turn-end", id: asked.id })
    })
    await socket.ask({ text: "one", model: "m" }, now(), 5_000)
    await socket.ask({ text: "two" }, now(), 5_000)
    expect(heard.map(({ model, text }) => [text, model])).toEqual([
      ["one", "m"],
      ["two", undefined],
    ])
  })

  it("tells an error with its words, and a socket that was closed as one", async () => {
    const socket = await serving((to, { id, text }) => {
      if (text === "close") to.terminate()
      else send(to, { type: "error", id, message: "throttled" })
    })
    expect(await socket.ask({ text: "?" }, now(), 5_000)).toMatchObject({
      outcome: "error",
      message: "throttled",
    })
    expect(await socket.ask({ text: "close" }, now(), 5_000)).toMatchObject({
      outcome: "error",
      message: "the socket was closed",
    })
  })

  it("gives up after its time, and takes nothing of that answer for the next one's", async () => {
    let late: string | undefined
    const socket = await serving((to, { id }) => {
      if (late === undefined) {
        late = id
        return
      }
      send(to, { type: "delta", id: late, text: "late" }, { type: "turn-end", id: late })
      send(to, { type: "error", id, message: "of the second" })
    })
    expect(await socket.ask({ text: "first" }, now(), 20)).toMatchObject({ outcome: "silent" })
    const second = await socket.ask({ text: "second" }, now(), 5_000)
    expect(second).toMatchObject({ outcome: "error", message: "of the second" })
    expect(second.firstMs).toBeUndefined()
  })
})
