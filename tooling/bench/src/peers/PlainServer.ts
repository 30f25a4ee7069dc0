/** The plain server of a compared stack that calls the model: the same conversation before each question. */
import { serveTurns, type WholeTurn } from "../caching/hits/TurnServer.ts"
import { conversation } from "../connections/clients/Conversation.ts"

const finished = { finish: "complete", source: "model", degraded: [], timeline: [] }
const said: WholeTurn = { products: [], texts: [], end: finished }

const { inferenceConfig, messages, system } = conversation(0)
const textOf = (parts: ReadonlyArray<{ readonly text: string }>) =>
  parts.map(({ text }) => text).join("\n")
const history = messages.slice(0, -1).map(({ role, content }) => ({ role, text: textOf(content) }))

/** A question begins with the model that it is for, which says how it answers (`StreamShape.ts`). */
const askedFor = (model: string, question: string) => ({
  model,
  question,
  system: textOf(system),
  messages: [...history, { role: "user" as const, text: question }],
  inferenceConfig,
})

export type Asked = ReturnType<typeof askedFor>

/** Once, when the library is ready. */
export const serveChats = (
  answer: (asked: Asked, say: (text: string) => void) => Promise<unknown>,
) =>
  serveTurns(async (text, say) => {
    const [model = "", ...words] = text.split(" ")
    await answer(askedFor(model, words.join(" ")), say)
    return said
  }, {})
export type PlainCalls = Awaited<ReturnType<typeof serveChats>>
