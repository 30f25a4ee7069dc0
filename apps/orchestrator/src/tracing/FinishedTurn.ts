/**
 * The data of a finished turn from which its spans are made, and whether it is traced regardless of the sampler (it
 * failed, had no model, or exceeded its budget).
 *
 * It stays in this process. The spans contain no question, answer or reason, and the session only as a hash, because
 * the session's id alone gives access to it.
 */
import type { TurnEvent } from "@manga-assist/assistant"
import type { TraceContext } from "../messages/TraceContext.ts"

type End = Extract<TurnEvent, { readonly type: "turn-end" }>["end"]
type Failure = Extract<TurnEvent, { readonly type: "turn-failed" }>["failure"]

export interface FinishedTurn {
  readonly session: string
  readonly locale: string | undefined
  /** Of the caller, or made when the turn began. */
  readonly traceId: string
  readonly parent: TraceContext | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endedAt: number
  /** Of each attempt at the model, in their order. */
  readonly models: ReadonlyArray<string>
  /** Names of the tools that the model looked something up with. */
  readonly tools: ReadonlyArray<string>
  readonly firstTokenMs: number | undefined
  readonly end: End | undefined
  readonly failure: Failure | undefined
}

/** Kept whatever the sampler says: it failed, no model answered it, or its first content came too late. */
export const isRemarkable = ({ end, failure }: FinishedTurn): boolean =>
  failure !== undefined ||
  (end !== undefined &&
    (end.budget.usedMs > end.budget.totalMs ||
      end.degraded.some((code) => code === "model-unavailable" || code === "over-budget")))
