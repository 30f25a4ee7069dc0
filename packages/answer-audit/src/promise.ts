/**
 * Audits any semantic cache, for programs without Effect.
 *
 * A hit is served at once. A sample of the hits whose question is worded differently from the asked one is compared
 * later with fresh answers. Each hit belongs to a group, such as a layer of the cache; there is one group unless the
 * options name more. When too many answers of a group are certainly wrong, `lookup` returns nothing for its differently
 * worded hits until the switch-off ends.
 *
 * The published file holds what it needs of Effect and of the Redis client (`tooling/bundle`), and its types name none
 * of it.
 */
import "@manga-assist/options/node"
import { checksOf, func, needed, number, object } from "@manga-assist/options"
import { Clock, ConfigProvider, Context, Effect, Exit, Layer, Logger, Scope } from "effect"
import { RedisConnection, redisUrl as redisUrlRule } from "@manga-assist/connections/redis"
import { makeAudit } from "./Audit.ts"
import type { AuditCounters } from "./AuditCounters.ts"
import type { FalseHitLimit, GroupRate } from "./FalseHitRate.ts"
import { makeHourlyCalls } from "./HourlyCalls.ts"
import { makeKillSwitch } from "./KillSwitch.ts"
import { settle } from "./Settle.ts"
import { type Comparison, makeTextComparison } from "./TextComparison.ts"
import type { Verdict } from "./Verdict.ts"

export type { AuditCounters, Comparison, FalseHitLimit, GroupRate, Verdict }

export interface CachedHit {
  readonly answer: string
  /** The question that the answer was written for. */
  readonly question: string
  /** What is judged and switched off by itself, for example a kind of question; "cache" unless given. */
  readonly group?: string | undefined
}

export interface AuditedCacheOptions<Hit extends CachedHit> {
  /** The cache: the nearest answer that it would serve. */
  readonly lookup: (question: string) => PromiseLike<Hit | undefined> | Hit | undefined
  /** A fresh answer, made as it is on a miss; at most four for each check. */
  readonly answer: (question: string, signal: AbortSignal) => PromiseLike<string> | string
  /** Yes and no, amounts and numbers unless given. */
  readonly compare?:
    | ((question: string, served: CachedHit, fresh: string) => Comparison)
    | undefined
  /** Of the hits for other words, from 0 to 1, once much is known of their group; 0.02 unless given. */
  readonly share?: number | undefined
  /** Fresh answers in an hour, for this process; 300 unless given. */
  readonly maxAnswersPerHour?: number | undefined
  /** How long a group stays off, in milliseconds, a week at most; a day unless given. */
  readonly offMs?: number | undefined
  /** Unless given: 0.5 % wrong are borne, 5 % looked for, one false alarm in 20,000 checks. */
  readonly limit?: Partial<FalseHitLimit> | undefined
  /** `redis://…`: counts and switches are those of all processes; this one alone unless given. */
  readonly redisUrl?: string | undefined
  /** Two questions with equal words are one: never checked, never off. Case and white space are folded unless given. */
  readonly words?: ((question: string) => string) | undefined
  readonly onVerdict?: ((question: string, hit: Hit, verdict: Verdict) => void) | undefined
}

