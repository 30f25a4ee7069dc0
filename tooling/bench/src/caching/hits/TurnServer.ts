/**
 * The plain chat server over uWebSockets.js that everything compared runs in, stacks and caches: the frames of the chat
 * protocol, failures told to the client in words, and nothing else. Runs as a child process.
 */
import { randomUUID } from "node:crypto"
import { answerKey, normalizeQuestion } from "@manga-assist/caching"
import { App, us_socket_local_port } from "uWebSockets.js"
import { answerCalls, type Calls } from "../../process/AnswerCalls.ts"
import { processorTime } from "../../process/OwnProcess.ts"

/** What an answer from a cache is made of: its frames without the ids of the turn. */
export interface WholeTurn {
  readonly products: ReadonlyArray<unknown>
  readonly texts: ReadonlyArray<string>
  readonly end: Readonly<Record<string, unknown>>
}

interface Message {
  readonly type: string
  readonly id: string
  readonly text: string
}

const decoder = new TextDecoder()

/**
 * Serves what `answer` says piece by piece, or resolves with, whose frames are sent at once. Rejects when there is no
 * whole answer. Answers its parent's `calls` and ends with it.
 */
export const serveTurns = async <C extends Calls>(
  answer: (text: string, say: (piece: string) => void) => Promise<WholeTurn>,
  calls: C,
) => {
  const app = App()
  app.ws<{ isOpen: boolean }>("/*", {
    open: (socket) => {
      socket.getUserData().isOpen = true
      socket.send(JSON.stringify({ type: "ready", session: "peer", protocol: 1 }))
    },
    message: (socket, data) => {
      const { id, text, type } = JSON.parse(decoder.decode(data)) as Message // Only our own customers ask.
      if (type !== "message") return
      const state = socket.getUserData()
      const turn = randomUUID()
      let isBegun = false
      const tell = (...frames: ReadonlyArray<object>) => {
        if (!state.isOpen) return
        socket.cork(() => {
          if (!isBegun) socket.send(JSON.stringify({ type: "turn-start", id, turn }))
          isBegun = true
          for (const frame of frames) socket.send(JSON.stringify(frame))
        })
      }
      const delta = (piece: string) => ({ type: "delta", turn, text: piece })
      answer(text, (piece) => tell(delta(piece))).then(
        ({ end, products, texts }) => {
          const shown = products.length === 0 ? [] : [{ type: "products", turn, products }]
          tell(...shown, ...texts.map(delta), { type: "turn-end", turn, id, ...end })
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          tell({ type: "error", id, code: "internal", message, retryable: false })
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
  /** `processorTime`: of the process so far, all threads, in microseconds. */
  const all = { url: () => `http://127.0.0.1:${port}`, processorTime, ...calls }
  answerCalls(all)
  return all
}

/** As this project's server makes it. */
export const keyOf = (model: string, question: string): string =>
  answerKey({
    partition: "public",
    locale: "en",
    intent: "price-or-stock",
    question: normalizeQuestion(question),
    slots: {},
    model,
    promptVersion: "1",
    catalogueVersion: "1",
  })
