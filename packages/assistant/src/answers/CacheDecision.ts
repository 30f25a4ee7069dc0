/**
 * Decides whether the cached answer of one question would be served for another, by the functions a turn uses: cache
 * policy, cache key, language. Of two questions that the store's rules answer, each by itself, it tells whether they
 * are told the same first sentence.
 *
 * Pure. It assumes anonymous visitors without a conversation, and unchanged prices and stock.
 */
import { cachePolicyOf } from "./CachePolicy.ts"
import { cacheKeyOf } from "./ShareKey.ts"
import { textOf } from "../reading/CustomerWords.ts"
import { toldByRules } from "../products/StoreRules.ts"
import type { StoreReader } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import { meantBy, type WordingLookup } from "./StoreWordings.ts"

export interface CacheDecision {
  readonly hit: boolean
  /** The canonical form both have, or what keeps them apart. */
  readonly reason: string
}

const miss = (reason: string): CacheDecision => ({ hit: false, reason })

const formOf = ({ reading, words }: Question): string =>
  reading.known ? reading.form : `"${textOf(words)}" literally (${reading.reason})`

const nothingLearned: WordingLookup = { find: () => undefined }

/** `undefined`: the rules do not answer it. */
const firstSentence = (question: Question): string | undefined =>
  toldByRules(question.shop.rules, question)?.split(/(?<=[.。])/u, 1)[0]

/** `stored`: answered before. `asked`: arriving now. `wordings`: those that the running store would have learned. */
export const decideCache = (
  names: StoreReader,
  stored: string,
  asked: string,
  wordings: WordingLookup = nothingLearned,
): CacheDecision => {
  const before = meantBy(read(names, stored), wordings)
  const first = firstSentence(before)
  if (first !== undefined) {
    const hit = first === firstSentence(meantBy(read(names, asked), wordings))
    return hit ? { hit, reason: first } : miss("the asked question is told something else")
  }
  const kept = cachePolicyOf(before)
  if (!kept.cacheable) return miss(`the stored question is not kept: ${kept.reason}`)
  const now = meantBy(read(names, asked), wordings)
  const looked = cachePolicyOf(now)
  if (!looked.cacheable) return miss(`the asked question is not looked up: ${looked.reason}`)
  if (cacheKeyOf(before) === cacheKeyOf(now)) {
    return { hit: true, reason: now.reading.known ? now.reading.form : "the same words" }
  }
  if (before.reading.known && now.reading.known && before.reading.form === now.reading.form) {
    return miss(`kept in another language: ${before.locale}, asked in ${now.locale}`)
  }
  return miss(`different questions: ${formOf(before)} and ${formOf(now)}`)
}
