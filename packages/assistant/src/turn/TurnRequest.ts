/** The request of a turn: one message of one session, decoded and bounded. */
import type { ToldTurn } from "../context/ToldConversation.ts"
import type { Locale } from "@manga-assist/protocol"
import type { TurnFailure } from "./TurnEvent.ts"

export interface TurnRequest {
  /** The client's id of the message. */
  readonly id: string
  readonly session: string
  /** Absent: an anonymous visitor. */
  readonly user?: string
  /** A customer who cannot be named yet: their orders count as not read, and they are not asked to sign in. */
  readonly unconfirmed?: true
  /** Trimmed, 1 to 2,000 characters. */
  readonly text: string
  readonly locale?: Locale
  /** What was said before, oldest first, by a client that tells it; what the session has is not used then. */
  readonly before?: ReadonlyArray<ToldTurn>
  /** The client takes text back when `retract` says so; else no text leaves that may have to be. */
  readonly mayRetract?: true
  /** The caller's trace; read by whoever traces turns, never by the turn. */
  readonly traceparent?: string
  /** How its caller ended it, where that is not a cancellation; read like the trace. */
  readonly stopped?: () => TurnFailure | undefined
  /** When the message arrived, on the clock of `performance.now`. */
  readonly arrivedAt: number
}
