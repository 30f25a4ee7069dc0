/** The interface of the compared Bedrock clients, and the names of the compared clients and settings (`variants`). */
import { type Conversation } from "./Conversation.ts"

/** Resolves when the answer is whole, rejects otherwise; `onText` is called for each piece of text. */
export type ChatClient = (
  modelId: string,
  question: Conversation,
  onText: (text: string) => void,
) => Promise<unknown>

/** The message of a client whose transport reported no error though the answer has no `messageStop`. */
export const cutInSilence = "the answer was cut"

export const variants = {
  "pooled-fetch": "pooledFetch",
  "bedrock-chat": "BedrockChat",
  "sdk-handler": "SDK + pooledHttp2Handler",
  "undici-h2": "undici h2, PING and deadlines tuned",
  "sdk-pooled": "SDK + NodeHttp2Handler made to pool",
  "sdk-http1": "SDK + NodeHttpHandler, 5,000 sockets",
  "sdk-default": "SDK default",
  "bedrock-chat-budget": "BedrockChat with a budget",
  raw: "raw h2 + SigV4",
} as const

export type Variant = keyof typeof variants

/** Those beside each other in the README of packages/connections, in its order. */
export const compared = [
  "pooled-fetch",
  "bedrock-chat",
  "sdk-handler",
  "undici-h2",
  "sdk-pooled",
  "sdk-http1",
  "sdk-default",
] as const satisfies ReadonlyArray<Variant>
