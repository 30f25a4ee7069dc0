/**
 * Audits a sample of cached answers after they were served. The caller's `check` decides whether an answer was right
 * or wrong, for example by comparing it with a fresh answer of the model; checks run in the background, a few at a
 * time. Their verdicts go to the kill switch, which turns off a group of answers that is wrong too often.
 *
 * Of a group of which little is known more is audited (`shareToCheck`). `observe` is synchronous and never delays
 * serving. When too many checks wait, or were made within the hour, a sampled answer is dropped and counted.
 */
import { Clock, Effect, Queue, Random, type Scope } from "effect"
import { type AuditCounters, noCounts } from "./AuditCounters.ts"
import { shareToCheck } from "./FalseHitRate.ts"
import { makeHourlyCalls } from "./HourlyCalls.ts"
import type { KillSwitch } from "./KillSwitch.ts"
import type { Verdict } from "./Verdict.ts"

export interface AuditOptions<Served, R> {
  /** Of what is served, from 0 to 1, once enough is known of its group; 0: nothing is ever checked. */
  readonly share: number
  /** In an hour of the wall clock, for this process. */
  readonly mostPerHour: number
  readonly check: (served: Served) => Effect.Effect<Verdict, never, R>
  /** Which of the switch's groups it belongs to. */
  readonly groupOf: (served: Served) => string
  readonly killSwitch: KillSwitch
  /** Hears of each verdict before the switch does. */
  readonly onVerdict?: ((served: Served, verdict: Verdict) => Effect.Effect<void>) | undefined
  /** 2 unless given. */
  readonly atOnce?: number | undefined
  /** 32 unless given; beyond them what is sampled is dropped. */
  readonly maxWaiting?: number | undefined
  /** A check that takes longer has failed; 120,000 unless given. */
  readonly checkMs?: number | undefined
}

export interface Audit<Served> {
  /** Synchronous, never throws. */
  readonly observe: (served: Served) => void
  readonly counters: () => Readonly<AuditCounters>
  /** Ends when nothing waits and nothing is being checked. */
  readonly idle: Effect.Effect<void>
}

export const makeAudit = Effect.fnUntraced(function* <Served, R>(
  options: AuditOptions<Served, R>,
): Effect.fn.Return<Audit<Served>, never, R | Scope.Scope> {
  const { atOnce = 2, checkMs = 120_000, groupOf, killSwitch, maxWaiting = 32 } = options
  const random = yield* Random.Random
  const clock = yield* Clock.Clock
  const mayCheck = makeHourlyCalls(options.mostPerHour, () => clock.currentTimeMillisUnsafe())
  const counters = noCounts()
  const waiting = yield* Queue.dropping<Served>(maxWaiting)
  let underWay = 0
  const whenIdle = new Set<() => void>()

  const tell = Effect.fnUntraced(function* (served: Served, verdict: Verdict) {
    counters[verdict.verdict] += 1
    if (options.onVerdict !== undefined) {
      yield* options.onVerdict(served, verdict).pipe(Effect.ignoreCause({ log: "Error" }))
    }
    if (verdict.verdict === "right" || verdict.verdict === "wrong") {
      yield* killSwitch.judge(groupOf(served), verdict.verdict)
    }
  })

  const check = (served: Served) =>
    Effect.suspend(() => options.check(served)).pipe(
      Effect.timeoutOrElse({
        duration: checkMs,
        orElse: () => Effect.succeed<Verdict>({ verdict: "failed", reason: "it took too long" }),
      }),
      Effect.flatMap((verdict) => tell(served, verdict)),
      Effect.catchCause((cause) => {
        counters.failed += 1
        return Effect.logError("an answer from the cache could not be checked", cause)
      }),
      Effect.ensuring(
        Effect.sync(() => {
          underWay -= 1
          if (underWay > 0) return
          const told = [...whenIdle]
          whenIdle.clear()
          for (const resume of told) resume()
        }),
      ),
    )

  for (let index = 0; index < atOnce; index += 1) {
    yield* Queue.take(waiting).pipe(
      Effect.flatMap(check),
      Effect.forever,
      Effect.forkScoped({ startImmediately: true }),
    )
  }

  return {
    observe: (served) => {
      counters.served += 1
      const share = shareToCheck(killSwitch.checked(groupOf(served)), options.share)
      if (random.nextDoubleUnsafe() >= share) return
      counters.sampled += 1
      underWay += 1
      if (mayCheck() && Queue.offerUnsafe(waiting, served)) return
      underWay -= 1
      counters.dropped += 1
    },
    counters: () => counters,
    idle: Effect.callback<void>((resume) => {
      if (underWay === 0) return resume(Effect.void)
      const told = () => {
        resume(Effect.void)
      }
      whenIdle.add(told)
      return Effect.sync(() => {
        whenIdle.delete(told)
      })
    }),
  }
})
