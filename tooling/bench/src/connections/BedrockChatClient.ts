/** `BedrockChat` as a service uses it: its layers with their defaults, one effect for each chat. */
import { BedrockChat, BedrockTransport } from "@manga-assist/connections"
import { Effect, Layer, ManagedRuntime } from "effect"
import { type ChatClient } from "./ChatClient.ts"
import { conversation } from "./Conversation.ts"
import { modelIdOf } from "./StreamShape.ts"

/** Beyond anything that is measured: what is judged is how the transport finds out, not a timer. */
const deadlines = { firstEventMs: 30_000, gapMs: 30_000 }

/** Region, endpoint and credentials come from the environment. */
export const bedrockChatClient = async (): Promise<ChatClient> => {
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
