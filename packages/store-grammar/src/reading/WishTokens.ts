/**
 * Recognises by neighbouring tokens what a text wishes for, where it matches no pattern of a known question: "under 10
 * volumes" becomes a bound on the length, "after 2010" one on the first year, an everyday word a genre or a mood. A title that
 * is only compared with becomes a likeness ("my son loved Dr. Stone") or a bound by its own length ("shorter than
 * Naruto"), so that it is not taken for the title that is asked for. Pure.
 *
 * `withWishes` does this; `Polarity.ts` calls it before it looks for refusals, and `WishMeasures.ts` reads phrases of
 * several words later. One of `wishKinds` shows that the text wishes for books.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import { latin, type Letters } from "@manga-assist/language"
import { type Kind, kindsIn, type Token } from "../kinds/Kind.ts"
import * as kinds from "./Kinds.ts"
import { asKind } from "./MadeTokens.ts"
import { wishKinds, withHints } from "./wishes/Hints.ts"
import { wishesInJapanese, withoutIndifferent } from "./wishes/JapaneseWishing.ts"
import { withRefusedBounds } from "./wishes/RefusedBounds.ts"
import { withYears } from "./wishes/WishYears.ts"

const lengthsBy: ReadonlyMap<string, Kind> = new Map([
  ["longer", "VOLSABOVE"],
  ["shorter", "VOLSBELOW"],
])

/** "Shorter than ten volumes". */
const lengthOf = (tokens: ReadonlyArray<Token>, at: number): Kind | undefined => {
  const measure = tokens[at - 2]
  if (tokens[at - 1]?.kind !== "THAN" || measure?.kind !== "MEASURE") return undefined
  if (tokens[at + 1]?.kind.startsWith("VOL") !== true) return undefined
  return lengthsBy.get(measure.value)
}

/** 15巻より短いの */
const withJapaneseLengths = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  tokens.map((token, at) => {
    const [than, measure] = [tokens[at + 1], tokens[at + 2]]
    if (token.kind !== "VOLUME" || than?.kind !== "THAN") return token
    const value = measure?.value ?? ""
    const kind = lengthsBy.get(measure?.kind === "MEASURE" ? value : (comparing[value] ?? ""))
    return kind === undefined ? token : { ...token, kind }
  })

/** Of English ones that are `besideFigures`. */
const firstYear = 1900
const lastYear = 2099
const isYear = (number: number): boolean => number >= firstYear && number <= lastYear

const yearsBy: ReadonlyMap<string, readonly [kind: Kind, step: number]> = new Map<
  string,
  readonly [Kind, number]
>([
  ["older", ["YEARMAX", -1]],
  ["newer", ["YEARMIN", 1]],
])

/** "Older than 2000" */
const yearOf = (tokens: ReadonlyArray<Token>, at: number): Token | undefined => {
  const [measure, than, token] = tokens.slice(Math.max(0, at - 2), at + 1)
  const [kind, step = 0] = yearsBy.get(measure?.kind === "MEASURE" ? measure.value : "") ?? []
  const year = Number(token?.value)
  return token === undefined || kind === undefined || than?.kind !== "THAN" || !isYear(year)
    ? undefined
    : asKind(token, kind, String(year + step))
}

/** The tokens of what is bounded by the numbers and eras in them, and by no words of its own. */
const bounded = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> =>
  withYears(
    tokens.map((token, at) => {
      if (token.kind !== "NUM") return token
      const kind = lengthOf(tokens, at)
      return kind === undefined ? (yearOf(tokens, at) ?? token) : { ...token, kind }
    }),
    letters,
  )

/** Said of no titles that are compared: 「短いの」, 「怖いの」. */
const measuresAlone: Readonly<Record<string, readonly [kind: Kind, value: string] | undefined>> = {
  shorter: ["LENGTH", "short"],
  longer: ["LENGTH", "long"],
  scarier: ["GENRE", "horror"],
  darker: ["MOOD", "dark"],
}
const compares = new Set([...kindsIn("WHICH COMPARE THAN OR CMP NOHOU"), ...kinds.names])

