/**
 * Child process of `Canonical.ts`: parses texts and times each call. Every text comes once in each pass, so that no
 * call follows another of the same text.
 */
import { answerCalls } from "../../process/AnswerCalls.ts"
import { read } from "./AssistantSource.ts"

/** In microseconds: over the texts, each by the median of its calls. */
interface CallTimes {
  readonly p99: number
}

interface TimeOptions {
  readonly texts: ReadonlyArray<string>
  readonly passes: number
}

let kept: unknown

const percentile = (values: Float64Array, share: number): number =>
  values.toSorted()[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN

/** Every text once in each pass, so that no call follows another of the same text. */
const time = ({ passes, texts }: TimeOptions): CallTimes => {
  const times = new Float64Array(passes * texts.length)
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, text] of texts.entries()) {
      const started = performance.now()
      kept = read(text)
      times[at * passes + pass] = 1_000 * (performance.now() - started)
    }
  }
  const medians = Float64Array.from(texts, (_, at) =>
    percentile(times.subarray(at * passes, (at + 1) * passes), 0.5),
  )
  return { p99: percentile(medians, 0.99) }
}

const calls = {
  time,
  /** What each text is read as, by which the texts are grouped. */
  read: (texts: ReadonlyArray<string>) =>
    texts.map((text) => {
      const { locale, reading } = read(text)
      return { locale, known: reading.known }
    }),
  /** Keeps the compiler from leaving out what nobody reads. */
  last: () => typeof kept,
}

export type CanonicalCalls = typeof calls

answerCalls(calls)
