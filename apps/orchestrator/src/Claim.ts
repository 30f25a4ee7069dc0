/**
 * Asks whose session it is, within a deadline, and turns every way it can go wrong into one of three words.
 */
import { Effect } from "effect"
import type { ChatServices, Visitor } from "./ChatServices.ts"

/** `unknown`: nobody could say. It refuses, because answering might show another's conversation. */
export type Claim = "owned" | "refused" | "unknown"

const deadline = "2 seconds"

export const claimSession = (services: ChatServices, visitor: Visitor): Effect.Effect<Claim> =>
  Effect.suspend(() => services.owners.claim(visitor.session, visitor.user)).pipe(
    Effect.map((isOwned): Claim => (isOwned ? "owned" : "refused")),
    Effect.timeoutOrElse({ duration: deadline, orElse: () => Effect.succeed<Claim>("unknown") }),
    Effect.catchCause((cause) =>
      Effect.as(
        Effect.logError("a session's owner could not be looked up", cause),
        "unknown" as const,
      ),
    ),
  )
