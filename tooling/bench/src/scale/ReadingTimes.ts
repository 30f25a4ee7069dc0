/**
 * Measures how long single questions take to read: of the labelled pairs, and about titles of a grown catalogue. A
 * question counts with the median of its readings, so that what disturbs one of them counts for nothing.
 */
import type { Series } from "@manga-assist/catalogue"
import type { StoreReader } from "@manga-assist/store-grammar"
import { labelledPairs } from "../caching/labelled/LabelledPairs.ts"
import { median } from "../measure/Statistics.ts"

const labelled = [
  ...new Set((await labelledPairs()).flatMap(({ asked, stored }) => [asked, stored])),
]

const passes = { warm: 2, timed: 5 }

const p99 = (times: ReadonlyArray<number>): number =>
  times.toSorted((a, b) => a - b)[Math.floor(0.99 * times.length)] ?? Number.NaN

/** Microseconds, 99th percentiles over questions that have a form (`known`), and over those that have none. */
export const readingTimes = ({ read }: StoreReader, titles: ReadonlyArray<Series>) => {
  const texts = [
    ...labelled,
    ...titles.flatMap(({ english, japanese }) => [
      `How much is ${english} 3?`,
      `${japanese}の3巻はいくら？`,
    ]),
  ]
  const times = texts.map((): Array<number> => [])
  for (let pass = 0; pass < passes.warm + passes.timed; pass += 1) {
    for (const [at, text] of texts.entries()) {
      const started = performance.now()
      read(text)
      if (pass >= passes.warm) times[at]?.push(1_000 * (performance.now() - started))
    }
  }
  const timed = texts.map((text, at) => ({ known: read(text).reading.known, of: times[at] ?? [] }))
  const of = (isKnown: boolean) =>
    p99(timed.flatMap(({ known, of }) => (known === isKnown ? median(of) : [])))
  return { known: of(true), unknown: of(false) }
}
