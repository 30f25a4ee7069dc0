/**
 * The type of a grammar, the data by which the question reader understands a language: word lists, names, rewrite
 * rules, and shapes of questions. Each word and name has a kind, by which rules and shapes refer to it.
 *
 * `Kind` is the union of the grammar's kinds, where its author keeps one: a kind that is none of them then does not
 * compile, neither here nor where the tokens of a reading are asked for theirs.
 */
import {
  anyText,
  checksOf,
  flag,
  func,
  is,
  listOf,
  mapOf,
  methods,
  needed,
  number,
  object,
  oneOf,
  text,
} from "@manga-assist/options"
import type { OwnKind } from "./patterns/Reading.ts"

/** Any kind may be left out. */
type ByKind<Kind extends string, A> = Readonly<
  string extends Kind ? Record<string, A> : Partial<Record<Kind, A>>
>

export interface Name<Kind extends string = string> {
  readonly kind: Kind
  readonly value: string
  readonly spelling: string
  /** Also an ordinary word: not meant after a word of a `beforeCommon` kind, never guessed. */
  readonly common?: boolean
  /** Only meant as it is spelt: no misspelt word is taken for it. */
  readonly exact?: boolean
  /** Only while no other value has such a name of this spelling, and no name that is not `sole` has it. */
  readonly sole?: boolean
  /** Not where it is a word of some list, or an ordinary one, too; see `QuestionReader.collisions`. */
  readonly unlessWord?: boolean
}

export interface Grammar<Kind extends string = string> {
  /** `KIND: spelling; spelling` or `KIND=value: …`, one a line; `(a|b|)` is one of these or nothing. */
  readonly words: string
  readonly names: Iterable<Name<Kind>>
  /** Names that begin with this one, asked for once a text has it: too many to make all of them ahead. */
  readonly namesBehind?: (name: Pick<Name, "kind" | "value">) => Iterable<Name<Kind>>
  /** See `Rewrite.ts`. */
  readonly rewrites: string
  /** See `QuestionShape.ts`. */
  readonly shapes: string
  /** Kinds whose values are part of the form: in the order of the question, or as a set. */
  readonly slots: ByKind<Kind, "list" | "set">
  /** Kinds that mean nothing. */
  readonly silent: ReadonlyArray<Kind>
  /** Kinds that put a question outside wherever they are left over, with the reason. */
  readonly refused: ByKind<Kind, string>
  /** Kinds that lean on something said before when they open a question; none when left out. */
  readonly leaning?: ReadonlyArray<Kind>
  /** Kinds after which a common name is an ordinary word; none when left out. */
  readonly beforeCommon?: ReadonlyArray<Kind>
  /** Kinds before which a common name is an ordinary word; none when left out. */
  readonly afterCommon?: ReadonlyArray<Kind>
  /** Kinds before which a common name with a capital is the name even after a word of `beforeCommon`. */
  readonly titledBefore?: ReadonlyArray<Kind>
  /** Kinds of `beforeCommon` after which a common name with a capital is the name, whatever follows. */
  readonly titledAfter?: ReadonlyArray<Kind>
  /** Names of shapes in which a common name in Latin letters must have a capital; none when left out. */
  readonly capitalised?: ReadonlyArray<string>
  /** Kinds that mean nothing before all that is told, and are not understood elsewhere: "well, …". */
  readonly opening?: ReadonlyArray<Kind>
  /** Kinds that mean nothing before or after all that is told, and are not understood within: "…, mate". */
  readonly aside?: ReadonlyArray<Kind>
  /** Kinds of words that are right as they are written and that nothing explains. `Reading.cut` has them. */
  readonly unexplained?: ReadonlyArray<Kind>
  /** Words that are no misspelling of a name; none when left out. */
  readonly ordinary?: ReadonlySet<string>
  /** Words in Latin letters, separated by spaces, in which slips of the finger are forgiven; see `Slips.ts`. */
  readonly slips?: string
  /** Rewrite rules for texts without a form alone, before and after the others; `~` is the sign of a range. */
  readonly open?: {
    readonly before: string
    readonly after: string
    /** Kinds beside which a common name in Latin letters is the name without a capital too, in such a text. */
    readonly titledBeside: ReadonlyArray<Kind | OwnKind>
  }
  /** Kinds that only say that neighbours are no known question; `Reading.tokens` has the neighbours instead. */
  readonly opaque?: ReadonlyArray<Kind>
  /** Longer questions have no form; letters, 300 when left out. */
  readonly longest?: number
}

const kinds = listOf(text)
const iterable = is(
  "a list, or something else to iterate over",
  (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
)

export const grammarRule = object<Grammar>({
  words: needed(anyText),
  names: needed(iterable),
  namesBehind: func,
  rewrites: needed(anyText),
  shapes: needed(anyText),
  slots: needed(mapOf(oneOf("list", "set"))),
  silent: needed(kinds),
  refused: needed(mapOf(anyText)),
  leaning: kinds,
  beforeCommon: kinds,
  afterCommon: kinds,
  titledBefore: kinds,
  titledAfter: kinds,
  capitalised: kinds,
  opening: kinds,
  aside: kinds,
  unexplained: kinds,
  ordinary: methods("has"),
  slips: anyText,
  open: object<NonNullable<Grammar["open"]>>({
    before: needed(anyText),
    after: needed(anyText),
    titledBeside: needed(kinds),
  }),
  opaque: kinds,
  longest: number({ least: 1, most: Number.POSITIVE_INFINITY }),
})

/** @throws OptionError */
export const check = checksOf("@manga-assist/language")

const nameRule = object<Name>({
  kind: needed(text),
  value: needed(anyText),
  spelling: needed(anyText),
  common: flag,
  exact: flag,
  sole: flag,
  unlessWord: flag,
})

const isName = (name: unknown): boolean =>
  typeof name === "object" &&
  name !== null &&
  "kind" in name &&
  "value" in name &&
  "spelling" in name &&
  typeof name.kind === "string" &&
  typeof name.value === "string" &&
  typeof name.spelling === "string"

/** There are many names: the rule is asked only for one that cannot be used. @throws OptionError */
export const checkName = (name: Name, at: number): void => {
  if (!isName(name)) check("makeQuestionReader", nameRule, name, `names[${at}]`)
}
