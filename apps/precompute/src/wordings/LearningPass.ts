/**
 * One pass of learning: has the most used wordings that the store does not understand judged (`JudgedWording.ts`), and
 * stores those that were approved. What was not is refused by the book, as what was removed from it.
 *
 * A pass never fails; its report names what ended it early.
 */
import { Models, rulesVersion, Spender, StoreNames, wordingVersion } from "@manga-assist/assistant"
import { type CacheError, type Wording, WordingBook, wordingId } from "@manga-assist/caching"
import type { BedrockChat, BedrockEmbeddings, RedisConnection } from "@manga-assist/connections"
import type { Term } from "@manga-assist/leader"
import { wholeNumber } from "@manga-assist/process"
import { standardSentences } from "@manga-assist/store-grammar"
import { Clock, type Config, Effect } from "effect"
import { hostname } from "node:os"
import { CustomerLoad, makeCustomerPriority } from "../spending/CustomerPriority.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"
import { type ModelUse, Stopped, stoppedBy } from "./AskedModel.ts"
import { type AskedQuestion, makeCandidates } from "./Candidates.ts"
import { judgedWording, type Rejection } from "./JudgedWording.ts"

const lifeMs = 30 * 86_400_000
const mostInOnePass = 20

type Bedrock = BedrockChat | BedrockEmbeddings
export type LearningNeeds = Bedrock | CustomerLoad | Models | RedisConnection | WordingBook

/** Of wordings; those not approved by the reason. */
export type LearningCounts = Partial<Record<"approved" | "proposed" | Rejection, number>>

export interface LearningReport {
  readonly counts: LearningCounts
  /** What ended the pass early, and the failure behind it. */
  readonly stopped?: Stopped
}

export interface Learning {
  /** Run by the leader, and interrupted when the lead is lost. Never fails. */
  readonly pass: (term: Term) => Effect.Effect<LearningReport>
  /** Of all passes here. */
  readonly totals: LearningCounts
  readonly state: WordingBook["Service"]["state"]
}

const stored = <A>(access: Effect.Effect<A, CacheError>) =>
  Effect.mapError(access, stoppedBy("store"))

/**
 * `missedNow`: frequent wordings that are not understood, with slots; `askedNow`: questions that are understood, whose
 * sentences are candidates too; `busyAbove`: calls of customers at a time that leave room for the judge.
 */
export const makeLearning = Effect.fnUntraced(function* (
  missedNow: Effect.Effect<ReadonlyArray<AskedQuestion>>,
  askedNow: Effect.Effect<ReadonlyArray<AskedQuestion>>,
  busyAbove: number,
): Effect.fn.Return<Learning, Config.ConfigError, LearningNeeds> {
  const services = yield* Effect.context<LearningNeeds>()
  const bounds = { min: 0, max: 100_000_000, byDefault: 200_000 }
  const cap = yield* wholeNumber("WORDING_TOKENS_PER_HOUR", bounds)
  const budget = yield* TokenBudget.named("wording-tokens")
  const { simple } = yield* Models
  const book = yield* WordingBook
  const load = yield* CustomerLoad
  const names = yield* StoreNames
  const candidatesOf = makeCandidates(names)
  const totals: LearningCounts = {}
  const add = (counts: LearningCounts, name: keyof LearningCounts, count = 1): void => {
    for (const each of [counts, totals]) each[name] = (each[name] ?? 0) + count
  }

  /** Learned or refused: what it costs is spent only once. */
  const settle = Effect.fnUntraced(function* (
    wording: AskedQuestion,
    sentences: ReadonlyArray<string>,
    { confirm, number: lead }: Term,
    use: ModelUse,
    counts: LearningCounts,
  ) {
    const outcome = yield* candidatesOf(wording, sentences).pipe(
      Effect.mapError(stoppedBy("embedding")),
      Effect.flatMap((nearest) => judgedWording(wording, nearest, names, use)),
    )
    add(counts, "proposed")
    if (typeof outcome === "string") {
      add(counts, outcome)
      return yield* stored(book.remove([wordingId(wording)]))
    }
    yield* Effect.mapError(confirm, (error) =>
      error.reason === "store" ? stoppedBy("store")(error) : new Stopped({ by: "lead-lost" }),
    )
    const approvedAt = yield* Clock.currentTimeMillis
    const learned: Wording = {
      locale: wording.locale,
      text: wording.text,
      ...outcome,
      version: wordingVersion,
      approvedAt,
      expiresAt: approvedAt + lifeMs,
      approvedBy: `${hostname()}, rules ${rulesVersion}`.slice(0, 200),
      model: simple.name,
    }
    const approval = yield* stored(book.approve({ lead, wordings: [learned] }))
    if ("refused" in approval) {
      return yield* new Stopped({ by: approval.refused === "off" ? "off" : "lead-lost" })
    }
    add(counts, "approved", approval.kept)
  })

  const learn = Effect.fnUntraced(function* (term: Term, counts: LearningCounts) {
    if ((yield* stored(book.state)).off !== undefined) return yield* new Stopped({ by: "off" })
    const missed = yield* missedNow
    const settled = yield* stored(book.settled(missed))
    const open = missed.filter((each) => !settled.has(wordingId(each))).slice(0, mostInOnePass)
    if (open.length === 0) return
    const asked = yield* askedNow
    const [en, ja] = [standardSentences(names, "en", asked), standardSentences(names, "ja", asked)]
    const sentences = { en, ja }
    const use = { budget, cap, priority: makeCustomerPriority(load, busyAbove) }
    for (const each of open) yield* settle(each, sentences[each.locale], term, use, counts)
  })

  return {
    state: book.state,
    totals,
    pass: (term) =>
      Effect.suspend(() => {
        const counts: LearningCounts = {}
        return learn(term, counts).pipe(
          Effect.as({ counts }),
          Effect.catch((stopped) => Effect.succeed({ counts, stopped })),
          Effect.provideContext(services),
          Effect.provideService(Spender, { class: "worker" }),
        )
      }),
  }
})