const withMeasuresAlone = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> =>
  tokens.some(({ kind }) => kind === "MEASURE") && !tokens.some(({ kind }) => compares.has(kind))
    ? tokens.map((token) => {
        const isJapanese = letters.scripts[token.start] !== latin
        const meant =
          token.kind === "MEASURE" && isJapanese ? measuresAlone[token.value] : undefined
        return meant === undefined ? token : { ...token, kind: meant[0], value: meant[1] }
      })
    : tokens

/** What is asked for beside a title that somebody liked: more like it. */
const more = new Set(
  kindsIn(
    `RECOMMEND RECOMMENDED SEEK WANTMORE WHATNOW NEXT ELSE LOOKFOR LOOKFORJA SEEKJA READ YOMERU MANGA GOODONE SUITABLE THEY`,
  ),
)
const likings = new Set(kindsIn("ENJOYED LIKED LIKEDJA"))
const facts: ReadonlySet<string> = new Set([
  ...kinds.priceOrStock,
  ...kinds.release,
  ...kinds.author,
  ...kinds.shop,
  ...kindsIn("TAKETIME DEADLINE HOWLONG"),
])

/** "I've finished Haikyu, what next?" */
const hasRead = (tokens: ReadonlyArray<Token>): boolean =>
  tokens.some(
    ({ kind }, at) => kind === "I" && ["FINISHED", "READ"].includes(tokens[at + 1]?.kind ?? ""),
  )

/** "My daughter likes Pokémon. Is there a manga?" asks for that one. */
const asksIfThereIs = (tokens: ReadonlyArray<Token>): boolean => {
  const [before, last] = tokens.slice(-2)
  return (
    last?.kind === "MANGA" &&
    (before?.kind === "EXIST" || before?.kind === "HAVEANY") &&
    tokens.filter(({ kind }) => more.has(kind)).length === 1
  )
}

/** "My son loved Dr. Stone, what should he read next?": the title is the measure. */
const withLikings = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  (tokens.some(({ kind }) => likings.has(kind)) || hasRead(tokens)) &&
  tokens.some(({ kind }) => more.has(kind)) &&
  !asksIfThereIs(tokens) &&
  !tokens.some(({ kind }) => facts.has(kind))
    ? tokens.map((token) => (token.kind === "SERIES" ? { ...token, kind: "LIKEOF" } : token))
    : tokens

const measuring = new Set([...lengthsBy.keys(), ...yearsBy.keys()])

/** The bound that "shorter", "older" and the like set beside a title. */
const boundBy = (
  measure: string,
  { firstYear: began, volumes }: Pick<Series, "firstYear" | "volumes">,
): readonly [kind: Kind, value: number] | undefined => {
  const length = lengthsBy.get(measure)
  if (length !== undefined) return [length, volumes]
  const [kind, step] = yearsBy.get(measure) ?? []
  return kind === undefined ? undefined : [kind, began + (step ?? 0)]
}

/** 「カイジより短い頭脳戦もの」 */
const lengthBehindThan = (tokens: ReadonlyArray<Token>): Token | undefined =>
  tokens.find(
    ({ kind, value }, at) =>
      kind === "LENGTH" && comparing[value] !== undefined && tokens[at - 1]?.kind === "THAN",
  )
const comparing: Readonly<Record<string, string | undefined>> = { short: "shorter", long: "longer" }

/** "Something shorter than Naruto", "like Naruto but older": the title is no answer, it sets the bound. */
const withLengths = (tokens: ReadonlyArray<Token>, catalogue: Catalogue): ReadonlyArray<Token> => {
  const named = tokens.filter(({ kind }) => kind === "SERIES" || kind === "LIKEOF")
  const [name] = named
  const measure =
    tokens.find(({ kind, value }) => kind === "MEASURE" && measuring.has(value)) ??
    lengthBehindThan(tokens)
  if (name === undefined || named.length > 1 || measure === undefined) return tokens
  const isLike = name.kind === "LIKEOF"
  const isMeasure =
    tokens.some(({ kind }) => kind === "THAN") && tokens.some(({ kind }) => wishKinds.has(kind))
  if (!isLike && !isMeasure) return tokens
  return tokens.flatMap((token): ReadonlyArray<Token> => {
    if (token === measure) {
      const series = catalogue.of(name.value)
      const bound = series && boundBy(comparing[measure.value] ?? measure.value, series)
      return bound === undefined ? [token] : [token, asKind(token, bound[0], String(bound[1]))]
    }
    return [token === name && !isLike ? { ...token, kind: "NOTSERIES" } : token]
  })
}

