/**
 * Child process of `SlowestText.ts`: parses texts, measures its own processor time for them, and searches for the
 * slowest.
 */
import { answerCalls } from "../process/AnswerCalls.ts"
import { read } from "../caching/labelled/AssistantSource.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { type Found, type Language, longestText, slowestText, textOf } from "./TextSearch.ts"

let kept: unknown

/** Milliseconds of processor time; the least of some, as what others do to the machine only adds to it. */
const time = (text: string, tries: number): number => {
  let least = Number.POSITIVE_INFINITY
  for (let each = 0; each < tries; each++) {
    const before = process.cpuUsage()
    kept = read(text)
    const { system, user } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

const tries = 20

const calls = {
  search: ({
    language,
    milliseconds,
    seed,
  }: {
    readonly language: Language
    readonly milliseconds: number
    readonly seed: number
  }): Found => {
    const end = performance.now() + milliseconds
    const isOver = () => performance.now() >= end
    return slowestText({ language, random: seededRandom(seed), time, isOver })
  },
  /** A text of the longest length, and what it costs beside one of half of it. */
  judge: ({ recipe }: Found) => {
    const text = textOf(recipe, longestText)
    const milliseconds = time(text, tries)
    return {
      text,
      milliseconds,
      ratio: milliseconds / time(textOf(recipe, longestText / 2), tries),
    }
  },
  /** Keeps the compiler from leaving out what nobody reads. */
  last: () => typeof kept,
}

export type SlowestTextCalls = typeof calls

answerCalls(calls)
