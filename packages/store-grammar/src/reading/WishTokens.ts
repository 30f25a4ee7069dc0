/**
 * Replaces runs of tokens that describe wanted books by one token that says it: "under 10 volumes" becomes a bound on
 * the length, "after 2010" one on the first year, an everyday word a genre. A title that is only compared with becomes a
 * likeness ("my son loved Dr. Stone") or a bound by its own length ("shorter than Naruto"), so that it is not taken for
 * the title that is asked for. Pure.
 *
 * Used on texts that no pattern of a known question matches.
 */
import { series } from "@manga-assist/catalogue"
import { latin, type Letters, type Token } from "@manga-assist/language"
import * as kinds from "./Kinds.ts"
import { isAside } from "./wishes/Asides.ts"
import { wishesInJapanese, withoutIndifferent } from "./wishes/JapaneseWishing.ts"
import { withYears } from "./wishes/WishYears.ts"

const listOf = (list: string): ReadonlyArray<string> => list.split(/\s+/u)

export const openers = new Set(["NOT", "WITHOUT", "REFUSES"])

/** What a refusal is spoken to where nothing but names is refused: else "Isn't Naruto finished?" would refuse it. */
export const wishKinds = new Set(
  listOf(
    `RECOMMEND LOOKFOR LOOKFORJA SEEKJA GENRE HINT DEMO THEME MOOD MANGA READERS LENGTH PUBLISHERNAME REFUSES REFUSESJA LIKEOF GOOD OMOSHIROI WITHOUT WITHOUTJA`,
  ),
)

const bounds: ReadonlyMap<string, string> = new Map([
  ["longer", "VOLSABOVE"],
  ["shorter", "VOLSBELOW"],
])
const refusedBounds: ReadonlyMap<string, string> = new Map([
  ["longer", "VOLSMAX"],
  ["shorter", "VOLSMIN"],
])

/** "Nothing longer than 15 volumes", "shorter than ten volumes". */
const lengthOf = (tokens: ReadonlyArray<Token>, at: number): string | undefined => {
  const measure = tokens[at - 2]
  if (tokens[at - 1]?.kind !== "THAN" || measure?.kind !== "MEASURE") return undefined
  if (tokens[at + 1]?.kind.startsWith("VOL") !== true) return undefined
  return (openers.has(tokens[at - 3]?.kind ?? "") ? refusedBounds : bounds).get(measure.value)
}

const measuresJapanese: ReadonlyMap<string, string> = new Map([
  ["shorter", "VOLSBELOW"],
  ["longer", "VOLSABOVE"],
])

/** 15巻より短いの */
const withJapaneseLengths = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  tokens.map((token, at) => {
    const [than, measure] = [tokens[at + 1], tokens[at + 2]]
    if (token.kind !== "VOLUME" || than?.kind !== "THAN") return token
    const kind =
      measure?.kind === "MEASURE"
        ? measuresJapanese.get(measure.value)
        : lengthKinds[measure?.value ?? ""]
    return kind === undefined ? token : { ...token, kind }
  })
const lengthKinds: Readonly<Record<string, string | undefined>> = {
  short: "VOLSBELOW",
  long: "VOLSABOVE",
}

/** The tokens of what is bounded by the numbers and eras in them, and by no words of its own. */
const bounded = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> =>
  withYears(
    tokens.map((token, at) => {
      const kind = token.kind === "NUM" ? lengthOf(tokens, at) : undefined
      return kind === undefined ? token : { ...token, kind }
    }),
    letters,
  )

const oppositeBounds: ReadonlyMap<string, string> = new Map([
  ["VOLSABOVE", "VOLSMAX"],
  ["VOLSBELOW", "VOLSMIN"],
  ["PRICEABOVE", "PRICEMAX"],
  ["PRICEBELOW", "PRICEMIN"],
])

/** "Nothing over 12 volumes": a bound that is refused is the other one. */
const withRefusedBounds = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  tokens.map((token, at) => {
    const kind = oppositeBounds.get(token.kind)
    return kind !== undefined && openers.has(tokens[at - 1]?.kind ?? "")
      ? { ...token, kind }
      : token
  })

/** Said of no titles that are compared: 「短いの」, 「怖いの」. */
const measuresAlone: Readonly<Record<string, readonly [kind: string, value: string] | undefined>> = {
  shorter: ["LENGTH", "short"],
  longer: ["LENGTH", "long"],
  scarier: ["GENRE", "horror"],
  darker: ["MOOD", "dark"],
}
const compares = new Set(["WHICH", "COMPARE", "THAN", "OR", "CMP", "NOHOU", ...kinds.names])

