/**
 * Reads everyday words as genres and moods where somebody wishes for books, and nowhere else: "office" is a genre in
 * "something set in an office". `withMoods` runs last, when it is known what is refused. Pure.
 */
import { latin, type Letters, type Token } from "@manga-assist/language"
import * as kinds from "../Kinds.ts"
import { isAside } from "./Asides.ts"
import { wishesInJapanese } from "./JapaneseWishing.ts"

/** What a refusal is spoken to where nothing but names is refused: else "Isn't Naruto finished?" would refuse it. */
export const wishKinds: ReadonlySet<string> = new Set(
  `RECOMMEND LOOKFOR LOOKFORJA SEEK SEEKJA GENRE HINT DEMO THEME MOOD MANGA READERS LENGTH PUBLISHERNAME REFUSES
  REFUSESJA LIKEOF GOOD OMOSHIROI WITHOUT WITHOUTJA`.split(/\s+/u),
)

/** Everyday words, and what they mean where somebody wishes for books; a genre only leans to one beside one that is named. */
const hints = new Set(["HINT", "FEEL"])

const wishing: ReadonlySet<string> = new Set([...kinds.books, ...kinds.seeks, "WANTTO"])

const readAs = (token: Token, kind: string, value = token.value): Token => ({
  ...token,
  kind,
  value,
})

const hinted = ({ kind }: Token, namesGenre: boolean): string => {
  if (kind === "FEEL") return kind
  return namesGenre ? "LEANING" : "GENRE"
}

/** A mood that is named outweighs what is only hinted at: "make me laugh, I had a rough week". */
export const withMoods = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "FEEL")) return tokens
  const kind = tokens.some((token) => token.kind === "MOOD") ? "?" : "MOOD"
  return tokens.map((token) => (token.kind === "FEEL" ? readAs(token, kind) : token))
}

interface Meant {
  readonly kind: string
  readonly value: string
  readonly test: (written: string) => boolean
}

/** What asks something of the shop or a title says beside a wish what it is to be like. */
const meantOf: ReadonlyMap<string, Meant> = new Map<string, Meant>([
  ["JOBS", { kind: "LEANING", value: "workplace", test: () => true }],
  [
    "SUITABLE",
    { kind: "READERS", value: "family", test: (written) => /^(?:family|kid)/u.test(written) },
  ],
])

/** Who loves something, before what is loved: "I'm 14 and love football". */
const lovers: ReadonlySet<string> = new Set(
  "I AND BUT WHO READERS AGEOF KIDIS FORSOMEBODY MINE".split(" "),
)
const loved: ReadonlySet<string> = new Set(
  "THEME GENRE HINT MOOD SERIES PERSON DEMO MANGA".split(" "),
)

const isVerb = (tokens: ReadonlyArray<Token>, at: number, { text }: Letters): boolean => {
  const token = tokens[at]
  return (
    token?.kind === "HINT" &&
    text.slice(token.start, token.end) === "love" &&
    lovers.has(tokens[at - 1]?.kind ?? "") &&
    loved.has(tokens[at + 1]?.kind ?? "")
  )
}

/** An everyday word means something where somebody wishes for books, and is else unexplained. */
export const withHints = (all: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!all.some(({ kind }) => hints.has(kind) || meantOf.has(kind))) return all
  const { text } = letters
  const tokens = all.filter(
    (token, at) => !hints.has(token.kind) || !(isVerb(all, at, letters) || isAside(token, letters)),
  )
  const isOfShop = tokens.some(
    ({ kind }) => kinds.shop.includes(kind) || kinds.priceOrStock.includes(kind),
  )
  const isJapanese = tokens.some(({ start }) => letters.scripts[start] !== latin)
  const asksElse = tokens.some(
    ({ kind }) => kinds.names.includes(kind) || kinds.asksFact.includes(kind),
  )
  const wishes =
    !isOfShop &&
    (tokens.some(({ kind }) => wishing.has(kind)) ||
      (!asksElse && (!isJapanese || wishesInJapanese(tokens, letters))))
  const browses = tokens.some(({ kind }) => wishKinds.has(kind) && !hints.has(kind))
  const namesGenre = tokens.some(({ kind }) => kind === "GENRE")
  return tokens.map((token) => {
    const meant = meantOf.get(token.kind)
    if (meant !== undefined) {
      const isMeant = wishes && meant.test(text.slice(token.start, token.end))
      return isMeant ? readAs(token, meant.kind, meant.value) : token
    }
    if (!hints.has(token.kind)) return token
    return readAs(token, wishes || browses ? hinted(token, namesGenre) : "?")
  })
}
