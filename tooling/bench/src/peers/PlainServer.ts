/**
 * The plain WebSocket server that every compared stack runs in: the frames of the chat protocol, the same conversation
 * before the question, failures reported to the client in words. A question begins with the model that it is for.
 */
import { once } from "node:events"
import { type AddressInfo } from "node:net"
import { WebSocketServer } from "ws"
import { answerCalls } from "../process/AnswerCalls.ts"
import { processorTime } from "../process/OwnProcess.ts"
import { conversation } from "../connections/clients/Conversation.ts"

const { system, messages, inferenceConfig } = conversation(0)
const textOf = (parts: ReadonlyArray<{ readonly text: string }>) =>
  parts.map(({ text }) => text).join("\n")
const history = messages.slice(0, -1).map(({ role, content }) => ({ role, text: textOf(content) }))

/** The question is the last message; the model says how it answers, see `StreamShape.ts`. */
const askedFor = (model: string, question: string) => ({
  model,
  question,
  system: textOf(system),
  messages: [...history, { role: "user" as const, text: question }],
  inferenceConfig,
})

export type Asked = ReturnType<typeof askedFor>

/** Calls `say` for each piece of text; resolves after the last, rejects when there is no whole answer. */
type Answer = (asked: Asked, say: (text: string) => void) => Promise<unknown>

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
      tell({ type: "turn-start", id, turn: id })
      answer(askedFor(model, words.join(" ")), (piece) => {
        tell({ type: "delta", turn: id, text: piece })
      }).then(
        () => {
          const end = { finish: "complete", source: "model", degraded: [], timeline: [] }
          tell({ type: "turn-end", turn: id, id, ...end })
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          tell({ type: "error", id, code: "model-unavailable", message, retryable: false })
        },
      )
    })
  })
  const { port } = server.address() as AddressInfo // A TCP server's address is no pipe's name.
  answerCalls(callsOf(port))
}

const callsOf = (port: number) => ({
  port: () => port,
  /** User and system time of the process since its start, all threads. */
  cpuMs: () => processorTime() / 1_000,
})
export type PlainCalls = ReturnType<typeof callsOf>
