/**
 * The options of a `ChatClient` (address, session, user or token, callbacks, retries) and of the status of its
 * connection.
 */
import {
  anyText,
  either,
  func,
  is,
  listOf,
  milliseconds,
  needed,
  object,
  whole,
} from "@manga-assist/options"
import { check } from "./Checks.ts"
import type { FailureCode } from "./Answer.ts"
import type { ServerFrame } from "./Frames.ts"

export type ChatStatus =
  | { readonly state: "closed" }
  | { readonly state: "connecting" }
  | { readonly state: "open"; readonly session: string; readonly resumeToken: string | undefined }
  /** Lost; the next try comes by itself. */
  | { readonly state: "waiting"; readonly why: string; readonly retryInMs: number }
  /** All tries are used up, or there is no such address; the next question or `open` tries again. */
  | { readonly state: "unreachable"; readonly why: string }
  /** By the server, which says why, or for a token that cannot be sent; `open` tries again. */
  | { readonly state: "refused"; readonly code: FailureCode; readonly why: string }

export interface ChatOptions {
  /** `wss://HOST/chat`, or the server's own address (`https://HOST`). */
  readonly url: string | URL
  /** Continues this session; the server makes one when it is left out. */
  readonly session?: string | undefined
  /** Proof that the session is this person's; see `ChatStatus`. */
  readonly resumeToken?: string | undefined
  /** Believed only by a server without authentication; read before each connection. */
  readonly user?: string | undefined
  /** Asked before each connection, when the last token runs out, and by `renew`. */
  readonly token?: () => string | undefined | Promise<string | undefined>
  readonly onStatus?: (status: ChatStatus) => void
  /** Every frame, with the text it was read from. */
  readonly onFrame?: (frame: ServerFrame, text: string) => void
  /** Waits before the tries in a row, in milliseconds ± 20 %; the last one stays. */
  readonly retryMs?: ReadonlyArray<number>
  /** How many tries in a row, the first included; without end when left out. */
  readonly tries?: number
  /**
   * Milliseconds, two minutes when left out. A question that hears nothing for so long while there is no connection
   * fails as `unreachable`, at the end of the try that runs then; tries go on. Feedback waits as long for its answer.
   */
  readonly waitMs?: number
  /** While an answer is owed, a server that says nothing for so long, not even to a ping, is lost. */
  readonly silenceMs?: number
}

const chatRule = object<ChatOptions>({
  url: needed(
    either(
      "a text or a URL",
      anyText,
      is("a URL", (value) => value instanceof URL),
    ),
  ),
  session: anyText,
  resumeToken: anyText,
  user: anyText,
  token: func,
  onStatus: func,
  onFrame: func,
  retryMs: listOf(milliseconds(0)),
  tries: whole(1, Infinity),
  waitMs: milliseconds(),
  silenceMs: milliseconds(),
})

/** @throws OptionError */
export const checkChatOptions = (options: ChatOptions): void => {
  check("ChatClient", chatRule, options)
}
