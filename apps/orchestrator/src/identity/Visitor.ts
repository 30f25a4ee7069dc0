/**
 * Types of a visitor (session and, if known, user) and of a visitor who opens a session (`Opening`, with what proves the
 * session to be theirs). `queryName` reads the parameter `session` or `user` of a request's query and checks
 * its characters; `newSession` generates a session id.
 */
import { randomBytes } from "node:crypto"
import { sessionPattern } from "@manga-assist/protocol"

/** Who is on the other side. */
export interface Visitor {
  readonly session: string
  readonly user?: string
  /** A customer, but nobody could say yet whose the session is: nothing of theirs is read, nor said to be missing. */
  readonly unconfirmed?: true
  /** Their client takes text back when `retract` says so. */
  readonly mayRetract?: true
}

/** A visitor who opens a session. */
export interface Opening {
  readonly visitor: Visitor
  /**
   * Known without the table. `made`: this server made the session for them, so that nothing of it is stored and nobody
   * else knows its name. `shown`: they showed its token, or it is named by a keyed digest of who they are.
   */
  readonly proof?: "made" | "shown"
}

const alphabet = "1 to 128 characters of A-Z a-z 0-9 _ - ."

/** 144 random bits in the alphabet of sessions. */
export const newSession = (): string => randomBytes(18).toString("base64url")

/** One parameter of the query; a string that breaks the rule is answered with the rule. */
export const queryName = (
  query: string,
  name: "session" | "user",
): { readonly value: string | undefined } | { readonly problem: string } => {
  const values = new URLSearchParams(query).getAll(name)
  const [value] = values
  if (values.length > 1) return { problem: `"${name}" is given twice` }
  if (value === undefined || sessionPattern.test(value)) return { value }
  return { problem: `"${name}" must be ${alphabet}` }
}
