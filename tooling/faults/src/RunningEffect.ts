/** A scoped Effect, such as a real server, for as long as whoever asked for it uses it. */
import { Effect, Exit, Scope } from "effect"

export const running = async <A>(effect: Effect.Effect<A, unknown, Scope.Scope>) => {
  const scope = Effect.runSync(Scope.make())
  const value = await Effect.runPromise(Scope.provide(effect, scope))
  return { value, [Symbol.asyncDispose]: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}
