/**
 * The plain WebSocket server that every compared stack runs in: the frames of the chat protocol, the same conversation
 * before the question, failures reported to the client in words. A question begins with the model that it is for.
 *
 * It also runs in the installation of the compared packages, so it imports only `ws` and files without dependencies.
 */
import { once } from "node:events"
import { type AddressInfo } from "node:net"
import { WebSocketServer } from "ws"
import { answerCalls } from "../process/AnswerCalls.ts"
import { conversation } from "../connections/clients/Conversation.ts"

export interface Asked {
  /** Says how the emulated model answers; see `StreamShape.ts`. */
  readonly model: string
  readonly question: string
  readonly system: string
  /** The question is the last one. */
  readonly messages: ReadonlyArray<{ readonly role: "user" | "assistant"; readonly text: string }>
  readonly inferenceConfig: { readonly maxTokens: number; readonly temperature: number }
}

/** Calls `say` for each piece of text; resolves after the last, rejects when there is no whole answer. */
export type Answer = (asked: Asked, say: (text: string) => void) => Promise<unknown>

const { system, messages, inferenceConfig } = conversation(0)
const systemText = system.map(({ text }) => text).join("\n")
const history = messages.slice(0, -1).map(({ role, content }) => ({
  role,
  text: content.map(({ text }) => text).join("\n"),
}))

const askedFor = (model: string, question: string): Asked => ({
  model,
  question,
  system: systemText,
  messages: [...history, { role: "user", text: question }],
  inferenceConfig,
})

const cpuMs = (): number => {
  const { user, system: kernel } = process.cpuUsage()
  return (user + kernel) / 1_000
}

/** Once, when the library is ready. Ends with the process that started this one. */
export const serveChats = async (answer: Answer): Promise<void> => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false })
  await once(server, "listening")
  server.on("connection", (socket) => {
    socket.on("error", () => {})
    const tell = (frame: object) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
    }
    tell({ type: "ready", session: "peer", protocol: 1 })
    socket.on("message", (data: Buffer) => {
      // Only the load of this bench connects here.
      const { id = "", text = "" } = JSON.parse(data.toString("utf8")) as Record<string, string>
      const [model = "", ...words] = text.split(" ")
      const turn = id
      tell({ type: "turn-start", id, turn })
      answer(askedFor(model, words.join(" ")), (piece) => {
        tell({ type: "delta", turn, text: piece })
      }).then(
        () => {
          const end = { finish: "complete", source: "model", degraded: [], timeline: [] }
          tell({ type: "turn-end", turn, id, ...end })
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          tell({ type: "error", id, code: "model-unavailable", message, retryable: false })
        },
      )
    })
  })
  const { port } = server.address() as AddressInfo // A TCP server's address is no pipe's name.
  answerCalls({ port: () => port, cpuMs } satisfies PlainCalls)
}

export interface PlainCalls {
  readonly port: () => number
  /** User and system time of the process since its start, all threads. */
  readonly cpuMs: () => number
  readonly [method: string]: () => unknown
}