export interface AuditedCache<Hit> {
  /** What the cache would serve, unless its group is off. Rejects as the cache does. */
  readonly lookup: (question: string) => Promise<Hit | undefined>
  /** Why a group, "cache" unless given, is off; `undefined` while it is on. */
  readonly offReason: (group?: string) => string | undefined
  /** Puts a group on again, in all processes. Rejects where Redis does not answer. */
  readonly switchOn: (group?: string) => Promise<void>
  readonly counters: () => Readonly<AuditCounters>
  readonly rates: () => ReadonlyArray<GroupRate>
  /** Ends when nothing waits and nothing is being checked. */
  readonly idle: () => Promise<void>
  /** Ends the checks that are under way. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Logs to standard error: what a program prints on standard output is its own. */
const run = Effect.runPromiseWith(Context.make(Logger.LogToStderr, true))

const onlyGroup = "cache"

const folded = (question: string) =>
  question.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim()

const check = checksOf("@manga-assist/answer-audit")
const share = number({ above: 0, most: 1 })
/** A week. */
const longestOffMs = 604_800_000
const rules = object<AuditedCacheOptions<CachedHit>>({
  lookup: needed(func),
  answer: needed(func),
  compare: func,
  share: number({ least: 0, most: 1 }),
  maxAnswersPerHour: number({ least: 0, most: Number.POSITIVE_INFINITY }),
  offMs: number({ above: 0, most: longestOffMs }),
  limit: object<Partial<FalseHitLimit>>({ share, wrongShare: share, falseAlarms: share }),
  redisUrl: redisUrlRule,
  words: func,
  onVerdict: func,
})

/** Rejects with an `OptionError`. */
export const auditedCache = async <Hit extends CachedHit>(
  options: AuditedCacheOptions<Hit>,
): Promise<AuditedCache<Hit>> => {
  check("auditedCache", rules, options)
  const { compare = makeTextComparison(), words = folded } = options
  const scope = Scope.makeUnsafe()
  const groupOf = ({ group = onlyGroup }: CachedHit) => group
  const audit = await run(
    Effect.gen(function* () {
      const mostPerHour = options.maxAnswersPerHour ?? 300
      const clock = yield* Clock.Clock
      const mayAnswer = makeHourlyCalls(mostPerHour, () => clock.currentTimeMillisUnsafe())
      const compared = (question: string, hit: Hit) =>
        Effect.suspend(() =>
          mayAnswer()
            ? Effect.tryPromise({
                try: async (signal) => options.answer(question, signal),
                catch: String,
              })
            : Effect.fail("no answers left this hour"),
        ).pipe(Effect.map((fresh) => compare(question, hit, fresh)))
      const check = ({ hit, question }: Served<Hit>) =>
        settle({ asked: compared(question, hit), own: compared(hit.question, hit) }).pipe(
          Effect.catch((reason) => Effect.succeed<Verdict>({ verdict: "failed", reason })),
        )
      const { limit, offMs } = options
      // Built in the scope, not provided: a provided layer would be closed with this effect.
      const context = yield* Layer.build(redisOf(options.redisUrl))
      const killSwitch = yield* Effect.provide(makeKillSwitch({ offMs, limit }), context)
      const checks = yield* makeAudit<Served<Hit>, never>({
        share: options.share ?? 0.02,
        mostPerHour,
        check,
        groupOf: ({ hit }) => groupOf(hit),
        killSwitch,
        onVerdict: ({ hit, question }, verdict) =>
          Effect.sync(() => options.onVerdict?.(question, hit, verdict)),
      })
      return { ...checks, killSwitch }
    }).pipe(Scope.provide(scope)),
  )

  const close = () => run(Scope.close(scope, Exit.void))
  return {
    lookup: async (question) => {
      const hit = await options.lookup(question)
      if (hit === undefined || words(hit.question) === words(question)) return hit
      if (audit.killSwitch.offReason(groupOf(hit)) !== undefined) return undefined
      audit.observe({ question, hit })
      return hit
    },
    offReason: (group = onlyGroup) => audit.killSwitch.offReason(group),
    switchOn: (group = onlyGroup) => run(audit.killSwitch.switchOn(group)),
    counters: audit.counters,
    rates: audit.killSwitch.rates,
    idle: () => run(audit.idle),
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Served<Hit> {
  readonly question: string
  readonly hit: Hit
}

const redisOf = (redisUrl: string | undefined) =>
  RedisConnection.layerOptional.pipe(
    Layer.provide(
      ConfigProvider.layer(
        ConfigProvider.fromUnknown(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
      ),
    ),
  )
