/**
 * Interface that decides who owns a session: the user or anonymous visitor who opened it first.
 *
 * Another user's session is refused before any of its data is read.
 */
import { Context, Effect, Layer } from "effect"
import { BoundedMap } from "../bounds/BoundedMap.ts"

/**
 * `owned`: this user's, taken now when nobody had it. `refused`: somebody else's. `unanswered`: nobody could say
 * in time; nothing of the session may be shown, and the question is to be asked again.
 */
export type SessionOwnership = "owned" | "refused" | "unanswered"

/** `claim` completes without suspending when the answer is known in this process. */
export class SessionOwners extends Context.Service<
  SessionOwners,
  {
    readonly claim: (session: string, user: string | undefined) => Effect.Effect<SessionOwnership>
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
          return owner === undefined || owner.user === user ? "owned" : "refused"
        }),
    })
  })
}
