/**
 * The kinds of word: each with its meaning in one sentence, for people and for `pnpm grammar explain`. "The value" is
 * what stands behind "=". A kind is made by word lists, names and rewrite rules, or by the reading (`made-kinds.json`).
 *
 * `Kind` is the union of them, so that a condition on a kind that nothing makes does not compile. A list of kinds is
 * written as words of one text, `kindsIn("PRICE STOCK")`.
 */
import type {
  Name as NameOf,
  OwnKind,
  Reading as ReadingOf,
  Token as TokenOf,
} from "@manga-assist/language"
import madeKinds from "./made-kinds.json" with { type: "json" }
import kinds from "./kinds.json" with { type: "json" }

const meanings = { ...kinds, ...madeKinds }

type Explained = keyof typeof meanings

/** Number words stand only in what is not read yet. */
export type Kind = Explained | OwnKind

/** What each kind of word means, in one sentence. */
export const wordKinds: ReadonlyMap<string, string> = new Map(Object.entries(meanings))

const isKind = (word: string): word is Explained => wordKinds.has(word)

const all = [...wordKinds.keys()].filter(isKind)

type WordsOfLine<Line extends string, Found = never> = Line extends `${infer Word} ${infer Rest}`
  ? WordsOfLine<Rest, Found | Word>
  : Found | Line
type WordsOf<List extends string, Found = never> = List extends `${infer Line}\n${infer Rest}`
  ? WordsOf<Rest, Found | WordsOfLine<Line>>
  : Found | WordsOfLine<List>
/** Kinds that do not exist, and beginnings that no kind has. */
type NoKind<Word> = Word extends `${infer Beginning}*`
  ? [Extract<Explained, `${Beginning}${string}`>] extends [never]
    ? Word
    : never
  : Exclude<Word, Explained | "">

/**
 * The kinds of a list, with blanks between them; `SHIP*` is each that begins so. A list that names a kind that does not
 * exist is no argument.
 */
export const kindsIn = <const List extends string>(
  list: List &
    ([NoKind<WordsOf<List>>] extends [never]
      ? unknown
      : { readonly noKind: NoKind<WordsOf<List>> }),
): ReadonlyArray<Kind> =>
  list
    .split(/\s+/u)
    .flatMap((word) =>
      word.endsWith("*") ? all.filter((kind) => kind.startsWith(word.slice(0, -1))) : word,
    )
    .filter(isKind)

export type Token = TokenOf<Kind>
export type Name = NameOf<Kind>
export type Reading = ReadingOf<Kind>