const withMeasuresAlone = (
  tokens: ReadonlyArray<Token>,
  letters: Letters,
): ReadonlyArray<Token> =>
  tokens.some(({ kind }) => kind === "MEASURE") && !tokens.some(({ kind }) => compares.has(kind))
    ? tokens.map((token) => {
        const isJapanese = letters.scripts[token.start] !== latin
        const meant = token.kind === "MEASURE" && isJapanese ? measuresAlone[token.value] : undefined
        return meant === undefined ? token : { ...token, kind: meant[0], value: meant[1] }
      })
    : tokens

/** An everyday word means a genre where somebody wishes for books, and is else unexplained. */
const withHints = (all: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!all.some(({ kind }) => kind === "HINT")) return all
  const tokens = all.filter((token) => token.kind !== "HINT" || !isAside(token, letters))
  const wishes =
    (wishesInJapanese(tokens, letters) ||
      tokens.some(({ kind }) => kinds.books.includes(kind) || kinds.seeks.includes(kind))) &&
    !tokens.some(({ kind }) => kinds.shop.includes(kind) || kinds.priceOrStock.includes(kind))
  const browses = tokens.some(({ kind }) => wishKinds.has(kind) && kind !== "HINT")
  return tokens.map((token) =>
    token.kind === "HINT" ? { ...token, kind: wishes || browses ? "GENRE" : "?" } : token,
  )
}

/** What is asked for beside a title that somebody liked: more like it. */
const more = new Set(
  listOf(
    `RECOMMEND RECOMMENDED WANTMORE WHATNOW NEXT ELSE LOOKFOR LOOKFORJA SEEKJA READ YOMERU MANGA GOODONE SUITABLE THEY`,
  ),
)
const likings = new Set(["ENJOYED", "LIKED", "LIKEDJA"])
const facts: ReadonlySet<string> = new Set([
  ...kinds.priceOrStock,
  ...kinds.release,
  ...kinds.author,
  ...kinds.shop,
])

/** "I've finished Haikyu, what next?" */
const hasRead = (tokens: ReadonlyArray<Token>): boolean =>
  tokens.some(
    ({ kind }, at) => kind === "I" && ["FINISHED", "READ"].includes(tokens[at + 1]?.kind ?? ""),
  )

/** "My son loved Dr. Stone, what should he read next?": the title is the measure. */
const withLikings = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  (tokens.some(({ kind }) => likings.has(kind)) || hasRead(tokens)) &&
  tokens.some(({ kind }) => more.has(kind)) &&
  !tokens.some(({ kind }) => facts.has(kind))
    ? tokens.map((token) => (token.kind === "SERIES" ? { ...token, kind: "LIKEOF" } : token))
    : tokens

const lengthsBy: ReadonlyMap<string, string> = new Map([
  ["shorter", "VOLSBELOW"],
  ["longer", "VOLSABOVE"],
])
const volumesOf = new Map(series().map(({ id, volumes }) => [id, volumes]))

/** "Something shorter than Naruto", "like Naruto but shorter": the title is no answer, its length is the bound. */
const withLengths = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  const named = tokens.filter(({ kind }) => kind === "SERIES" || kind === "LIKEOF")
  const [name] = named
  const measure = tokens.find(({ kind, value }) => kind === "MEASURE" && lengthsBy.has(value))
  if (name === undefined || named.length > 1 || measure === undefined) return tokens
  const isLike = name.kind === "LIKEOF"
  const isMeasure =
    tokens.some(({ kind }) => kind === "THAN") && tokens.some(({ kind }) => wishKinds.has(kind))
  if (!isLike && !isMeasure) return tokens
  return tokens.flatMap((token) => {
    if (token === measure) {
      const kind = lengthsBy.get(measure.value) ?? ""
      return [token, { ...token, kind, value: String(volumesOf.get(name.value) ?? "") }]
    }
    return [token === name && !isLike ? { ...token, kind: "NOTSERIES" } : token]
  })
}

/** A wish in everyday words is one for books where nothing else is asked. */
const withWishing = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => subjects.has(kind)) || !wishesInJapanese(tokens, letters)) {
    return tokens
  }
  if (tokens.some(({ kind }) => facts.has(kind) || notOfBooks.has(kind))) return tokens
  const at = letters.text.length
  return [...tokens, { kind: "LOOKFORJA", value: "", start: at, end: at, sense: undefined }]
}
const subjects = new Set(listOf("GENRE THEME MOOD LENGTH READERS DEMO AGEOF HINT"))
const notOfBooks: ReadonlySet<string> = new Set([
  ...kinds.names,
  ...kinds.ownOrder,
  ...kinds.seeks.filter((kind) => !subjects.has(kind)),
])

/** The tokens as a wish means them; what is refused is not yet told. */
export const withWishes = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  const certain = withoutIndifferent(withMeasuresAlone(tokens, letters), letters)
  const numbered = withRefusedBounds(withJapaneseLengths(bounded(certain, letters)))
  return withWishing(withLengths(withLikings(withHints(numbered, letters))), letters)
}
