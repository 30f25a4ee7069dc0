/**
 * One pass of alias learning: takes frequent wordings that the grammar does not fully understand, finds cached
 * questions near them, refuses pairs by rules, asks the judge (a model) whether the rest ask the same, and stores an
 * alias for each approved pair: the wording then gets the cached answer of the other question.
 *
 * A pass never fails; its report names what ended it early. The judge is tested with control pairs, questions that are
 * known to differ. If it calls one of them the same, it is not asked again for an hour, and for twice as long each
 * time, up to a day.
 */
import {
  aliasPartition,
  aliasVersion,
  Models,
  rulesVersion,
  Spender,
  StoreNames,
} from "@manga-assist/assistant"
import { type Alias, AliasBook, aliasId, type CacheError } from "@manga-assist/caching"
import type { BedrockChat, BedrockEmbeddings, RedisConnection } from "@manga-assist/connections"
import { wholeNumber } from "@manga-assist/process"
import { Clock, type Config, Effect, Random } from "effect"
import { hostname } from "node:os"
import { makeCustomerPriority, CustomerLoad } from "../spending/CustomerPriority.ts"
import type { Term } from "@manga-assist/leader"
import type { PrecomputeError } from "../PrecomputeError.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"
import { type AliasSummary, aliasSummary } from "./AliasSummary.ts"
import { type Candidate, judgedRun } from "./JudgedRun.ts"
import { LearningRecord } from "./LearningRecord.ts"
import { type LearningReport, LearningTally, Stopped, stoppedBy } from "./LearningTally.ts"
import { NearQuestions, type Question } from "./NearQuestions.ts"
import { makeProposals } from "./Proposals.ts"

const dayMs = 86_400_000
/** Judged anew a day before it ends, so that a wording that is still asked stays. */
const lifeMs = 7 * dayMs
const renewBeforeMs = dayMs
/** What was approved together does not end together. */
const lifeJitter = 0.2
/** After a judge was found out, doubled each time. */
const distrustMs = 3_600_000
const longestDistrustMs = dayMs

export type LearningNeeds =
  | AliasBook
  | BedrockChat
  | BedrockEmbeddings
  | CustomerLoad
  | LearningRecord
  | Models
  | RedisConnection

export interface Learning {
  /** To be run by the leader and interrupted when the lead is lost. */
  readonly pass: (term: Term) => Effect.Effect<LearningReport>
  /** How aliases stand, over all workers. */
  readonly summary: Effect.Effect<AliasSummary, CacheError | PrecomputeError>
}

const isOver = (alias: Alias, version: string, now: number): boolean =>
  alias.version !== version || alias.expiresAt <= now

const isSame = (a: Candidate, b: Candidate): boolean =>
  a.locale === b.locale && a.words === b.words && a.place === b.place

/** One alias for each wording: of two that were approved, that of the nearer question. */
const distinct = (
  approved: ReadonlyArray<Candidate>,
  proposed: ReadonlyArray<Candidate>,
): ReadonlyArray<Candidate> => {
  const byWords = new Map<string, Candidate>()
  for (const each of proposed) {
    const name = `${each.locale} ${each.words}`
    if (approved.includes(each) && !byWords.has(name)) byWords.set(name, each)
  }
  return [...byWords.values()]
}

/**
 * `missedNow`: frequent wordings that are not understood; `keptNow`: questions with a fresh cached answer, in all their
 * wordings; `busyAbove`: calls of customers at a time that leave room for the judge.
 */
