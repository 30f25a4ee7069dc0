/** Child process that parses questions of the demo shop: what each is read as, how long that takes, and what is slowest. */
import { seededRandom } from "../../measure/Statistics.ts"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { costOf } from "../../process/OwnProcess.ts"
import { read } from "./AssistantSource.ts"
import { readingP99 } from "./ReadingTimes.ts"
import { type Found, type Language, longestText, slowestText, textOf } from "./TextSearch.ts"

/** Milliseconds of processor time; the least of some, as what others do to the machine only adds to it. */
const leastTime = (text: string, tries: number): number =>
  Math.min(...Array.from({ length: tries }, () => costOf(1, () => read(text)) / 1_000))

interface Timed {
  readonly texts: ReadonlyArray<string>
  readonly passes: number
}

interface Searched {
  readonly language: Language
  readonly milliseconds: number
  readonly seed: number
}

const tries = 20

const calls = {
  /** What each text is read as, by which the texts are grouped. */
  read: (texts: ReadonlyArray<string>) =>
    texts.map((text) => {
      const { locale, reading } = read(text)
      return { locale, known: reading.known }
    }),
  time: ({ passes, texts }: Timed): number => readingP99({ read }, texts, passes),
  search: ({ language, milliseconds, seed }: Searched): Found => {
    const end = performance.now() + milliseconds
    const isOver = () => performance.now() >= end
    return slowestText({ language, random: seededRandom(seed), time: leastTime, isOver })
  },
  /** A text of the longest length, and what it costs beside one of half of it. */
  judge: ({ recipe }: Found) => {
    const text = textOf(recipe, longestText)
    const milliseconds = leastTime(text, tries)
    const ratio = milliseconds / leastTime(textOf(recipe, longestText / 2), tries)
    return { text, milliseconds, ratio }
  },
}

export type ReadingCalls = typeof calls

answerCalls(calls)
