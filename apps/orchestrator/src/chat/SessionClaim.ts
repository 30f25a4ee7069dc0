/**
 * Resolves who owns a session, by the table of owners (`SessionOwners`). While that table does not answer, it is asked
 * again after growing pauses.
 *
 * Until it answers, messages run under a temporary session without a user, unless a token proves the session or the
 * server made it. A temporary session shows no history, order or finished turn of anybody.
 */
import { Effect, type Fiber } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { Opening, Visitor } from "../identity/Visitor.ts"
import type { SessionOwnership } from "../sessions/SessionOwners.ts"
import { newSession } from "../identity/Visitor.ts"

const deadline = "2 seconds"
/** Doubled after each question that was not answered. */
const firstWaitMs = 500
const longestWaitMs = 15_000

/** Never fails: a question that dies or takes too long is unanswered. */
const claimSession = (services: ChatServices, visitor: Visitor): Effect.Effect<SessionOwnership> =>
  Effect.suspend(() => services.owners.claim(visitor.session, visitor.user)).pipe(
    Effect.timeoutOrElse({
      duration: deadline,
      orElse: () => Effect.succeed<SessionOwnership>("unanswered"),
    }),
    Effect.catchCause((cause) =>
      Effect.as(
        Effect.logError("a session's owner could not be looked up", cause),
        "unanswered" as const,
      ),
    ),
  )

/** For one message: what the server made is owned at once, and claimed meanwhile. */
export const claimOpening = (
  services: ChatServices,
  { proof, visitor }: Opening,
): Effect.Effect<SessionOwnership> => {
  const claim = claimSession(services, visitor)
  if (proof !== "made") return claim
  return Effect.sync(() => {
    services.fork(claim)
    return "owned"
  })
}

/** Who speaks while the question is unanswered. */
export const strangerOf = ({ proof, visitor }: Opening): Visitor => {
  if (proof !== undefined) return visitor
  const { mayRetract, user } = visitor
  const stranger = { session: newSession(), ...(mayRetract && { mayRetract }) }
  return user === undefined ? stranger : { ...stranger, unconfirmed: true }
}

/** `heard` is called with each answer, at once when the first is known; the last is not `unanswered`. */
export const askUntilAnswered = (
  services: ChatServices,
  visitor: Visitor,
  heard: (ownership: SessionOwnership) => void,
): Fiber.Fiber<void> =>
  services.fork(
    Effect.gen(function* () {
      let waitMs = firstWaitMs
      for (;;) {
        const ownership = yield* claimSession(services, visitor)
        heard(ownership)
        if (ownership !== "unanswered") return
        // Sockets that opened together do not ask together again.
        yield* Effect.sleep(waitMs * (0.75 + Math.random() / 2))
        waitMs = Math.min(waitMs * 2, longestWaitMs)
      }
    }),
  )