export const makeLearning = Effect.fnUntraced(function* (
  missedNow: Effect.Effect<ReadonlyArray<Question>>,
  keptNow: Effect.Effect<ReadonlyArray<Question>>,
  busyAbove: number,
): Effect.fn.Return<Learning, Config.ConfigError, LearningNeeds> {
  const services = yield* Effect.context<LearningNeeds>()
  const cap = yield* wholeNumber("ALIAS_TOKENS_PER_HOUR", {
    min: 0,
    max: 100_000_000,
    byDefault: 200_000,
  })
  const budget = yield* TokenBudget.named("alias-tokens")
  const { embedding, simple } = yield* Models
  const book = yield* AliasBook
  const version = aliasVersion(yield* StoreNames)
  const record = yield* LearningRecord
  const load = yield* CustomerLoad
  const near = new NearQuestions(embedding.dimensions)
  const proposals = makeProposals(near)
  let carried: ReadonlyArray<Candidate> = []
  let distrustedUntil = 0
  let foundOut = 0

  const aliasOf = Effect.fnUntraced(function* ({ kept, locale, place, words }: Candidate) {
    const approvedAt = yield* Clock.currentTimeMillis
    const alias: Alias = {
      partition: aliasPartition,
      locale,
      words,
      place,
      kept,
      version,
      approvedAt,
      expiresAt: Math.round(approvedAt + lifeMs * (1 - lifeJitter * (yield* Random.next))),
      approvedBy: `${hostname()}, rules ${rulesVersion}`.slice(0, 200),
      model: simple.name,
    }
    return alias
  })

  /** Wordings without an alias, or whose alias ends soon. */
  const openQuestions = Effect.fnUntraced(function* (aliases: ReadonlyArray<Alias>, now: number) {
    const settled = new Set(
      aliases
        .filter((alias) => !isOver(alias, version, now + renewBeforeMs))
        .map(({ locale, words }) => `${locale} ${words}`),
    )
    return (yield* missedNow).filter(({ locale, text }) => !settled.has(`${locale} ${text}`))
  })

  const write = Effect.fnUntraced(function* (
    term: Term,
    aliases: ReadonlyArray<Alias>,
    forget: ReadonlyArray<string>,
    tally: LearningTally,
  ) {
    if (aliases.length + forget.length === 0) return
    yield* Effect.mapError(term.confirm, (error) =>
      stoppedBy(error.reason === "store" ? "store" : "lead-lost")(error),
    )
    const approval = yield* book
      .approve({ lead: term.number, aliases, forget })
      .pipe(Effect.mapError(stoppedBy("store")))
    if ("refused" in approval) {
      return yield* new Stopped({ by: approval.refused === "off" ? "off" : "lead-lost" })
    }
    tally.approved = approval.kept
    tally.expired = forget.length
  })

  const learn = Effect.fnUntraced(function* (term: Term, tally: LearningTally) {
    const now = yield* Clock.currentTimeMillis
    const { aliases, off } = yield* Effect.mapError(book.state, stoppedBy("store"))
    if (off !== undefined) {
      tally.off = off
      return yield* new Stopped({ by: "off" })
    }
    if (now < distrustedUntil) return yield* new Stopped({ by: "distrusted" })
    const forget = aliases.filter((alias) => isOver(alias, version, now)).map(aliasId)
    const missed = yield* openQuestions(aliases, now)
    tally.missed = missed.length
    // Nothing is embedded while nobody misses anything.
    if (missed.length === 0) return yield* write(term, [], forget, tally)
    yield* Effect.mapError(near.follow(yield* keptNow), stoppedBy("embedding"))
    tally.kept = near.size
    const proposed = yield* Effect.mapError(proposals(missed, tally), stoppedBy("embedding"))
    const open = proposed.filter((each) => !carried.some((other) => isSame(each, other)))
    const use = { budget, cap, priority: makeCustomerPriority(load, busyAbove) }
    const outcome = yield* judgedRun(open, carried, use, tally)
    const candidates = [...carried, ...open]
    carried = outcome.unconfirmed
    for (const pair of outcome.rejected) yield* record.reject(pair)
    if (!outcome.believed) {
      const forMs = Math.min(longestDistrustMs, distrustMs * 2 ** foundOut)
      foundOut += 1
      distrustedUntil = now + forMs
      yield* Effect.logWarning("the judge called two different questions the same", { forMs })
    } else if (tally.controls > 0) foundOut = 0
    const approved = yield* Effect.forEach(distinct(outcome.approved, candidates), aliasOf)
    yield* write(term, approved, forget, tally)
  })

  return {
    summary: Effect.zipWith(book.state, record.counts, aliasSummary),
    pass: (term) =>
      Effect.suspend(() => {
        const tally = new LearningTally()
        return learn(term, tally).pipe(
          Effect.catch((stop) => Effect.sync(() => tally.stop(stop))),
          Effect.map((): LearningReport => ({ ...tally })),
          Effect.tap(record.count),
          Effect.provideContext(services),
          Effect.provideService(Spender, { class: "worker" }),
        )
      }),
  }
})
