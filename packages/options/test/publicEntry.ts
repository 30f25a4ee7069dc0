/** What is known of a public function: how it is called, and options that it takes. */
import type { Valid } from "./wrongOptions.ts"

export interface PublicFunction extends Valid {
  /** With options that are not typed: what they are is the test. */
  readonly call: (options: never) => unknown
  /** In front of the fields, where it has more than options. */
  readonly at?: string
  /** Not given when the valid ones are tried: somebody would be asked for it. */
  readonly untried?: ReadonlyArray<string>
  /** It says that it never throws. */
  readonly neverThrows?: true
}

/** One of each: an option that nobody tries is one that nobody checks. */
export type All<Options> = Readonly<Record<keyof NonNullable<Options>, unknown>>

export interface PublicEntry {
  readonly names: object
  readonly functions: Readonly<Record<string, PublicFunction>>
  readonly without: ReadonlyArray<string>
}
