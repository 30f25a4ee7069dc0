/**
 * The cache look-up of a turn: finds a valid answer that was precomputed, given to the same words, or given to other
 * words with the same canonical form (the text that all wordings of a question share, if the grammar understands
 * them or they were learned, `StoreWordings.ts`), all three under the key of `ShareKey.ts`.
 *
 * Only cacheable questions are looked up. Every answer is revalidated before it is served (`RevalidateHit.ts`); a
 * stale one is served for a while and renewed in the background. A broken cache is a miss. A look-up that needs only
 * memory, as most hits do, runs synchronously without a fiber.
 */
import { Effect } from "effect"
import { TagVersions } from "@manga-assist/caching"
import type { Ledger } from "@manga-assist/latency-budget"
import { cachePolicyOf } from "./CachePolicy.ts"
import { type CachedAnswer, CachedAnswers } from "./CachedAnswer.ts"
import { cacheKeyOf, type ShareKey, normalizedWords } from "./ShareKey.ts"
import { type Conversation, emptyConversation } from "../conversation/Conversation.ts"
import { HitAudit } from "./audit/HitAudit.ts"
import { quotedForm, reasonsIn, unreadReason } from "./PlainReason.ts"
import type { Question } from "../reading/Question.ts"
import { Renewals } from "./Renewals.ts"
import { makeRevalidateHit } from "./RevalidateHit.ts"
import { asAsked } from "./StoreWordings.ts"

export type LookUpResult =
  | {
      readonly kind: "hit"
      readonly answer: CachedAnswer
      readonly ageMs: number
      readonly source: "precomputed" | "exact" | "canonical" | "alias" | "stale"
      /** Why that source, for the customer's `turn-end`. */
      readonly reason: string
    }
  | {
      readonly kind: "miss"
      readonly reason: string
      /** Where the answer may be kept, when it may be. */
      readonly shareKey: ShareKey | undefined
      /** Held once and is past its time: better than nothing while no model answers. */
      readonly stale: CachedAnswer | undefined
    }

export type Hit = Extract<LookUpResult, { kind: "hit" }>

/**
 * Past its time an answer is served for as long again as it was fresh, while it is renewed; older than that
 * only while no model answers.
 */
const renewableAges = 2

const hitOf = (question: Question, { origin, words }: CachedAnswer) => {
  const say = reasonsIn(question.locale)
  if (question.learned !== undefined) {
    return { source: "alias", reason: say.approved(question.learned.sentence) } as const
  }
  const sameWords = words === normalizedWords(question)
  const source = origin === "precomputed" ? origin : sameWords ? "exact" : "canonical"
  const reason = quotedForm(question, sameWords ? say.same : say.sameInOtherWords)
  return { source, reason } as const
}

/** A miss names the question that nobody asked before, or the word that kept it without a form. */
const missReason = (question: Question): string => {
  const say = reasonsIn(question.locale)
  return question.reading.known
    ? quotedForm(question, say.notAnswered)
    : say.notInTheseWords(unreadReason(question))
}

type Missed = Extract<LookUpResult, { kind: "miss" }>

const miss = (reason: string, shareKey?: ShareKey, stale?: CachedAnswer): Missed => ({
  kind: "miss",
  reason,
  shareKey,
  stale,
})

type Entry = NonNullable<ReturnType<CachedAnswers["Service"]["findInMemory"]>>

/** What is in this process and known to be true; nothing was done with it yet. */
export interface InMemory {
  readonly key: string
  readonly entry: Entry
  readonly end: (outcome: string) => void
}

export type Looked = LookUpResult | Effect.Effect<LookUpResult>

const effectOf = (looked: Looked): Effect.Effect<LookUpResult> =>
  Effect.isEffect(looked) ? looked : Effect.succeed(looked)

export const makeLookUp = Effect.gen(function* () {
  const cache = yield* CachedAnswers
  const checks = yield* HitAudit
  const renewals = yield* Renewals
  const isStillValid = yield* makeRevalidateHit
  const { trouble } = yield* TagVersions

  const soughtFor = (question: Question, conversation: Conversation): ShareKey | Missed => {
    const policy = cachePolicyOf(question, conversation)
    return policy.cacheable ? { key: cacheKeyOf(question), policy } : miss(policy.reason)
  }

  /** Over at once where nothing outside of this process has to be asked: else an Effect that asks. */
  const look = (
    question: Question,
    conversation: Conversation,
    ledger: Ledger,
    inMemory?: InMemory,
  ): Looked => {
    const shareKey = soughtFor(question, conversation)
    if ("kind" in shareKey) return shareKey
    const { key } = shareKey
    const say = reasonsIn(question.locale)
    const end = inMemory?.end ?? ledger.begin("recall")
    const missed = (outcome: string, reason: string, stale?: CachedAnswer) => {
      end(outcome)
      return miss(reason, shareKey, stale)
    }
    const serve = ({ ageMs, freshForMs, freshness, value: answer }: Entry): LookUpResult => {
      const told = hitOf(question, answer)
      const layer = freshness === "fresh" ? told.source : "stale"
      const off =
        layer === "exact"
          ? undefined
          : checks.offReason(asAsked(question), answer, question.learned?.wording)
      if (off !== undefined) return missed("switched-off", off)
      if (layer !== "stale") {
        end(layer)
        return { kind: "hit", answer, ageMs, ...told }
      }
      if (ageMs >= renewableAges * freshForMs) {
        return missed(layer, say.expired, answer)
      }
      end(layer)
      const isRenewed = renewals.offer(question, shareKey, answer)
      const reason = `${told.reason}${say.pastItsTime(isRenewed)}`
      return { kind: "hit", answer, ageMs, source: layer, reason }
    }
    const check = (entry: Entry): Looked => {
      const judged = (holds: boolean) => (holds ? serve(entry) : missed("outdated", say.outdated))
      const holds = isStillValid(entry)
      return Effect.isEffect(holds) ? Effect.map(holds, judged) : judged(holds)
    }
    const held = inMemory?.key === key ? inMemory.entry : cache.findInMemory(key)
    if (held !== undefined) return check(held)
    return Effect.flatMap(cache.find(key), (found) => {
      if (found === "invalidated") return effectOf(missed(found, say.outdated))
      if (found !== undefined) return effectOf(check(found))
      if (trouble() === undefined) return effectOf(missed("miss", missReason(question)))
      ledger.degrade("recall-failed")
      return effectOf(missed("unreadable", say.unreadable))
    })
  }

  return {
    look,
    ask: (question: Question, conversation: Conversation, ledger: Ledger) =>
      Effect.suspend(() => effectOf(look(question, conversation, ledger))),
    /** For `look`, as asked by somebody who said nothing before; `undefined`: somebody has to be asked. */
    inMemory: (question: Question, ledger: Ledger): InMemory | undefined => {
      const sought = soughtFor(question, emptyConversation)
      if ("kind" in sought) return undefined
      const { key } = sought
      const end = ledger.begin("recall")
      const entry = cache.findInMemory(key)
      return entry !== undefined && isStillValid(entry) === true ? { key, entry, end } : undefined
    },
  }
})

/** Its place is known without the cache: what all wait for in vain is still asked of the model once for all. */
export const lookUpTooLate = (question: Question, conversation: Conversation): LookUpResult => {
  const policy = cachePolicyOf(question, conversation)
  const shareKey = policy.cacheable ? { key: cacheKeyOf(question), policy } : undefined
  return miss(reasonsIn(question.locale).tooSlow, shareKey)
}
