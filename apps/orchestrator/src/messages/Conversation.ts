/**
 * Computes the keys of a conversation (from session and user) and of a message in it (from its id and text). By them a
 * finished turn is found when its message is sent again (`ReplayStore`), and a reconnecting client can resume turns of
 * its own conversation alone. They are SHA-256 digests, which keep sessions, users and texts out of Redis keys.
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
