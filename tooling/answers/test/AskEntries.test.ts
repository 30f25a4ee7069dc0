/** A list against a store whose limits are in the way. */
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, it } from "vitest"
import { WebSocketServer } from "ws"
import { askEntries } from "../src/asking/AskEntries.ts"

it("waits where the store refuses a session or a message for its limits, and asks again", async () => {
  const refusals = ["session", "message"]
  const sessions: Array<string> = []
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  http.on("upgrade", (request, socket, head) => {
    if (refusals[0] === "session") {
      refusals.shift()
      socket.end("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n")
      return
    }
    sessions.push(new URL(request.url ?? "", "http://store").searchParams.get("session") ?? "")
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on("message", (data: Buffer) => {
        const { id } = JSON.parse(data.toString("utf8")) as { readonly id: string } // Of AskedSession.
        const say = (frame: object) => {
          client.send(JSON.stringify(frame))
        }
        if (refusals.shift() === "message") {
          say({ type: "error", id, code: "rate-limited", message: "wait", retryable: true })
          return
        }
        say({ type: "turn-start", id, turn: "t" })
        say({ type: "delta", turn: "t", text: "yes" })
        say({ type: "turn-end", id, turn: "t", finish: "complete", source: "model", degraded: [] })
      })
    })
  })
  http.listen(0, "127.0.0.1")
  await once(http, "listening")
  try {
    const { port } = http.address() as AddressInfo // Of a server on a port.
    const asked = await askEntries(
      [{ id: "one", kind: "single", language: "en", turns: [{ ask: "Is it?" }] }],
      { url: `http://127.0.0.1:${port}`, name: "run", parallel: 1, again: 0, limitedMs: 1 },
    )
    expect(asked).toMatchObject([{ told: { answer: "yes", outcome: "complete", turn: "t" } }])
    expect(sessions).toEqual(["run-0-l1", "run-0-l2"])
  } finally {
    sockets.close()
    http.close()
  }
})
