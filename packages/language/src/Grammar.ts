/**
 * The type of a grammar, the data by which the question reader understands a language: word lists, names, rewrite
 * rules, and shapes of questions. Each word and name has a kind, by which rules and shapes refer to it.
 */

export interface Name {
  readonly kind: string
  readonly value: string
  readonly spelling: string
  /** Also an ordinary word: not meant after a word of a `beforeCommon` kind, never guessed. */
  readonly common?: boolean
  /** Only meant as it is spelt: no misspelt word is taken for it. */
  readonly exact?: boolean
}

export interface Grammar {
  /** `KIND: spelling; spelling` or `KIND=value: …`, one a line; `(a|b|)` is one of these or nothing. */
  readonly words: string
  readonly names: Iterable<Name>
  /** See `Rewrite.ts`. */
  readonly rewrites: string
  /** See `QuestionShape.ts`. */
  readonly shapes: string
  /** Kinds whose values are part of the form: in the order of the question, or as a set. */
  readonly slots: Readonly<Record<string, "list" | "set">>
  /** Kinds that mean nothing. */
  readonly silent: ReadonlyArray<string>
  /** Kinds that put a question outside wherever they are left over, with the reason. */
  readonly refused: Readonly<Record<string, string>>
  /** Kinds that lean on something said before when they open a question; none when left out. */
  readonly leaning?: ReadonlyArray<string>
  /** Kinds after which a common name is an ordinary word; none when left out. */
  readonly beforeCommon?: ReadonlyArray<string>
  /** Kinds before which a common name is an ordinary word; none when left out. */
  readonly afterCommon?: ReadonlyArray<string>
  /** Kinds before which a common name with a capital is the name even after a word of `beforeCommon`. */
  readonly titledBefore?: ReadonlyArray<string>
  /** Kinds of `beforeCommon` after which a common name with a capital is the name, whatever follows. */
  readonly titledAfter?: ReadonlyArray<string>
  /** Names of shapes in which a common name in Latin letters must have a capital; none when left out. */
  readonly capitalised?: ReadonlyArray<string>
  /** Kinds that mean nothing before all that is told, and are not understood elsewhere: "well, …". */
  readonly opening?: ReadonlyArray<string>
  /** Kinds that mean nothing before or after all that is told, and are not understood within: "…, mate". */
  readonly aside?: ReadonlyArray<string>
  /** Kinds that tell something within a conversation alone: elsewhere nothing explains them. `Reading.cut` has them. */
  readonly within?: ReadonlyArray<string>
  /** Words that are no misspelling of a name; none when left out. */
  readonly ordinary?: ReadonlySet<string>
  /** Words in Latin letters, separated by spaces, in which slips of the finger are forgiven; see `Slips.ts`. */
  readonly slips?: string
  /** Rewrite rules for texts without a form alone, before and after the others; `~` is the sign of a range. */
  readonly open?: {
    readonly before: string
    readonly after: string
    /** Kinds beside which a common name in Latin letters is the name without a capital too, in such a text. */
    readonly titledBeside: ReadonlyArray<string>
  }
  /** Kinds that only say that neighbours are no known question; `Reading.tokens` has the neighbours instead. */
  readonly opaque?: ReadonlyArray<string>
  /** Longer questions have no form; letters, 300 when left out. */
  readonly longest?: number
}
