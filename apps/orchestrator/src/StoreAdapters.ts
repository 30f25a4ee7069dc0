/**
 * The server's ports over the store's: who owns a session, what to read ahead, where ratings go.
 */
import { CustomerContext, DraftedRetrieval, SessionStore, TurnSinks } from "@manga-assist/assistant"
import { Clock, Effect, Layer, Semaphore } from "effect"
import { BoundedMap } from "./BoundedMap.ts"
import { FeedbackSink } from "./FeedbackSink.ts"
import { ReplayStore } from "./ReplayStore.ts"
import { SessionOwners } from "./SessionOwners.ts"
import { TurnHooks } from "./TurnHooks.ts"

/** Ten times the 95th percentile of a DynamoDB write in the source document (10 ms), and then some. */
const claimMs = 300
/** So that ten thousand sockets that open at once leave the process time for those that are open. */
const claimsAtOnce = 64
/** With the wait for its turn, well below the deadline beyond which a socket is refused. */
const believedAfterMs = 1_000
const remembered = { maxWeight: 100_000, maxAgeMs: 86_400_000 }

/**
 * Asks the table once for each session and process. While the table cannot be asked the visitor is
 * believed: nothing of an earlier conversation can be read then, and turns are filtered by owner
 * when they are loaded later.
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
        Effect.timeoutOrElse({
          duration: believedAfterMs,
          orElse: () => Effect.succeed(true),
        }),
        Effect.tapError((error) => Effect.logDebug("session claim not asked", error.message)),
        Effect.orElseSucceed(() => true),
      )
      // Two sockets may have asked at once: the first answer stands.
      const first = known.get(session)
      if (first !== undefined) return first.user === user
      if (owned) known.set(session, { user })
      return owned
    })
    return SessionOwners.of({
      claim: (session, user) =>
        Effect.suspend(() => {
          const owner = known.get(session)
          return owner === undefined ? ask(session, user) : Effect.succeed(owner.user === user)
        }),
    })
  }),
)

export const layerHooks: Layer.Layer<
  TurnHooks,
  never,
  CustomerContext | DraftedRetrieval | ReplayStore
> = Layer.effect(
  TurnHooks,
  Effect.gen(function* () {
    const context = yield* CustomerContext
    const drafted = yield* DraftedRetrieval
    const replay = yield* ReplayStore
    return TurnHooks.of({
      opened: (session, user) => {
        replay.opened(session)
        context.opened(session, user)
      },
      draft: drafted.draft,
      closed: (session, user) => {
        replay.closed(session)
        context.closed(session)
        drafted.closed(session, user)
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
