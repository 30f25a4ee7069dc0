/**
 * One turn, drawn once: Admit → Recall → Retrieve → Generate → Record.
 */
import { Context, type Effect } from "effect"
import type { Locale } from "@manga-assist/protocol"
import type { TurnEvent } from "./TurnEvent.ts"

export interface TurnRequest {
  /** The client's id of the message. */
  readonly id: string
  readonly session: string
  /** Absent: an anonymous visitor. */
  readonly user?: string
  /** Trimmed, 1 to 2,000 characters. */
  readonly text: string
  readonly locale?: Locale
  /** When the message arrived, on the clock of `performance.now`. */
  readonly arrivedAt: number
}

/**
 * Runs turns. `run` never fails and never dies: whatever breaks, `emit` sees `turn-start` first and
 * exactly one `turn-end` or `turn-failed` last. Interrupting it ends the model's stream upstream and
 * emits `turn-end` with `finish: "cancelled"`. `emit` is synchronous, must not throw, and is never
 * called after the effect has ended.
 */
export class Turn extends Context.Service<
  Turn,
  {
    readonly run: (request: TurnRequest, emit: (event: TurnEvent) => void) => Effect.Effect<void>
  }
>()("@manga-assist/assistant/Turn") {}
