/**
 * One pass of learning: has the most used wordings that the store does not understand judged (`JudgedWording.ts`), and
 * stores those that were approved. What was not is refused by the book, as what was removed from it.
 *
 * A pass never fails; its report names what ended it early.
 */
import { Models, rulesVersion, Spender, StoreNames, wordingVersion } from "@manga-assist/assistant"
import { type Wording, WordingBook, wordingId } from "@manga-assist/caching"
import type { BedrockChat, BedrockEmbeddings, RedisConnection } from "@manga-assist/connections"
import type { Term } from "@manga-assist/leader"
import { wholeNumber } from "@manga-assist/process"
import { Clock, type Config, Effect } from "effect"
import { hostname } from "node:os"
import { CustomerLoad, makeCustomerPriority } from "../spending/CustomerPriority.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"
import { type ModelUse, Stopped, stoppedBy } from "./AskedModel.ts"
import { type AskedQuestion, makeCandidates } from "./Candidates.ts"
import { judgedWording, type Rejection } from "./JudgedWording.ts"

const lifeMs = 30 * 86_400_000
const mostInOnePass = 20

export type LearningNeeds =
  | WordingBook
  | BedrockChat
  | BedrockEmbeddings
  | CustomerLoad
  | Models
  | RedisConnection

/**
 * Wordings that were proposed and approved; `expired`: forgotten, since they had run out or were of other rules; and
 * those rejected, by the reason.
 */
export type LearningCounts = Partial<
  Record<"approved" | "expired" | "proposed" | Rejection, number>
>

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

const isOver = ({ expiresAt, version }: Wording, now: number): boolean =>
  version !== wordingVersion || expiresAt <= now

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
  const cap = yield* wholeNumber("WORDING_TOKENS_PER_HOUR", {
    min: 0,
    max: 100_000_000,
    byDefault: 200_000,
  })
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

  const change = Effect.fnUntraced(function* (
    term: Term,
    wordings: ReadonlyArray<Wording>,
    forget: ReadonlyArray<string>,
  ) {
    yield* Effect.mapError(term.confirm, (error) =>
      stoppedBy(error.reason === "store" ? "store" : "lead-lost")(error),
    )
    const approval = yield* book
      .approve({ lead: term.number, wordings, forget })
      .pipe(Effect.mapError(stoppedBy("store")))
    if ("kept" in approval) return approval.kept
    return yield* new Stopped({ by: approval.refused === "off" ? "off" : "lead-lost" })
  })

  /** Learned or refused: what it costs is spent only once. */
  const settle = Effect.fnUntraced(function* (
    term: Term,
    wording: AskedQuestion,
    asked: ReadonlyArray<AskedQuestion>,
    use: ModelUse,
    counts: LearningCounts,
  ) {
    const { locale, text } = wording
    const candidates = yield* candidatesOf(wording, asked).pipe(
      Effect.mapError(stoppedBy("embedding")),
    )
    const outcome = yield* judgedWording(wording, candidates, names, use)
    add(counts, "proposed")
    if ("rejected" in outcome) {
      add(counts, outcome.rejected)
      return yield* Effect.mapError(book.remove([wordingId(wording)]), stoppedBy("store"))
    }
    const approvedAt = yield* Clock.currentTimeMillis
    const learned: Wording = {
      locale,
      text,
      sentence: outcome.approved,
      version: wordingVersion,
      approvedAt,
      expiresAt: approvedAt + lifeMs,
      approvedBy: `${hostname()}, rules ${rulesVersion}`.slice(0, 200),
      model: simple.name,
    }
    add(counts, "approved", yield* change(term, [learned], []))
  })

  const learn = Effect.fnUntraced(function* (term: Term, counts: LearningCounts) {
    const now = yield* Clock.currentTimeMillis
    const { off, wordings } = yield* Effect.mapError(book.state, stoppedBy("store"))
    if (off !== undefined) return yield* new Stopped({ by: "off", why: off })
    const over = wordings.filter((each) => isOver(each, now)).map(wordingId)
    if (over.length > 0) {
      yield* change(term, [], over)
      add(counts, "expired", over.length)
    }
    const missed = yield* missedNow
    const settled = yield* Effect.mapError(book.settled(missed), stoppedBy("store"))
    const open = missed.filter((each) => !settled.has(wordingId(each)))
    if (open.length === 0) return
    const asked = yield* askedNow
    const use = { budget, cap, priority: makeCustomerPriority(load, busyAbove) }
    for (const each of open.slice(0, mostInOnePass)) yield* settle(term, each, asked, use, counts)
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
