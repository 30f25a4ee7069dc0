/**
 * Chooses the pairs that go to the judge: a customer's wording and a cached question near it. Left out are pairs that a
 * rule refuses or the judge rejected before. At most 2 for each wording and 60 for each pass.
 */
import { aliasPair, type Models } from "@manga-assist/assistant"
import type { BedrockEmbeddings, BedrockError } from "@manga-assist/connections"
import { Effect } from "effect"
import type { Candidate } from "./JudgedRun.ts"
import type { LearningTally } from "./LearningTally.ts"
import type { MissedQuestion } from "./MissedQuestions.ts"
import type { NearQuestions } from "./NearQuestions.ts"
import { RejectedPairs } from "./RejectedPairs.ts"

const mostForOneQuestion = 2
const mostInOnePass = 60
const mostSeen = 20_000

export class Proposals {
  readonly #near: NearQuestions
  /** Pairs that were counted as proposed; a refusal by rules is not counted anew in each pass. */
  readonly #seen = new Set<string>()

  constructor(near: NearQuestions) {
    this.#near = near
  }

  #isNew(asked: MissedQuestion, kept: string): boolean {
    const name = JSON.stringify([asked.locale, asked.text, kept])
    if (this.#seen.has(name)) return false
    this.#seen.add(name)
    const [oldest] = this.#seen
    if (this.#seen.size > mostSeen && oldest !== undefined) this.#seen.delete(oldest)
    return true
  }

  readonly of = Effect.fnUntraced(function* (
    this: Proposals,
    missed: ReadonlyArray<MissedQuestion>,
    tally: LearningTally,
  ): Effect.fn.Return<
    ReadonlyArray<Candidate>,
    BedrockError,
    BedrockEmbeddings | Models | RejectedPairs
  > {
    const rejected = yield* RejectedPairs
    const candidates: Array<Candidate> = []
    for (const asked of missed) {
      const places = new Set<string>()
      for (const kept of yield* this.#near.near(asked)) {
        if (places.size >= mostForOneQuestion || candidates.length >= mostInOnePass) break
        const isNew = this.#isNew(asked, kept)
        if (isNew) tally.proposed += 1
        const pair = aliasPair(asked.text, kept, asked.locale)
        // Understanding a pair takes a millisecond or two: others of this process go in between.
        yield* Effect.yieldNow
        if ("refused" in pair) {
          if (isNew) tally.reject(pair.refused)
          continue
        }
        // Two wordings of one kept question have one answer.
        if (places.has(pair.place)) continue
        const { locale } = asked
        if (yield* rejected.has({ locale, first: pair.words, second: pair.kept })) continue
        places.add(pair.place)
        candidates.push({ ...pair, locale })
      }
    }
    return candidates
  })
}
