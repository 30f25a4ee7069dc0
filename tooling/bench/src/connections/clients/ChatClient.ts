/**
 * The interface of the compared Bedrock clients, and the names of the compared clients and settings (`variants`).
 * `cutInSilence` is the error message of a client whose transport reported no error though the answer was incomplete.
 */
import { type StreamShape } from "./StreamShape.ts"

export interface ChatClient {
  /** Resolves when the answer is whole, rejects otherwise; `onText` is called for each piece of text. */
  readonly chat: (shape: StreamShape, onText: (text: string) => void) => Promise<void>
  /** Opens its connection ahead, where the client can. */
  readonly warm?: () => Promise<unknown>
  /** One round trip on an open connection, in milliseconds, where the client can tell. */
  readonly roundTrip?: () => Promise<number>
}

/** The message of a client whose transport let an answer end without its `messageStop`. */
export const cutInSilence = "the answer was cut"

/** Where to, and as whom. */
export interface ChatTarget {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export const variants = {
  "sdk-default": "SDK default",
  "sdk-handler": "SDK + pooledHttp2Handler",
  "bedrock-chat": "BedrockChat",
  "bedrock-chat-budget": "BedrockChat with a budget",
  raw: "raw h2 + SigV4",
  "sdk-pooled": "SDK + NodeHttp2Handler made to pool",
  "sdk-http1": "SDK + NodeHttpHandler, 5,000 sockets",
  "pooled-fetch": "pooledFetch",
  "undici-h2": "undici h2, PING and deadlines tuned",
} as const

export type Variant = keyof typeof variants

export const isVariant = (name: string): name is Variant => Object.hasOwn(variants, name)
