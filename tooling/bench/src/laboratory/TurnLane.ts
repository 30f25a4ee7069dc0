/**
 * Undoes the technique "parallel reads" for a benchmark: a turn's calls for embeddings and to OpenSearch, DynamoDB,
 * Redis and the answer cache run one at a time, like code that awaits each read before the next. The model's answer is
 * not among them.
 *
 * The lock that allows one call at a time follows the asynchronous context, so that reads which the turn starts
 * elsewhere obey it too.
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
