/** The clients that `bench clients` compares, and the names of its figures. */
import { type Variant } from "../connections/clients/ChatClient.ts"

export const compared = [
  "pooled-fetch",
  "bedrock-chat",
  "sdk-handler",
  "undici-h2",
  "sdk-pooled",
  "sdk-http1",
  "sdk-default",
] as const satisfies ReadonlyArray<Variant>

export type Compared = (typeof compared)[number]

/** Of each client, as a column of the table. */
export const figureNames = {
  cost: "processor time of a chat",
  handshakes: "TLS handshakes of 300 cold chats",
  held: "black hole, open chats told within 2 s",
  asked: "black hole, new chats told within 2 s",
  cut: "cut by a peer that goes away, chats told",
  noLoss: "no segment lost, p99.9 between two deltas",
  loss: "1 % of segments lost, p99.9 between two deltas",
} as const
