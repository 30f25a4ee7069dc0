/**
 * What a finished or running turn is known by: whose conversation it is in, its id, and what was asked.
 *
 * Digests, so that a key tells nothing of session, user or text to who reads it in Redis.
 */
import { hash } from "node:crypto"
import type { Message } from "./ChatServices.ts"
import type { Visitor } from "../identity/Visitor.ts"

const digest = (parts: ReadonlyArray<string>): string =>
  hash("sha256", JSON.stringify(parts), "base64url")

/** Two people never share one, whatever their sessions are called. */
export const conversationOf = ({ session, user }: Visitor): string =>
  digest(user === undefined ? [session] : [session, user])

/** A repeated id with another text is another message. */
export const messageOf = (conversation: string, { id, text }: Message): string =>
  digest([conversation, id, text])
