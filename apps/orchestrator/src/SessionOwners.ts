/**
 * Whose session is it? A session belongs to the user who opened it first; an anonymous visitor is a user of
 * their own. Another's session is refused before anything of it is read.
 */
import { Context, Effect, Layer } from "effect"
import { BoundedMap } from "./BoundedMap.ts"

/**
 * `claim` answers true when the session is this user's, taking it when nobody has it. It completes without
 * suspending when the answer is known in this process. What an unreachable store means is the layer's
 * decision; a claim that dies or takes longer than 2 s is treated as "cannot be known": refused, retryable.
 */
export class SessionOwners extends Context.Service<
  SessionOwners,
  {
    readonly claim: (session: string, user: string | undefined) => Effect.Effect<boolean>
  }
>()("orchestrator/SessionOwners") {
  /** Remembers the last 100,000 sessions used, for a day, in this process. For tests and a single node. */
  static readonly layerMemory: Layer.Layer<SessionOwners> = Layer.sync(SessionOwners, () => {
    const owners = new BoundedMap<{ readonly user: string | undefined }>({
      maxWeight: 100_000,
      maxAgeMs: 86_400_000,
    })
    return SessionOwners.of({
      claim: (session, user) =>
        Effect.sync(() => {
          const owner = owners.get(session)
          if (owner === undefined) owners.set(session, { user })
          return owner === undefined || owner.user === user
        }),
    })
  })
}
