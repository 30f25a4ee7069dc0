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

const warmPasses = 2
const passes = 5
const percentile = 0.99

/** In microseconds. */
export interface ReadingTimes {
  readonly known: number
  readonly unknown: number
}

const highest = (times: ReadonlyArray<number>): number =>
  times.toSorted((a, b) => a - b)[Math.floor(percentile * times.length)] ?? Number.NaN

/** 99th percentiles over questions that have a form, and over those that have none. */
export const readingTimes = (
  { read }: StoreReader,
  titles: ReadonlyArray<Series>,
): ReadingTimes => {
  const texts = [
    ...labelled,
    ...titles.flatMap(({ english, japanese }) => [
      `How much is ${english} 3?`,
      `${japanese}の3巻はいくら？`,
    ]),
  ]
  const times = texts.map((): Array<number> => [])
  for (let pass = 0; pass < warmPasses + passes; pass += 1) {
    for (const [at, text] of texts.entries()) {
      const started = performance.now()
      read(text)
      if (pass >= warmPasses) times[at]?.push(1_000 * (performance.now() - started))
    }
  }
  const of = (isKnown: boolean) =>
    highest(
      texts.flatMap((text, at) =>
        read(text).reading.known === isKnown ? median(times[at] ?? []) : [],
      ),
    )
  return { known: of(true), unknown: of(false) }
}
