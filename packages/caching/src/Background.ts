/**
 * What goes on after its caller was answered: writes, and values that are loaded anew.
 *
 * When the scope closes, what is under way has `farewellMs` to end; the rest is interrupted.
 */
import { Context, Effect, Fiber, Layer } from "effect"

/** A write to Redis takes up to 1,050 ms: its tags made known, checked, and the value set, each with its deadline. */
const farewellMs = 2_000

const make = Effect.gen(function* () {
  const context = yield* Effect.context()
  const underWay = new Set<Fiber.Fiber<unknown>>()
  const begun = Effect.suspend(() => Fiber.awaitAll([...underWay]))
  // What is loaded anew is written as it ends.
  const idle = Effect.asVoid(Effect.andThen(begun, begun))
  yield* Effect.addFinalizer(() =>
    idle.pipe(
      Effect.timeoutOption(farewellMs),
      Effect.andThen(Effect.suspend(() => Fiber.interruptAll(underWay))),
    ),
  )
  return {
    /** Begins at once; its failure is nobody's. */
    run: (work: Effect.Effect<unknown, unknown>): void => {
      const fiber = Effect.runForkWith(context)(Effect.ignore(work))
      underWay.add(fiber)
      fiber.addObserver(() => underWay.delete(fiber))
    },
    /** Ends when what was begun so far has ended, writes of what is loaded anew included. */
    idle,
  }
})

export class Background extends Context.Service<Background, Effect.Success<typeof make>>()(
  "@manga-assist/caching/Background",
) {
  static readonly layer: Layer.Layer<Background> = Layer.effect(Background, make)
}
