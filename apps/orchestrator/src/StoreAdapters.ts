/**
 * Implements the server's interfaces with the store's services: who owns a session, what was answered in it, reading
 * data ahead, and storing ratings.
 */
import {
  CustomerContext,
  DraftedRetrieval,
  SessionStore,
  Turn,
  TurnSinks,
} from "@manga-assist/assistant"
import { Clock, Effect, Layer, Semaphore } from "effect"
import { BoundedMap } from "./bounds/BoundedMap.ts"
import { conversationOf } from "./messages/Conversation.ts"
import { FeedbackSink } from "./sessions/FeedbackSink.ts"
import { PastTurns } from "./sessions/PastTurns.ts"
import { ReplayStore } from "./sessions/ReplayStore.ts"
import { type SessionOwnership, SessionOwners } from "./sessions/SessionOwners.ts"
import { TurnHooks } from "./sessions/TurnHooks.ts"

/** Ten times the 95th percentile of a DynamoDB write in the source document (10 ms), and then some. */
const claimMs = 300
/** So that ten thousand sockets that open at once leave the process time for those that are open. */
const claimsAtOnce = 64
/** With the wait for its turn, well below the deadline of a question. */
const unansweredAfterMs = 1_000
const remembered = { maxWeight: 100_000, maxAgeMs: 86_400_000 }

/**
 * Asks the table once for each session and process. What the table did not answer in time is unanswered:
 * nothing is remembered of it, and whoever asks again asks the table again.
 */
export const layerOwners: Layer.Layer<SessionOwners, never, SessionStore> = Layer.effect(
  SessionOwners,
  Effect.gen(function* () {
    const sessions = yield* SessionStore
    const known = new BoundedMap<{ readonly user: string | undefined }>(remembered)
    const gate = yield* Semaphore.make(claimsAtOnce)
    const ask = Effect.fnUntraced(function* (session: string, user: string | undefined) {
      const now = yield* Clock.currentTimeMillis
      const owned = yield* sessions.claim(session, user, now, claimMs).pipe(
        gate.withPermits(1),
        Effect.timeout(unansweredAfterMs),
        Effect.tapError((error) => Effect.logDebug("session claim not answered", error.message)),
        Effect.orElseSucceed(() => undefined),
      )
      if (owned === undefined) return "unanswered"
      if (owned) known.set(session, { user })
      return owned ? "owned" : "refused"
    })
    return SessionOwners.of({
      claim: (session, user) =>
        Effect.suspend((): Effect.Effect<SessionOwnership> => {
          const owner = known.get(session)
          if (owner === undefined) return ask(session, user)
          return Effect.succeed(owner.user === user ? "owned" : "refused")
        }),
    })
  }),
)

/** For each of two reads: the names of two hundred turns at most, and the one. */
const findMs = 1_000

export const layerPastTurns: Layer.Layer<PastTurns, never, SessionStore> = Layer.effect(
  PastTurns,
  Effect.map(SessionStore, (sessions) =>
    PastTurns.of({
      find: (session, user, turn) =>
        sessions.find(session, user, turn, findMs).pipe(
          Effect.tapError((error) => Effect.logDebug("a turn could not be read", error.message)),
          Effect.orElseSucceed(() => "unread" as const),
        ),
    }),
  ),
)

const visitorOf = (session: string, user: string | undefined) =>
  user === undefined ? { session } : { session, user }

export const layerHooks: Layer.Layer<
  TurnHooks,
  never,
  CustomerContext | DraftedRetrieval | ReplayStore | Turn | TurnSinks
> = Layer.effect(
  TurnHooks,
  Effect.gen(function* () {
    const context = yield* CustomerContext
    const drafted = yield* DraftedRetrieval
    const replay = yield* ReplayStore
    const turn = yield* Turn
    const { session: written } = yield* TurnSinks
    return TurnHooks.of({
      opened: (session, user, isNew) => {
        replay.opened(conversationOf(visitorOf(session, user)), isNew)
        context.opened(session, user, isNew)
      },
      draft: (session, user, text, mayRetract) => {
        drafted.draft(session, user, text)
        turn.draft(session, user, text, mayRetract)
      },
      carry: (from, to, user) =>
        Effect.map(context.carry(from, to, user), (turns) => {
          const offered = turns.map((turn) =>
            written.offer({ id: `${turn.turn}-${to}`, session: to, user, turn }),
          )
          if (offered.includes(false)) throw new Error("a conversation was taken along in part")
          return turns.length > 0
        }),
      closed: (session, user) => {
        replay.closed(conversationOf(visitorOf(session, user)))
        context.closed(session)
        drafted.closed(session, user)
        turn.closed(session, user)
      },
    })
  }),
)

export const layerFeedback: Layer.Layer<FeedbackSink, never, TurnSinks> = Layer.effect(
  FeedbackSink,
  Effect.gen(function* () {
    const { feedback } = yield* TurnSinks
    const clock = yield* Clock.Clock
    return FeedbackSink.of({
      offer: (record) => {
        const at = clock.currentTimeMillisUnsafe()
        return feedback.offer({ ...record, at, id: `${record.turn}-${at}` })
      },
    })
  }),
)
