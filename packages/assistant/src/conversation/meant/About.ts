/**
 * The type of what a follow-up question refers to (`About`: series, books, a person), with two pure helpers: `asThing`
 * makes a reference to a series as a whole from its id, and `listedSeries` returns the ids of the series that the
 * conversation showed or compared together last.
 */
import type { Thing } from "@manga-assist/store-grammar"
import type { Memory } from "../Memory.ts"

export interface About {
  readonly things: ReadonlyArray<Thing>
  /** Told instead of the things: a person whose works are asked for. */
  readonly person?: string
  /** Of the works of a person the one that is spoken of next. */
  readonly next?: string
  /** Only to be told about: what was asked chose it. */
  readonly isChosen?: boolean
  /** Another series of the story: where nothing is asked of it, it is told about. */
  readonly isRelated?: boolean
  /** By its place in the list that was shown. */
  readonly isPlaced?: boolean
  /** So many copies of one book. */
  readonly copies?: number
  /** All volumes of it. */
  readonly isWhole?: boolean
  /** All volumes in the edition that all were asked for in. */
  readonly isStillWhole?: boolean
  /** What comes behind them. */
  readonly isRest?: boolean
  /** What could not be met, in words. */
  readonly lacks?: string
}

export const asThing = (series: string): Thing => ({ series })

export const listedSeries = ({ listed }: Memory): ReadonlyArray<string> => [
  ...new Set(listed.map(({ series }) => series)),
]
