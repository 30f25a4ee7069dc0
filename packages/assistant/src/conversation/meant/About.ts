/** What a follow-up question refers to: series, books, people. Pure data. */
import type { Thing } from "@manga-assist/store-grammar"
import type { Memory } from "../Memory.ts"

export interface About {
  readonly things: ReadonlyArray<Thing>
  /** Told instead of the things: a person whose works are asked for. */
  readonly person?: string
  /** Only to be told about: what was asked chose it. */
  readonly isChosen?: boolean
  /** By its place in the list that was shown. */
  readonly isPlaced?: boolean
  /** What could not be met, in words. */
  readonly lacks?: string
}

export const asThing = (series: string): Thing => ({ series })

export const listedSeries = ({ listed }: Memory): ReadonlyArray<string> => [
  ...new Set(listed.map(({ series }) => series)),
]
