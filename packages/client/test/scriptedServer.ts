/** A server that does what a test tells it, frame by frame. */
import { createServer } from "node:http"
import { type WebSocket, WebSocketServer } from "ws"

interface Arrival {
  readonly socket: WebSocket
  readonly frame: {
    readonly type: string
    readonly id: string
    readonly text: string
    readonly turn?: string
    readonly after?: number
    readonly token?: string
  }
  /** The query of the address the client came by. */
  readonly query: string
  /** The subprotocols it offered. */
  readonly protocols: string
  /** Which connection this is, from 1. */
  readonly connection: number
}

export interface ScriptedServer {
  readonly url: URL
  readonly arrivals: ReadonlyArray<Arrival>
  /** What each connection offered, in order. */
  readonly opened: () => ReadonlyArray<{ readonly protocols: string }>
  readonly close: () => Promise<void>
}

export interface Script {
  readonly onMessage: (arrival: Arrival, send: (frame: object) => void) => void
  readonly onOpen?: (socket: WebSocket) => void
  /** Whether this connection is greeted; each is when this is left out. */
  readonly ready?: () => boolean
  /** Refuses every WebSocket, `/readyz` answers this. */
  readonly refuseWith?: number
}

export const scriptedServer = async (script: Script): Promise<ScriptedServer> => {
  const arrivals: Array<Arrival> = []
  const opened: Array<{ readonly protocols: string }> = []
  const http = createServer((_, response) => {
    response.statusCode = script.refuseWith ?? 200
    response.end()
  })
  const server = new WebSocketServer({ noServer: true, handleProtocols: () => "manga-assist.v1" })
  http.on("upgrade", (request, socket, head) => {
    if (script.refuseWith !== undefined) {
      socket.end(`HTTP/1.1 ${script.refuseWith} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    server.handleUpgrade(request, socket, head, (client) => {
      const offered = request.headers["sec-websocket-protocol"] ?? ""
      const connection = opened.push({ protocols: offered.replaceAll(" ", "") })
      const query = (request.url ?? "").split("?")[1] ?? ""
      if (script.ready?.() !== false) {
        const ready = { type: "ready", session: "s-1", protocol: 1, resumeToken: "r1.proof" }
        client.send(JSON.stringify(ready))
      }
      script.onOpen?.(client)
      client.on("message", (data: Buffer) => {
        const arrival = {
          socket: client,
          frame: JSON.parse(data.toString()),
          query,
          protocols: offered,
          connection,
        }
        arrivals.push(arrival)
        script.onMessage(arrival, (frame) => client.send(JSON.stringify(frame)))
      })
    })
  })
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening))
  const address = http.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    url: new URL(`ws://127.0.0.1:${port}/chat`),
    arrivals,
    opened: () => opened,
    close: () =>
      new Promise((closed) => {
        for (const client of server.clients) client.terminate()
        http.closeAllConnections()
        http.close(() => closed())
      }),
  }
}

const turnEnd = (id: string, changes: object = {}) => ({
  type: "turn-end",
  turn: `t-${id}`,
  id,
  finish: "complete",
  source: "model",
  model: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  degraded: [],
  budget: { totalMs: 2000, usedMs: 66 },
  timeline: [
    { stage: "recall", startMs: 0.2, endMs: 0.6, outcome: "miss" },
    { stage: "retrieve", startMs: 0.3, endMs: 66.3, outcome: "ok" },
    { stage: "prefetch", startMs: 0, endMs: 0.1, outcome: "hit" },
    { stage: "total", startMs: 0, endMs: 1908, outcome: "ok" },
  ],
  ...changes,
})

export const card = {
  id: "blue-lock-12-paperback",
  title: "Blue Lock",
  japanese: "ブルーロック",
  volume: 12,
  format: "paperback",
  price: { amount: 1528, currency: "JPY" },
  inStock: true,
}

/** A turn whose model looks something up after its first words. */
export const lookingTurn = (id: string, found: ReadonlyArray<object>) => {
  const turn = `t-${id}`
  const tools = [{ name: "find_products", label: "the shelves" }]
  return [
    { type: "turn-start", id, turn },
    { type: "products", turn, products: [card] },
    { type: "delta", turn, text: "One moment. " },
    { type: "looking", turn, tools },
    { type: "products", turn, products: found },
    { type: "delta", turn, text: "Here." },
    turnEnd(id),
  ]
}

/** A turn whose text is blocked after it was said. */
export const retractedTurn = (id: string) => {
  const turn = `t-${id}`
  return [
    { type: "turn-start", id, turn },
    { type: "products", turn, products: [card] },
    { type: "delta", turn, text: "a " },
    { type: "delta", turn, text: "secret" },
    { type: "retract", turn },
    turnEnd(id, { finish: "blocked" }),
  ]
}

/** As servers number the frames of a turn. */
export const numbered = (frames: ReadonlyArray<object>): ReadonlyArray<object> =>
  frames.map((frame, index) => ({ ...frame, seq: index + 1 }))

/** A whole turn in the protocol's order. */
export const wholeTurn = (id: string, pieces: ReadonlyArray<string>, changes: object = {}) => [
  { type: "turn-start", id, turn: `t-${id}` },
  { type: "products", turn: `t-${id}`, products: [card] },
  ...pieces.map((text) => ({ type: "delta", turn: `t-${id}`, text })),
  turnEnd(id, changes),
]
