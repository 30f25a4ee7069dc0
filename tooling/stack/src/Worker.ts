/** Runs the precompute worker as an optional part of the stack: when it dies it is restarted, after growing pauses. */
import { Clock, Effect } from "effect"
import { startChild, type ChildSpec } from "./Child.ts"

export interface Backoff {
  readonly firstMs: number
  readonly ceilingMs: number
  /** A worker that lived this long starts over with the first pause. */
  readonly settledMs: number
}

export const workerBackoff: Backoff = { firstMs: 1000, ceilingMs: 30_000, settledMs: 60_000 }

/** Runs the worker for ever; stopping is done by interrupting, which waits for the child to end. */
export const runWorker = Effect.fnUntraced(function* (
  spec: ChildSpec,
  note: (line: string) => void,
  backoff: Backoff,
) {
  let pauseMs = backoff.firstMs
  for (;;) {
    const startedAt = yield* Clock.currentTimeMillis
    const end = yield* startChild(spec).pipe(
      Effect.flatMap((child) => child.ended),
      Effect.scoped,
    )
    if ((yield* Clock.currentTimeMillis) - startedAt >= backoff.settledMs) {
      pauseMs = backoff.firstMs
    }
    note(`${spec.name} ended (${end.detail}), starting it again in ${pauseMs} ms`)
    yield* Effect.sleep(pauseMs)
    pauseMs = Math.min(pauseMs * 2, backoff.ceilingMs)
  }
})
