/**
 * Running totals of alias learning: pairs of questions proposed, approved and rejected by reason, and control pairs
 * (questions known to differ, which test the judging model) with the number of those it wrongly called the same. One
 * hash in Redis, `precompute:{aliases}:totals`, or in this process without Redis.
 *
 * Adding never fails: a lost count is logged.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"
import type { LearningReport } from "./LearningTally.ts"

/** `proposed`, `approved`, `expired`, `controls`, `disagreed`, `rejected:<reason>`; absent: never happened. */
export type LearningCounts = Readonly<Record<string, number>>

const key = "precompute:{aliases}:totals"
const commandMs = 1_000

const countsOf = (report: LearningReport): LearningCounts => ({
  proposed: report.proposed,
  approved: report.approved,
  expired: report.expired,
  controls: report.controls,
  disagreed: report.disagreed,
  ...Object.fromEntries(
    Object.entries(report.rejected).map(([reason, count]) => [`rejected:${reason}`, count]),
  ),
})

export class LearningLedger extends Context.Service<
  LearningLedger,
  {
    readonly add: (report: LearningReport) => Effect.Effect<void>
    readonly read: Effect.Effect<LearningCounts, PrecomputeError>
  }
>()("precompute/LearningLedger") {
  static readonly layer: Layer.Layer<LearningLedger, never, RedisConnection> = Layer.effect(
    LearningLedger,
    Effect.map(RedisConnection, (redis) => (redis.configured ? inRedis(redis) : inMemory())),
  )
}

const inMemory = () => {
  const totals: Record<string, number> = {}
  return LearningLedger.of({
    add: (report) =>
      Effect.sync(() => {
        for (const [name, count] of Object.entries(countsOf(report))) {
          totals[name] = (totals[name] ?? 0) + count
        }
      }),
    read: Effect.sync(() => ({ ...totals })),
  })
}

const inRedis = (redis: RedisConnection["Service"]) =>
  LearningLedger.of({
    add: (report) => {
      const counts = Object.entries(countsOf(report)).filter(([, count]) => count > 0)
      if (counts.length === 0) return Effect.void
      return redis
        .run("aliases.count", commandMs, (client) =>
          Promise.all(counts.map(([name, count]) => client.hincrby(key, name, count))),
        )
        .pipe(
          Effect.asVoid,
          Effect.catch((error) => Effect.logDebug("learning not counted", error.message)),
        )
    },
    read: redis
      .run("aliases.counts", commandMs, (client) => client.hgetall(key))
      .pipe(
        Effect.map((counts) =>
          Object.fromEntries(Object.entries(counts).map(([name, text]) => [name, Number(text)])),
        ),
        Effect.mapError(storeError),
      ),
  })
