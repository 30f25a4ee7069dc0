/**
 * Types of the schedule's rules: which questions to answer ahead (those of a pattern, that is of a set of templates
 * filled with genres or titles, or the most asked ones), and when their answers are renewed.
 */
import type { Cron } from "./Cron.ts"
import type { EachKind } from "./Subjects.ts"

/** When answers are renewed. */
export interface Timing {
  /** Milliseconds for which an answer is fresh. */
  readonly holdsMs: number
  /** Milliseconds before its end when it is renewed, shortened by jitter; less than `holdsMs`. */
  readonly leadMs: number
  /** Renewed at each of its fires as well. */
  readonly cron?: Cron
}

export interface PatternRule extends Timing {
  readonly name: string
  readonly each: EachKind
  /** Titles, most popular first; only for `each: "title"`. */
  readonly top: number
  /** Of all questions, 0 to 1, as the source document has it or as measured. */
  readonly trafficShare: number
  /** What a hit saves, milliseconds. */
  readonly savesMs: number
  readonly wordings: { readonly en: ReadonlyArray<string>; readonly ja: ReadonlyArray<string> }
}

export interface DemandRule extends Timing {
  /** So many of the most asked questions join the list; 0: none. */
  readonly top: number
  readonly savesMs: number
}
