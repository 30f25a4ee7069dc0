/**
 * What alias learning keeps from pass to pass, for all workers in Redis, or in this process without Redis.
 *
 * - For a week the pairs of questions that the judge (a model) has rejected, by a hash of both texts, so that they are not
 *   paid for again: `precompute:{aliases}:rejected`. A pair that cannot be looked up counts as rejected: skipping it is
 *   better than paying twice.
 * - Running totals of its passes: `precompute:{aliases}:totals`.
 *
 * Writing never fails: what is lost is logged.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer } from "effect"
import { hash } from "node:crypto"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"
import type { Pair } from "./JudgePrompt.ts"
import type { LearningReport } from "./LearningTally.ts"

/** `proposed`, `approved`, `expired`, `controls`, `disagreed`, `rejected:<reason>`; absent: never happened. */
export type LearningCounts = Readonly<Record<string, number>>

const rejectedKey = "precompute:{aliases}:rejected"
const totalsKey = "precompute:{aliases}:totals"
const rejectedForMs = 7 * 86_400_000
const most = 20_000
const commandMs = 1_000

const nameOf = ({ first, locale, second }: Pair): string =>
  hash("sha256", JSON.stringify([locale, first, second]), "base64url").slice(0, 22)

const countsOf = (report: LearningReport): ReadonlyArray<readonly [name: string, count: number]> =>
  [
    ...(["proposed", "approved", "expired", "controls", "disagreed"] as const).map(
      (name) => [name, report[name]] as const,
    ),
    ...Object.entries(report.rejected).map(
      ([reason, count]) => [`rejected:${reason}`, count] as const,
    ),
  ].filter(([, count]) => count > 0)

export class LearningRecord extends Context.Service<
  LearningRecord,
  {
    readonly isRejected: (pair: Pair) => Effect.Effect<boolean>
    readonly reject: (pair: Pair) => Effect.Effect<void>
    readonly count: (report: LearningReport) => Effect.Effect<void>
    readonly counts: Effect.Effect<LearningCounts, PrecomputeError>
  }
>()("precompute/LearningRecord") {
  static readonly layer: Layer.Layer<LearningRecord, never, RedisConnection> = Layer.effect(
    LearningRecord,
    Effect.map(RedisConnection, (redis) => (redis.configured ? inRedis(redis) : inMemory())),
  )
}

/** Without Redis no wording is known to be missed, so that nothing piles up here. */
const inMemory = () => {
  const rejected = new Set<string>()
  const totals: Record<string, number> = {}
  return LearningRecord.of({
    isRejected: (pair) => Effect.sync(() => rejected.has(nameOf(pair))),
    reject: (pair) => Effect.sync(() => rejected.add(nameOf(pair))),
    count: (report) =>
      Effect.sync(() => {
        for (const [name, count] of countsOf(report)) totals[name] = (totals[name] ?? 0) + count
      }),
    counts: Effect.sync(() => ({ ...totals })),
  })
}

const inRedis = (redis: RedisConnection["Service"]) => {
  const run = <A>(operation: string, commands: Parameters<typeof redis.run<A>>[2]) =>
    redis
      .run(operation, commandMs, commands)
      .pipe(Effect.tapError((error) => Effect.logDebug("learning is not kept", error.message)))
  return LearningRecord.of({
    isRejected: (pair) =>
      Effect.zipWith(
        run("aliases.rejected", (client) => client.zscore(rejectedKey, nameOf(pair))),
        Clock.currentTimeMillis,
        (until, now) => until !== null && now < Number(until),
      ).pipe(Effect.orElseSucceed(() => true)),
    reject: Effect.fnUntraced(function* (pair) {
      const now = yield* Clock.currentTimeMillis
      yield* run("aliases.reject", async (client) => {
        await client.zadd(rejectedKey, now + rejectedForMs, nameOf(pair))
        await client.zremrangebyscore(rejectedKey, "-inf", now)
        await client.zremrangebyrank(rejectedKey, 0, -(most + 1))
      }).pipe(Effect.ignore)
    }),
    count: (report) =>
      run("aliases.count", (client) =>
        Promise.all(
          countsOf(report).map(([name, count]) => client.hincrby(totalsKey, name, count)),
        ),
      ).pipe(Effect.ignore),
    counts: run("aliases.counts", (client) => client.hgetall(totalsKey)).pipe(
      Effect.map((counts) =>
        Object.fromEntries(Object.entries(counts).map(([name, text]) => [name, Number(text)])),
      ),
      Effect.mapError(storeError),
    ),
  })
}
