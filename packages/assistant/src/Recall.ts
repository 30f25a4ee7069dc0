/**
 * Recall: an answer that was given before and still holds: precomputed, to the same words, or to other
 * words with the same canonical form. One look-up serves all three; see `CachePlace.ts`.
 *
 * Only opted-in, self-contained, non-personal questions are looked up. A hit is served only when it is
 * still true (`StillTrue.ts`); past its time it is served for a while more and renewed off the path.
 * Never fails: a broken cache is a miss. `makeRecallNear` finds the same hits without a fiber, where nothing
 * outside of this process has to be asked: as most are found.
 */
import { Clock, Effect } from "effect"
import { type Alias, AliasBook, TagClock } from "@manga-assist/caching"
import type { Ledger } from "@manga-assist/latency-budget"
import { cachePolicyOf } from "./Cacheable.ts"
import { type CachedAnswer, CachedAnswers } from "./CachedAnswer.ts"
import { cacheKeyOf, type Place, wordsOf } from "./CachePlace.ts"
import { type Conversation, emptyConversation } from "./Conversation.ts"
import { HitChecks } from "./HitChecks.ts"
import type { ProductFacts } from "./ProductFacts.ts"
import type { Question } from "./Question.ts"
import { Renewals } from "./Renewals.ts"
import { stillTrue, surelyTrue } from "./StillTrue.ts"
import { aliasOf } from "./StoreAliases.ts"

export type Recalled =
  | {
      readonly kind: "hit"
      readonly answer: CachedAnswer
      readonly ageMs: number
      readonly source: "precomputed" | "exact" | "canonical" | "alias" | "stale"
      /** Why that source, for the customer's `turn-end`. */
      readonly reason: string
      /** Of source `alias`: to be reported to the `AliasBook` when its answer proves wrong, or right. */
      readonly alias?: Alias
    }
  | {
      readonly kind: "miss"
      readonly reason: string
      /** Where the answer may be kept, when it may be. */
      readonly place: Place | undefined
      /** Held once and is past its time: better than nothing while no model answers. */
      readonly stale: CachedAnswer | undefined
    }

export type Hit = Extract<Recalled, { kind: "hit" }>

/**
 * Past its time an answer is served for as long again as it was fresh, while it is renewed; older than that
 * only while no model answers.
 */
const renewableAges = 2

const hitOf = (question: Question, { origin, words }: CachedAnswer, alias: Alias | undefined) => {
  if (alias !== undefined) {
    const reason = `approved as the same question as "${alias.kept}"`
    return { source: "alias", reason, alias } as const
  }
  const sameWords = words === wordsOf(question)
  const { reading } = question
  const form = reading.known ? ` (${reading.form})` : ""
  const source = origin === "precomputed" ? origin : sameWords ? "exact" : "canonical"
  return {
    source,
    reason: `the same question${sameWords ? "" : " in other words"}${form}`,
  } as const
}

const outdated = "answered before, but a price, stock or date changed"

/** A miss names the form that nobody asked before, or the word that kept the question without one. */
const missReason = ({ reading }: Question, alias: Alias | undefined): string =>
  alias !== undefined
    ? `not answered before: "${alias.kept}", approved as the same question`
    : reading.known
      ? `not answered before: ${reading.form}`
      : `not answered before in these words; ${reading.reason}`

export const recall = Effect.fnUntraced(function* (
  question: Question,
  conversation: Conversation,
  ledger: Ledger,
): Effect.fn.Return<
  Recalled,
  never,
  AliasBook | CachedAnswers | HitChecks | ProductFacts | Renewals | TagClock
> {
  const policy = cachePolicyOf(question, conversation)
  const aliases = yield* AliasBook
  const alias = aliasOf(question, conversation, aliases)
  if (alias === undefined && !policy.cacheable) {
    return { kind: "miss", reason: policy.reason, place: undefined, stale: undefined }
  }
  const end = ledger.begin("recall")
  const key = alias?.place ?? cacheKeyOf(question)
  // Under an alias nothing is kept: the question whose place it is would be answered with it.
  const place = alias === undefined && policy.cacheable ? { key, policy } : undefined
  const cache = yield* CachedAnswers
  const hit = yield* cache.find(key)
  if (hit === "invalidated") {
    end("invalidated")
    return { kind: "miss", reason: outdated, place, stale: undefined }
  }
  if (hit === undefined) {
    end("miss")
    return { kind: "miss", reason: missReason(question, alias), place, stale: undefined }
  }
  const answer = hit.value
  if (!(yield* stillTrue(hit))) {
    end("outdated")
    return { kind: "miss", reason: outdated, place, stale: undefined }
  }
  const told = hitOf(question, answer, alias)
  const layer = hit.freshness === "fresh" ? told.source : "stale"
  const checks = yield* HitChecks
  const off = layer === "exact" ? undefined : checks.offReason(question, answer, layer)
  if (off !== undefined) {
    end("switched-off")
    return { kind: "miss", reason: off, place, stale: undefined }
  }
  if (hit.freshness !== "fresh") {
    end("stale")
    if (place === undefined || hit.ageMs >= renewableAges * hit.freshForMs) {
      return { kind: "miss", reason: "the answer is past its time", place, stale: answer }
    }
    const renewals = yield* Renewals
    const renewed = renewals.offer(question, place, answer) ? "is being renewed" : "is not renewed"
    const reason = `${told.reason}, past its time (${renewed})`
    return { kind: "hit", answer, ageMs: hit.ageMs, source: "stale", reason }
  }
  if (alias !== undefined) aliases.report(alias, "used")
  end(told.source)
  return { kind: "hit", answer, ageMs: hit.ageMs, ...told }
})

/** Its place is known without the cache: what all wait for in vain is still asked of the model once for all. */
export const recallTooLate = (question: Question, conversation: Conversation): Recalled => {
  const policy = cachePolicyOf(question, conversation)
  return {
    kind: "miss",
    reason: "the cache was too slow",
    place: policy.cacheable ? { key: cacheKeyOf(question), policy } : undefined,
    stale: undefined,
  }
}

/** Of what `recallNear` found, may it be served within this conversation too? */
export const mayServe = (question: Question, conversation: Conversation, { alias }: Hit): boolean =>
  conversation.turns.length === 0 ||
  (alias === undefined
    ? cachePolicyOf(question, conversation).cacheable
    : question.intent !== "recommend")

/**
 * A fresh hit that is in this process and known to be true, at once; `undefined`: `recall` has to look.
 * As asked by somebody who said nothing before; what it finds is not yet counted as served.
 */
export const makeRecallNear = Effect.gen(function* () {
  const aliases = yield* AliasBook
  const cache = yield* CachedAnswers
  const checks = yield* HitChecks
  const tagClock = yield* TagClock
  const clock = yield* Clock.Clock
  return (question: Question): Hit | undefined => {
    const alias = aliasOf(question, emptyConversation, aliases)
    if (alias === undefined && !cachePolicyOf(question).cacheable) return undefined
    const hit = cache.peek(alias?.place ?? cacheKeyOf(question))
    if (hit === undefined || hit.freshness !== "fresh") return undefined
    if (!surelyTrue(hit, tagClock, clock.currentTimeMillisUnsafe())) return undefined
    const told = hitOf(question, hit.value, alias)
    const { source } = told
    return source === "exact" || checks.offReason(question, hit.value, source) === undefined
      ? { kind: "hit", answer: hit.value, ageMs: hit.ageMs, ...told }
      : undefined
  }
})
