/**
 * Recognises by neighbouring tokens what a text wishes for, where it matches no pattern of a known question: "under 10
 * volumes" becomes a bound on the length, "after 2010" one on the first year, an everyday word a genre. A title that
 * is only compared with becomes a likeness ("my son loved Dr. Stone") or a bound by its own length ("shorter than
 * Naruto"), so that it is not taken for the title that is asked for. Pure.
 *
 * `withWishes` does this; `Polarity.ts` calls it before it looks for refusals, and `WishMeasures.ts` reads phrases of
 * several words later. The two lists are of kinds of token: `openers` begin a refusal ("no", "without"), and one of
 * `wishKinds` shows that the text wishes for books.
 */
import { series } from "@manga-assist/catalogue"
import type { Letters, Token } from "@manga-assist/language"
import * as kinds from "./Kinds.ts"

const listOf = (list: string): ReadonlyArray<string> => list.split(/\s+/u)

export const openers = new Set(["NOT", "WITHOUT", "REFUSES"])

/** What a refusal is spoken to where nothing but names is refused: else "Isn't Naruto finished?" would refuse it. */
export const wishKinds = new Set(
  listOf(
    `RECOMMEND LOOKFOR LOOKFORJA SEEKJA GENRE HINT DEMO THEME MOOD MANGA READERS LENGTH REFUSES REFUSESJA LIKEOF GOOD OMOSHIROI WITHOUT WITHOUTJA`,
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

const firstYear = 1900
const lastYear = 2099
const decade = 10

/** "Before 2000", 「2020年以降」, "the 90s": bounds of the year a series began, both inclusive. */
const yearsOf = (
  tokens: ReadonlyArray<Token>,
  at: number,
  letters: Letters,
): readonly [number | undefined, number | undefined] | undefined => {
  const [before, number, behind] = [tokens[at - 1], Number(tokens[at]?.value), tokens[at + 1]]
  const spelt = (token: Token | undefined) =>
    token === undefined ? "" : letters.text.slice(token.start, token.end)
  if (behind?.kind === "DECADE" || spelt(behind) === "s") {
    const from = number < 100 ? firstYear + number : number
    return number % decade === 0 && from >= firstYear ? [from, from + decade - 1] : undefined
  }
  if (number < firstYear || number > lastYear) return undefined
  if (behind?.kind === "LATER") return [number, undefined]
  if (behind?.kind === "EARLIER") return [undefined, number - 1]
  const word = spelt(before)
  if (word === "before") return [undefined, number - 1]
  if (word === "since") return [number, undefined]
  return word === "after" ? [number + 1, undefined] : undefined
}

const bounded = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "NUM")) return tokens
  return tokens.flatMap((token, at) => {
    if (token.kind !== "NUM") return [token]
    const kind = lengthOf(tokens, at)
    if (kind !== undefined) return [{ ...token, kind }]
    const [least, most] = yearsOf(tokens, at, letters) ?? []
    if (least === undefined && most === undefined) return [token]
    return [
      ...(least === undefined ? [] : [{ ...token, kind: "YEARMIN", value: String(least) }]),
      ...(most === undefined ? [] : [{ ...token, kind: "YEARMAX", value: String(most) }]),
    ]
  })
}

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

/** An everyday word means a genre where somebody wishes for books, and is else unexplained. */
const withHints = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "HINT")) return tokens
  const wishes =
    tokens.some(({ kind }) => kinds.books.includes(kind) || kinds.seeks.includes(kind)) &&
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

/** The tokens as a wish means them; what is refused is not yet told. */
export const withWishes = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> =>
  withLengths(
    withLikings(withHints(withRefusedBounds(withJapaneseLengths(bounded(tokens, letters))))),
  )
