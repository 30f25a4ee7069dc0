/**
 * Types of the options of a `ChatClient` (address, session, user or token, callbacks, retries) and of the status of its
 * connection.
 */
import type { FailureCode } from "./Answer.ts"
import type { ServerFrame } from "./Frames.ts"

export type ChatStatus =
  | { readonly state: "closed" }
  | { readonly state: "connecting" }
  | { readonly state: "open"; readonly session: string; readonly resumeToken: string | undefined }
  /** Lost; the next try comes by itself. */
  | { readonly state: "waiting"; readonly why: string; readonly retryInMs: number }
  /** All tries are used up; the next question or `open` tries again. */
  | { readonly state: "unreachable"; readonly why: string }
  /** By the server, which says why; `open` tries again. */
  | { readonly state: "refused"; readonly code: FailureCode; readonly why: string }

export interface ChatOptions {
  /** `wss://HOST/chat`, or the server's own address (`https://HOST`). */
  readonly url: string | URL
  /** Continues this session; the server makes one when it is left out. */
  readonly session?: string | undefined
  /** Proof that the session is this person's; see `ChatStatus`. */
  readonly resumeToken?: string | undefined
  /** Believed only by a server without authentication. */
  readonly user?: string | undefined
  /** Asked before each connection, and when the last token runs out. */
  readonly token?: () => string | undefined | Promise<string | undefined>
  readonly onStatus?: (status: ChatStatus) => void
  /** Every frame, with the text it was read from. */
  readonly onFrame?: (frame: ServerFrame, text: string) => void
  /** Waits before the tries in a row, in milliseconds ± 20 %; the last one stays. */
  readonly retryMs?: ReadonlyArray<number>
  /** How many tries in a row; without end when left out. */
  readonly tries?: number
  /** While an answer is owed, a server that says nothing for so long, not even to a ping, is lost. */
  readonly silenceMs?: number
}
