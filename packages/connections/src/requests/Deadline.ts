/**
 * A deadline that does not fail a call whose reply has already arrived.
 *
 * A late event loop runs its timers before it reads its sockets, so a reply that arrived in time would count as late.
 * An expired call therefore gets one more tick to complete.
 */
import { Effect } from "effect"

const oneMoreTurn = Effect.callback<void>((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})

/** Fails, or goes on, as `orElse` says when `self` has not ended in `deadlineMs`; `self` is interrupted then. */
export const withDeadline = <A, E, R, A2, E2, R2>(
  self: Effect.Effect<A, E, R>,
  deadlineMs: number,
  orElse: () => Effect.Effect<A2, E2, R2>,
): Effect.Effect<A | A2, E | E2, R | R2> =>
  Effect.raceFirst(
    self,
    Effect.andThen(Effect.andThen(Effect.sleep(deadlineMs), oneMoreTurn), Effect.suspend(orElse)),
  )

/** Node's timers hold no longer delay. */
const longestMs = 2 ** 31 - 1

/**
 * The same for what ends by a callback, without the two fibers of a race: one timer beside the call.
 * `start` may end at once; what it returns stops the call, when it is late or interrupted. It is not called where no time
 * is left: nothing is sent for somebody who is told that it was late.
 */
export const callWithin = <A, E>(
  deadlineMs: number,
  start: (resume: (result: Effect.Effect<A, E>) => void) => () => void,
  late: () => E,
): Effect.Effect<A, E> =>
  Effect.callback((resume) => {
    if (deadlineMs <= 0) {
      resume(Effect.fail(late()))
      return
    }
    let turn: NodeJS.Immediate | undefined
    const timer = setTimeout(
      () => {
        turn = setImmediate(() => {
          stop()
          resume(Effect.fail(late()))
        })
      },
      Math.min(longestMs, deadlineMs),
    )
    const end = () => {
      clearTimeout(timer)
      clearImmediate(turn)
    }
    const stop = start((result) => {
      end()
      resume(result)
    })
    return Effect.sync(() => {
      end()
      stop()
    })
  })
