/**
 * A token by which a client proves that it opened a session: the session id, an expiry 30 days ahead, and an HMAC over
 * both and the user. It is verified by its HMAC alone, without a read of the session table, for anonymous visitors too.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { sessionPattern } from "@manga-assist/protocol"

/** As long as the table keeps a session. */
const validMs = 30 * 86_400_000

export class ResumeTokens {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  make(session: string, user: string | undefined, nowMs: number): string {
    const until = Math.floor((nowMs + validMs) / 1_000).toString(36)
    return `r1.${until}.${session}.${this.#digest(until, session, user).toString("base64url")}`
  }

  /** The session, when the token is ours, this person's, and not too old. */
  read(token: string, user: string | undefined, nowMs: number): string | undefined {
    const [, until = "", session = "", digest = ""] =
      /^r1\.([0-9a-z]{1,10})\.([A-Za-z0-9_.-]{1,128})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? []
    if (!sessionPattern.test(session)) return undefined
    const right = this.#digest(until, session, user)
    const shown = Buffer.from(digest, "base64url")
    if (shown.length !== right.length || !timingSafeEqual(shown, right)) return undefined
    return Number.parseInt(until, 36) * 1_000 >= nowMs ? session : undefined
  }

  /** The session of this person's conversation that began with these words; nobody else's, and not to be guessed. */
  sessionOf(user: string, first: string): string {
    const said = JSON.stringify({ begun: [user, first] })
    return createHmac("sha256", this.#key).update(said).digest("base64url")
  }

  #digest(until: string, session: string, user: string | undefined): Buffer {
    const said = JSON.stringify(user === undefined ? [until, session] : [until, session, user])
    return createHmac("sha256", this.#key).update(said).digest()
  }
}

/** A resume token, as told from a token of an issuer. */
export const isResumeToken = (token: string): boolean => token.startsWith("r1.")