const asksInstead: ReadonlySet<Kind | undefined> = new Set(
  kindsIn("MANGA RECOMMEND LOOKFOR SEEK HAVEANY INDEF WHAT WHICH WANTMORE SHOW LIKE ELSE DOYOU"),
)
const ofMatter: ReadonlySet<Kind | undefined> = new Set(kindsIn("ABOUT WITH THEME GENRE"))

/** Beside a figure: "post-2010" sends nothing, "manga from the 70s" are nobody's. */
const besideFigures = (tokens: ReadonlyArray<Token>, { text }: Letters): ReadonlyArray<Token> =>
  tokens.flatMap((token, at): ReadonlyArray<Token> => {
    const [before, behind] = [tokens[at - 1], tokens[at + 1]]
    // "Busy for 3 hours" asks for no opening hours.
    if (token.kind === "HOURS" && before?.kind === "NUM") return []
    // "If not, something with vampires": nothing is refused.
    if (token.kind === "NOT" && text.endsWith("if", token.start) && asksInstead.has(behind?.kind))
      return []
    // "What other manga about music is there?" asks for nobody's works.
    if (token.kind === "ELSE" && ofMatter.has(behind?.kind)) return [{ ...token, kind: "MANGA" }]
    if (token.kind === "WORKS" && text.slice(token.start, token.end) === "mangafrom") {
      const isDated = behind?.kind === "NUM" || behind?.kind === "ERA"
      return [isDated ? { ...token, kind: "MANGA" } : token]
    }
    const isAfter = token.kind === "SHIP" && text.slice(token.start, token.end) === "post"
    return isAfter && behind?.kind === "NUM" && isYear(Number(behind.value)) ? [] : [token]
  })

/** 「囲碁のやつ」: beside a word that nobody explains it is a book, and else something that was said before. */
const withUnknownOnes = (tokens: ReadonlyArray<Token>, { text }: Letters): ReadonlyArray<Token> =>
  tokens.map((token, at) => {
    const before = tokens[at - 1]
    const isOne = token.kind === "THEY" && token.sense?.kind === "YATSU"
    if (!isOne || before?.kind !== "?") return token
    return text.slice(before.end, token.start).length <= mostBetween
      ? { ...token, kind: "MANGA" }
      : token
  })
const mostBetween = 2

/** A wish in everyday words is one for books where nothing else is asked. */
const withWishing = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => subjects.has(kind)) || !wishesInJapanese(tokens, letters)) {
    return tokens
  }
  if (tokens.some(({ kind }) => facts.has(kind) || notOfBooks.has(kind))) return tokens
  const at = letters.text.length
  return [...tokens, { kind: "LOOKFORJA", value: "", start: at, end: at, sense: undefined }]
}
const subjects = new Set(kindsIn("GENRE THEME MOOD LENGTH READERS DEMO AGEOF HINT"))
const notOfBooks: ReadonlySet<string> = new Set([
  ...kinds.names,
  ...kinds.ownOrder,
  ...kinds.seeks.filter((kind) => !subjects.has(kind)),
])

/** The tokens as a wish means them; what is refused is not yet told. */
export const withWishes = (
  tokens: ReadonlyArray<Token>,
  letters: Letters,
  catalogue: Catalogue,
): ReadonlyArray<Token> => {
  const certain = withoutIndifferent(
    withMeasuresAlone(besideFigures(withUnknownOnes(tokens, letters), letters), letters),
    letters,
  )
  const numbered = withRefusedBounds(withJapaneseLengths(bounded(certain, letters)), letters)
  return withWishing(withLengths(withLikings(withHints(numbered, letters)), catalogue), letters)
}
