/**
 * Runs the calls of a turn one at a time, like code that awaits each read before the next.
 *
 * The lock follows the asynchronous context, so that prefetched reads of the turn obey it too.
 */
import { AsyncLocalStorage } from "node:async_hooks"
import { type Context, Effect, Fiber, Semaphore } from "effect"

const lanes = new AsyncLocalStorage<Semaphore.Semaphore>()

/** All that the effect calls through `oneAtATime` runs one after the other. */
export const inLane = <A, E, R>(turn: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.contextWith((context: Context.Context<R>) =>
    Effect.callback<A, E>((resume) => {
      const lane = Semaphore.makeUnsafe(1)
      const fiber = lanes.run(lane, () => Effect.runForkWith(context)(turn))
      fiber.addObserver((exit) => resume(exit))
      return Fiber.interrupt(fiber)
    }),
  )

/** At once where no lane is. */
export const oneAtATime = <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const lane = lanes.getStore()
    return lane === undefined ? call : lane.withPermits(1)(call)
  })
