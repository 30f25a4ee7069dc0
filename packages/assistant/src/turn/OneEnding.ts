/**
 * Guarantees that a turn emits exactly one last event: if it is interrupted, `turn-end` with `cancelled`; if a step
 * breaks, `turn-failed`. After a turn that ran to its end it records the stage durations, on which later turns base
 * their time limits.
 */
import type { Ledger, StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { cancelled, failed } from "./TurnEnding.ts"
import type { TurnEvent } from "./TurnEvent.ts"

/** Stages that ran to their end, or to the end of their time. */
const measured = new Set(["ok", "empty", "timeout", "retrieval-late", "embedding-late"])

interface Ending {
  readonly request: { readonly id: string }
  readonly turn: string
  readonly ledger: Ledger
  readonly latencies: StageLatencies
  readonly emit: (event: TurnEvent) => void
}

/** Interrupted: `turn-end`, `cancelled`. Broken, a defect included: `turn-failed`, `internal`. */
export const withOneEnding = <A, E, R>(
  steps: Effect.Effect<A, E, R>,
  { emit, latencies, ledger, request, turn }: Ending,
): Effect.Effect<void, never, R> =>
  steps.pipe(
    Effect.andThen(
      Effect.sync(() => {
        for (const { endMs, outcome, stage, startMs } of ledger.timeline) {
          if (measured.has(outcome)) latencies.observe(stage, endMs - startMs)
        }
      }),
    ),
    Effect.onInterrupt(() =>
      Effect.sync(() => {
        emit(cancelled(request, turn, ledger))
      }),
    ),
    Effect.catchCause((cause) =>
      Effect.logError("turn failed", cause).pipe(
        Effect.andThen(
          Effect.sync(() => {
            emit(failed(request, turn, ledger, "internal", "The turn failed on our side."))
          }),
        ),
      ),
    ),
  )
