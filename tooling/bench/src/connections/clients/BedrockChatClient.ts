/**
 * Adapts `BedrockChat`, this project's client, to the interface of the compared clients, with its default layers and
 * one run of an effect for each chat, as in a server. It is measured with one of two sets of deadlines: `patient` ones
 * of 30 s, or those that the time budget of a turn leaves (`budget`).
 */
import { BedrockChat, BedrockTransport } from "@manga-assist/connections"
import { Effect, Layer, ManagedRuntime } from "effect"
import { type ChatClient } from "./ChatClient.ts"
import { conversation } from "./Conversation.ts"
import { modelIdOf } from "./StreamShape.ts"

export interface ChatDeadlines {
  readonly firstEventMs: number
  readonly gapMs: number
}

/** Beyond anything that is measured: what is judged is how the transport finds out, not a timer. */
export const patient: ChatDeadlines = { firstEventMs: 30_000, gapMs: 30_000 }

/** What a turn of two seconds leaves to the first text; the gap is that of a service in production. */
export const budget: ChatDeadlines = { firstEventMs: 1_800, gapMs: 3_000 }

/** Region, endpoint and credentials come from the environment. */
export const bedrockChatClient = async (deadlines: ChatDeadlines): Promise<ChatClient> => {
  const runtime = ManagedRuntime.make(Layer.provideMerge(BedrockChat.layer, BedrockTransport.layer))
  const { chat, transport } = await runtime.runPromise(
    Effect.all({ chat: BedrockChat, transport: BedrockTransport }),
  )
  let chats = 0
  return {
    chat: async (shape, onText) => {
      const question = conversation(chats++)
      await Effect.runPromise(
        chat.converse({ modelId: modelIdOf(shape), ...question, ...deadlines }, { onText }),
      )
    },
    warm: () => Effect.runPromise(transport.warm()),
  }
}
