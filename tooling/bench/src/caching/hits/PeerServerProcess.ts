/**
 * Minimal chat server over uWebSockets.js around another cache library (lru-cache, bentocache, …), to compare what a hit
 * costs there with this project's server: parses the frame, normalises and hashes the question as this project's server
 * does, and sends the cached answer as the same frames in one cork. Runs as a child process.
 *
 * It does less than the orchestrator: no limits, no session owner, no parsing of the question, no timing of stages, no
 * record of the turn.
 */
import { randomUUID } from "node:crypto"
import { answerKey, normalizeQuestion } from "@manga-assist/caching"
import { App, us_socket_local_port } from "uWebSockets.js"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { processorTime } from "../../process/OwnProcess.ts"
import { type Place, type Peer, peerCache } from "../stores/PeerCaches.ts"

/** What an answer is made of: its frames without the ids of the turn. */
export interface CachedTurn {
  readonly products: ReadonlyArray<unknown>
  readonly texts: ReadonlyArray<string>
  readonly end: Readonly<Record<string, unknown>>
}

const [, , peer, place, redisUrl = ""] = process.argv
const cache = peerCache<CachedTurn>(peer as Peer, place as Place, redisUrl) // Started by `HitServers.ts`.

const keyOf = (text: string): string =>
  answerKey({
    partition: "public",
    locale: "en",
    intent: "price-or-stock",
    question: normalizeQuestion(text),
    slots: [],
    model: "simple",
    promptVersion: "1",
    catalogueVersion: "1",
  })

const missing = (): Promise<CachedTurn> => Promise.reject(new Error("not in the cache"))

interface Message {
  readonly type: string
  readonly id: string
  readonly text: string
}

const decoder = new TextDecoder()

const app = App()
app.ws<{ isOpen: boolean }>("/*", {
  open: (socket) => {
    socket.getUserData().isOpen = true
    socket.send(JSON.stringify({ type: "ready", session: "peer", protocol: 1 }))
  },
  message: (socket, data) => {
    const message = JSON.parse(decoder.decode(data)) as Message // Only our own customers ask.
    if (message.type !== "message") return
    const { id } = message
    const state = socket.getUserData()
    cache.get(keyOf(message.text), missing).then(
      ({ end, products, texts }) => {
        if (!state.isOpen) return
        const turn = randomUUID()
        socket.cork(() => {
          socket.send(JSON.stringify({ type: "turn-start", id, turn }))
          if (products.length > 0) socket.send(JSON.stringify({ type: "products", turn, products }))
          for (const text of texts) socket.send(JSON.stringify({ type: "delta", turn, text }))
          socket.send(JSON.stringify({ type: "turn-end", turn, id, ...end }))
        })
      },
      (error: unknown) => {
        if (!state.isOpen) return
        const message = { code: "internal", message: String(error), retryable: false }
        socket.send(JSON.stringify({ type: "error", id, ...message }))
      },
    )
  },
  close: (socket) => {
    socket.getUserData().isOpen = false
  },
})

const port = await new Promise<number>((resolve, reject) => {
  app.listen("127.0.0.1", 0, (listening) => {
    if (listening === false) reject(new Error("cannot listen"))
    else resolve(us_socket_local_port(listening))
  })
})

const calls = {
  url: () => `http://127.0.0.1:${port}`,
  put: async (entries: ReadonlyArray<{ readonly text: string; readonly turn: CachedTurn }>) => {
    for (const { text, turn } of entries) await cache.put(keyOf(text), turn)
  },
  /** User and system time of this process so far, in microseconds. */
  processorTime,
}

export type PeerServerCalls = typeof calls

answerCalls(calls)
