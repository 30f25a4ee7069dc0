/**
 * Gives customers priority at the model: before each question of the worker, `go` waits while customers keep the model
 * busy or were refused by it in the last 10 s.
 *
 * The waits are bounded, because expired answers would send more customers to the model. Questions wait one after
 * another, each for 15 s at most, and are then sent although customers are busy. Once all waits of a pass add up to a
 * minute, no further question is sent in that pass (`exhausted`).
 */
import { monotonicNow } from "@manga-assist/connections"
import { Effect, Semaphore } from "effect"
import type { CustomerLoad, Load } from "./CustomerLoad.ts"

const lookEveryMs = 250
const mostPerQuestionMs = 15_000
const mostPerPassMs = 60_000
/** A refusal is remembered for so long. */
const afterRefusalMs = 10_000

export interface CustomerPriority {
  /** Succeeds when a question may be put to the model; false: not in this pass. */
  readonly go: Effect.Effect<boolean>
  /** No question goes ahead in this pass any more. */
  readonly exhausted: () => boolean
  /** Milliseconds waited in this pass. */
  readonly waitedMs: () => number
}

/** One for each pass. `busyAbove`: calls of customers at a time that leave room for the worker. */
export const makeCustomerPriority = (
  load: CustomerLoad["Service"],
  busyAbove: number,
): CustomerPriority => {
  const one = Semaphore.makeUnsafe(1)
  let waitedMs = 0
  let refusedAt = Number.NEGATIVE_INFINITY
  const isBusy = (now: number, { refused, running }: Load) => {
    if (refused > 0) refusedAt = now
    return running > busyAbove || now - refusedAt < afterRefusalMs
  }
  const exhausted = () => waitedMs >= mostPerPassMs
  const go = Effect.gen(function* () {
    const startedAt = yield* monotonicNow
    for (;;) {
      if (exhausted()) return false
      const now = yield* monotonicNow
      if (!isBusy(now, yield* load.read) || now - startedAt >= mostPerQuestionMs) return true
      yield* Effect.sleep(lookEveryMs)
      waitedMs += lookEveryMs
    }
  })
  return { go: one.withPermit(go), exhausted, waitedMs: () => waitedMs }
}
