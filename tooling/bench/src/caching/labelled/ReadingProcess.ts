/** Child process that parses questions of the demo shop: what each is read as, how long that takes, and what is slowest. */
import { seededRandom } from "../../measure/Statistics.ts"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { costOf } from "../../process/OwnProcess.ts"
import { read } from "./AssistantSource.ts"
import { type Found, type Language, longestText, slowestText, textOf } from "./TextSearch.ts"

/** Milliseconds of processor time; the least of some, as what others do to the machine only adds to it. */
const leastTime = (text: string, tries: number): number =>
  Math.min(...Array.from({ length: tries }, () => costOf(1, () => read(text)) / 1_000))

const percentile = (values: Float64Array, share: number): number =>
  values.toSorted()[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN

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
  /**
   * The 99th percentile in microseconds over the texts, each by the median of its calls. Every text comes once in each
   * pass, so that no call follows another of the same text.
   */
  time: ({ passes, texts }: Timed): number => {
    const times = new Float64Array(passes * texts.length)
    for (let pass = 0; pass < passes; pass += 1) {
      for (const [at, text] of texts.entries()) {
        const started = performance.now()
        read(text)
        times[at * passes + pass] = 1_000 * (performance.now() - started)
      }
    }
    const medians = Float64Array.from(texts, (_, at) =>
      percentile(times.subarray(at * passes, (at + 1) * passes), 0.5),
    )
    return percentile(medians, 0.99)
  },
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
