/**
 * Chooses the pairs that go to the judge: a customer's wording and a cached question near it. Left out are pairs that a
 * rule refuses or the judge rejected before. At most 2 for each wording and 60 for each pass.
 */
import { aliasPair, type Models, StoreNames } from "@manga-assist/assistant"
import type { BedrockEmbeddings, BedrockError } from "@manga-assist/connections"
import { Effect } from "effect"
import { type Candidate, pairOf } from "./JudgedRun.ts"
import { LearningRecord } from "./LearningRecord.ts"
import type { LearningTally } from "./LearningTally.ts"
import type { NearQuestions, Question } from "./NearQuestions.ts"

const mostForOneQuestion = 2
const mostInOnePass = 60
const mostSeen = 20_000

type Needs = BedrockEmbeddings | Models | LearningRecord

export const makeProposals = (near: NearQuestions) => {
  /** Pairs that were counted as proposed; a refusal by rules is not counted anew in each pass. */
  const seen = new Set<string>()

  const isNew = ({ locale, text }: Question, kept: string): boolean => {
    const name = JSON.stringify([locale, text, kept])
    if (seen.has(name)) return false
    seen.add(name)
    const [oldest] = seen
    if (seen.size > mostSeen && oldest !== undefined) seen.delete(oldest)
    return true
  }

  return Effect.fnUntraced(function* (
    missed: ReadonlyArray<Question>,
    tally: LearningTally,
  ): Effect.fn.Return<ReadonlyArray<Candidate>, BedrockError, Needs> {
    const { isRejected } = yield* LearningRecord
    const names = yield* StoreNames
    const candidates: Array<Candidate> = []
    for (const asked of missed) {
      const places = new Set<string>()
      for (const kept of yield* near.near(asked)) {
        if (places.size >= mostForOneQuestion || candidates.length >= mostInOnePass) break
        const counts = isNew(asked, kept)
        if (counts) tally.proposed += 1
        const pair = aliasPair(names, asked.text, kept, asked.locale)
        // Understanding a pair takes a millisecond or two: others of this process go in between.
        yield* Effect.yieldNow
        if ("refused" in pair) {
          if (counts) tally.reject(pair.refused)
          continue
        }
        const candidate = { ...pair, locale: asked.locale }
        // Two wordings of one kept question have one answer.
        if (places.has(pair.place) || (yield* isRejected(pairOf(candidate)))) continue
        places.add(pair.place)
        candidates.push(candidate)
      }
    }
    return candidates
  })
}
