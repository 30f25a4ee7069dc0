/**
 * Regenerates stale answers in the background while they are still served; one renewal runs for each key over all
 * instances.
 *
 * At most 4 run at a time and 64 wait; others are refused, and the next hit requests them again. After a failure this
 * instance accepts none for 5 s, then for twice as long each time, up to a minute, so that an unavailable model is not
 * called for every hit. No request waits for renewals; they end with their scope.
 */
import { CacheError, makeSharedFlight } from "@manga-assist/caching"
import { monotonicMs, type RedisConnection, type RedisSubscriber } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer, Queue, Schema } from "effect"
import { Spender } from "../budget/Spender.ts"
import { type CachedAnswer, CachedAnswers } from "./CachedAnswer.ts"
import type { ShareKey } from "./ShareKey.ts"
import { type AnsweringNeeds, composeAnswer } from "./ComposeAnswer.ts"
import type { Question } from "../reading/Question.ts"

export interface RenewalCounters {
  renewed: number
  /** Another instance, or the worker, had done it by then. */
  alreadyFresh: number
  failed: number
  /** Not begun: too many waited, or one had failed a moment ago. */
  refused: number
}

export class Renewals extends Context.Service<
  Renewals,
  {
    /** False where it is not taken on now; the answer may be served all the same. */
    readonly offer: (
      question: Question,
      shareKey: ShareKey,
      held: Pick<CachedAnswer, "origin">,
    ) => boolean
    readonly counters: () => Readonly<RenewalCounters>
  }
>()("@manga-assist/assistant/Renewals") {
  static readonly layer: Layer.Layer<
    Renewals,
    never,
    AnsweringNeeds | RedisConnection | RedisSubscriber
  > = Layer.effect(
    Renewals,
    Effect.suspend(() => make),
  )

  /** Nothing is renewed. */
  static readonly layerOff: Layer.Layer<Renewals> = Layer.sync(Renewals, () =>
    Renewals.of({ offer: () => false, counters: none }),
  )
}

const none = (): RenewalCounters => ({ renewed: 0, alreadyFresh: 0, failed: 0, refused: 0 })

const atOnce = 4
const maxWaiting = 64
const firstPauseMs = 5_000
const longestPauseMs = 60_000

interface Renewal {
  readonly question: Question
  readonly shareKey: ShareKey
  readonly origin: CachedAnswer["origin"]
}

const Outcome = Schema.Literals(["renewed", "fresh"])
type Outcome = typeof Outcome.Type
/** Those who follow another instance's renewal need not know why it failed. */
const Failure = Schema.Struct({ reason: Schema.String })

const make = Effect.gen(function* () {
  const nowMs = monotonicMs(yield* Clock.Clock)
  const cache = yield* CachedAnswers
  const services = yield* Effect.context<AnsweringNeeds>()
  const flight = yield* makeSharedFlight<string, Outcome, typeof Failure.Type>({
    chunk: Schema.String,
    value: Outcome,
    error: Failure,
    prefix: "renewal:",
  })
  const counters = none()
  const underWay = new Set<string>()
  const waiting = yield* Queue.dropping<Renewal>(maxWaiting)
  let pausedUntil = 0
  let pauseMs = firstPauseMs

  const renew = Effect.fnUntraced(function* ({ origin, shareKey, question }: Renewal) {
    const { key, policy } = shareKey
    // Whoever led before has written it before it let go.
    const held = yield* cache.lookup(key)
    if (held?.freshness === "fresh") return "fresh"
    const { answer, tags } = yield* composeAnswer(question, origin)
    yield* cache.write(key, answer, { ...policy, tags })
    return "renewed"
  })

  const run = (renewal: Renewal) =>
    flight
      .join(
        renewal.shareKey.key,
        () =>
          renew(renewal).pipe(
            Effect.provideContext(services),
            Effect.provideService(Spender, { class: "worker" }),
            Effect.mapError((error) => ({
              reason: error instanceof CacheError ? error.message : error.detail,
            })),
          ),
        () => undefined,
      )
      .pipe(
        Effect.matchCauseEffect({
          onSuccess: ({ leader, value }) =>
            Effect.sync(() => {
              pauseMs = firstPauseMs
              if (leader && value === "renewed") counters.renewed += 1
              else counters.alreadyFresh += 1
            }),
          onFailure: (cause) => {
            counters.failed += 1
            pausedUntil = nowMs() + pauseMs
            pauseMs = Math.min(2 * pauseMs, longestPauseMs)
            return Effect.logDebug("an answer was not renewed", cause)
          },
        }),
        Effect.ensuring(
          Effect.sync(() => {
            underWay.delete(renewal.shareKey.key)
          }),
        ),
      )

  const worker = Queue.take(waiting).pipe(
    Effect.flatMap((renewal) => run(renewal)),
    Effect.forever,
  )
  for (let index = 0; index < atOnce; index += 1) {
    yield* Effect.forkScoped(worker, { startImmediately: true })
  }

  return Renewals.of({
    offer: (question, shareKey, { origin }) => {
      const { key } = shareKey
      if (underWay.has(key)) return true
      if (nowMs() < pausedUntil || !Queue.offerUnsafe(waiting, { question, shareKey, origin })) {
        counters.refused += 1
        return false
      }
      underWay.add(key)
      return true
    },
    counters: () => counters,
  })
})
