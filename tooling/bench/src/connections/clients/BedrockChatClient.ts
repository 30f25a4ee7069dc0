/**
 * `BedrockChat`, this project's client, with its default layers and one run of an effect for each chat, as in a server.
 * It is measured with one of two sets of deadlines: `patient` ones of 30 s, or those that the time budget of a turn
 * leaves (`budget`).
 */
import { BedrockChat, BedrockTransport } from "@manga-assist/connections"
import { Effect, Layer, ManagedRuntime } from "effect"
import { type ChatClient } from "./ChatClient.ts"

/** Beyond anything that is measured: what is judged is how the transport finds out, not a timer. */
export const patient = { firstEventMs: 30_000, gapMs: 30_000 }

/** What a turn of two seconds leaves to the first text; the gap is that of a service in production. */
export const budget = { firstEventMs: 1_800, gapMs: 3_000 }

/** Region, endpoint and credentials come from the environment. */
export const bedrockChatClient = async (deadlines: typeof patient): Promise<ChatClient> => {
  const layer = Layer.provide(BedrockChat.layer, BedrockTransport.layer)
  const chat = await ManagedRuntime.make(layer).runPromise(BedrockChat)
  return (modelId, question, onText) =>
    Effect.runPromise(chat.converse({ modelId, ...question, ...deadlines }, { onText }))
}
