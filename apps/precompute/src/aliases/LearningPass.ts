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
} from "@manga-assist/assistant"
import {
  type Alias,
  AliasBook,
  aliasId,
  type AliasState,
  type CacheError,
} from "@manga-assist/caching"
import type { BedrockChat, BedrockEmbeddings, RedisConnection } from "@manga-assist/connections"
import { wholeNumber } from "@manga-assist/process"
import { Clock, type Config, Effect, Random } from "effect"
import { hostname } from "node:os"
import { makeCustomerPriority } from "../spending/CustomerPriority.ts"
import { CustomerLoad } from "../spending/CustomerLoad.ts"
import type { Term } from "@manga-assist/leader"
import type { PrecomputeError } from "../PrecomputeError.ts"
import type { Purchases } from "../spending/Purchases.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"
import { type AliasSummary, aliasSummary } from "./AliasSummary.ts"
import { type Candidate, judgedRun } from "./JudgedRun.ts"
import type { KeptQuestion } from "./KeptQuestions.ts"
import { LearningLedger } from "./LearningLedger.ts"
import { type LearningReport, LearningTally } from "./LearningTally.ts"
import { MissedQuestions } from "./MissedQuestions.ts"
import { NearQuestions } from "./NearQuestions.ts"
import { Proposals } from "./Proposals.ts"
import { RejectedPairs } from "./RejectedPairs.ts"

const mostMissed = 300
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
  | LearningLedger
  | MissedQuestions
  | Models
  | Purchases
  | RedisConnection
  | RejectedPairs

export interface Learning {
  /** To be run by the leader and interrupted when the lead is lost. */
  readonly pass: (term: Term) => Effect.Effect<LearningReport>
  /** How aliases stand, over all workers. */
  readonly summary: Effect.Effect<AliasSummary, CacheError | PrecomputeError>
}

const isOver = (alias: Alias, now: number): boolean =>
  alias.version !== aliasVersion() || alias.expiresAt <= now

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

/** `busyAbove`: calls of customers at a time that leave room for the judge. */
export const makeLearning = Effect.fnUntraced(function* (
  keptNow: Effect.Effect<ReadonlyArray<KeptQuestion>>,
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
  const missedQuestions = yield* MissedQuestions
  const rejectedPairs = yield* RejectedPairs
  const load = yield* CustomerLoad
  const near = new NearQuestions(embedding.dimensions)
  const proposals = new Proposals(near)
  const ledger = yield* LearningLedger
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
      version: aliasVersion(),
      approvedAt,
      expiresAt: Math.round(approvedAt + lifeMs * (1 - lifeJitter * (yield* Random.next))),
      approvedBy: `${hostname()}, rules ${rulesVersion}`.slice(0, 200),
      model: simple.name,
    }
    return alias
  })

  /** Wordings without an alias, or whose alias ends soon. */
  const openQuestions = Effect.fnUntraced(function* ({ aliases }: AliasState, now: number) {
    const settled = new Set(
      aliases
        .filter((alias) => !isOver(alias, now + renewBeforeMs))
        .map(({ locale, words }) => `${locale} ${words}`),
    )
    const missed = yield* missedQuestions.top(mostMissed)
    return missed.filter(({ locale, text }) => !settled.has(`${locale} ${text}`))
  })

  const write = Effect.fnUntraced(function* (
    term: Term,
    aliases: ReadonlyArray<Alias>,
    forget: ReadonlyArray<string>,
    tally: LearningTally,
  ) {
    if (aliases.length + forget.length === 0) return
    const led = yield* Effect.result(term.confirm)
    if (led._tag === "Failure") {
      tally.stopped = led.failure.reason === "store" ? "store" : "lead-lost"
      tally.why = led.failure.message
      return
    }
    const approval = yield* Effect.result(book.approve({ lead: term.number, aliases, forget }))
    if (approval._tag === "Failure") {
      tally.stopped = "store"
      tally.why = approval.failure.message
    } else if ("refused" in approval.success) {
      tally.stopped = approval.success.refused === "off" ? "off" : "lead-lost"
    } else {
      tally.approved = approval.success.kept
      tally.expired = forget.length
    }
  })

  const learn = Effect.fnUntraced(function* (term: Term, tally: LearningTally) {
    const now = yield* Clock.currentTimeMillis
    const read = yield* Effect.result(book.state)
    if (read._tag === "Failure") {
      tally.stopped = "store"
      tally.why = read.failure.message
      return
    }
    const state = read.success
    if (state.off !== undefined) tally.off = state.off
    if (state.off !== undefined || now < distrustedUntil) {
      tally.stopped = state.off === undefined ? "distrusted" : "off"
      return
    }
    const forget = state.aliases.filter((alias) => isOver(alias, now)).map(aliasId)
    const missed = yield* openQuestions(state, now)
    tally.missed = missed.length
    // Nothing is embedded while nobody misses anything.
    if (missed.length === 0) return yield* write(term, [], forget, tally)
    yield* near.follow(yield* keptNow)
    tally.kept = near.size
    const proposed = yield* proposals.of(missed, tally)
    const open = proposed.filter((each) => !carried.some((other) => isSame(each, other)))
    const use = { budget, cap, priority: makeCustomerPriority(load, busyAbove) }
    const outcome = yield* judgedRun(open, carried, use, tally)
    const { approved, believed, rejected } = outcome
    const candidates = [...carried, ...open]
    carried = outcome.unconfirmed
    for (const pair of rejected) yield* rejectedPairs.add(pair)
    if (!believed) {
      const forMs = Math.min(longestDistrustMs, distrustMs * 2 ** foundOut)
      foundOut += 1
      distrustedUntil = now + forMs
      yield* Effect.logWarning("the judge called two different questions the same", { forMs })
    } else if (tally.controls > 0) foundOut = 0
    const aliases = yield* Effect.forEach(distinct(approved, candidates), aliasOf)
    yield* write(term, aliases, forget, tally)
  })

  return {
    summary: Effect.zipWith(book.state, ledger.read, aliasSummary),
    pass: (term) =>
      Effect.suspend(() => {
        const tally = new LearningTally()
        return learn(term, tally).pipe(
          Effect.catch(({ message }) => {
            tally.stopped = "embedding"
            tally.why = message
            return Effect.void
          }),
          Effect.map((): LearningReport => ({ ...tally })),
          Effect.tap(ledger.add),
          Effect.provideContext(services),
          Effect.provideService(Spender, { class: "worker" }),
        )
      }),
  }
})
