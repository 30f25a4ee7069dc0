/**
 * Reads everyday words as genres and moods where somebody wishes for books, and nowhere else: "office" is a genre in
 * "something set in an office". `withMoods` runs last, when it is known what is refused. Pure.
 */
import { latin, type Letters } from "@manga-assist/language"
import { type Kind, kindsIn, type Token } from "../../kinds/Kind.ts"
import * as kinds from "../Kinds.ts"
import { asKind } from "../MadeTokens.ts"
import { isAside } from "./Asides.ts"
import { wishesInJapanese } from "./JapaneseWishing.ts"

/** What a refusal is spoken to where nothing but names is refused: else "Isn't Naruto finished?" would refuse it. */
export const wishKinds: ReadonlySet<string> = new Set(
  kindsIn(`RECOMMEND LOOKFOR LOOKFORJA SEEK SEEKJA GENRE HINT DEMO THEME MOOD MANGA READERS LENGTH PUBLISHERNAME REFUSES
  REFUSESJA LIKEOF GOOD OMOSHIROI WITHOUT WITHOUTJA`),
)

/** Everyday words, and what they mean where somebody wishes for books; a genre only leans to one beside one that is named. */
const hints = new Set(kindsIn("HINT FEEL"))

const wishing: ReadonlySet<Kind> = new Set([...kinds.books, ...kinds.seeks, "WANTTO"])
const ofShop: ReadonlySet<Kind> = new Set([...kinds.shop, ...kinds.priceOrStock])
const ofElse: ReadonlySet<Kind> = new Set([...kinds.names, ...kinds.asksFact])

const hinted = ({ kind }: Token, namesGenre: boolean): Kind => {
  if (kind === "FEEL") return kind
  return namesGenre ? "LEANING" : "GENRE"
}

/** A mood that is named outweighs what is only hinted at: "make me laugh, I had a rough week". */
export const withMoods = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "FEEL")) return tokens
  const kind = tokens.some((token) => token.kind === "MOOD") ? "?" : "MOOD"
  return tokens.map((token) => (token.kind === "FEEL" ? asKind(token, kind) : token))
}

interface Meant {
  readonly kind: Kind
  readonly value: string
  readonly test: (written: string) => boolean
}

/** What asks something of the shop or a title says beside a wish what it is to be like. */
const meantOf: ReadonlyMap<Kind, Meant> = new Map<Kind, Meant>([
  ["JOBS", { kind: "LEANING", value: "workplace", test: () => true }],
  [
    "SUITABLE",
    { kind: "READERS", value: "family", test: (written) => /^(?:family|kid)/u.test(written) },
  ],
])

/** Who loves something, before what is loved: "I'm 14 and love football". */
const lovers: ReadonlySet<Kind | undefined> = new Set(
  kindsIn("I AND BUT WHO READERS AGEOF KIDIS FORSOMEBODY MINE"),
)
const loved: ReadonlySet<Kind | undefined> = new Set(
  kindsIn("THEME GENRE HINT MOOD SERIES PERSON DEMO MANGA"),
)

const isVerb = (tokens: ReadonlyArray<Token>, at: number, { text }: Letters): boolean => {
  const token = tokens[at]
  return (
    token?.kind === "HINT" &&
    text.slice(token.start, token.end) === "love" &&
    lovers.has(tokens[at - 1]?.kind) &&
    loved.has(tokens[at + 1]?.kind)
  )
}

/** Themes that are somebody's occupation too. */
const occupations: ReadonlySet<string> = new Set(
  `teachers doctors lawyers police police-detectives chefs artists manga-artists astronauts farming fashion music singing
  college-students housework otaku theatre`.split(/\s+/u),
)
const besideOccupation: ReadonlySet<Kind | undefined> = new Set(kindsIn("? GENRE HINT MOOD INDEF"))
const mostBeside = 3
const article = /^(?:am)?an?$/u

/** "I'm a retired history teacher": who asks, and no story. */
const isOccupation = (tokens: ReadonlyArray<Token>, at: number, { text }: Letters): boolean => {
  const token = tokens[at]
  if (token?.kind !== "THEME" || !occupations.has(token.value)) return false
  for (let before = at - 1; before >= at - mostBeside; before--) {
    const here = tokens[before]
    if (here?.kind === "I") {
      return article.test(text.slice(here.end, tokens[before + 1]?.start))
    }
    if (!besideOccupation.has(here?.kind)) return false
  }
  return false
}

/** 「家族の話はありますか」: the word with の話, or before it. */
const story = /(?:話|物語|ストーリー)$|の(?:話|物語|ストーリー)/u
const mostBehind = 6
const isOfStory = ({ end, kind, start }: Token, { text }: Letters): boolean =>
  kind === "HINT" && story.test(text.slice(start, end + mostBehind))

/** An everyday word means something where somebody wishes for books, and is else unexplained. */
export const withHints = (all: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  const isOfAsker = (token: Token, at: number) =>
    isOccupation(all, at, letters) || (occupations.has(token.value) && isAside(token, letters))
  const told = all.some(({ kind }) => kind === "THEME")
    ? all.filter((token, at) => token.kind !== "THEME" || !isOfAsker(token, at))
    : all
  if (!told.some(({ kind }) => hints.has(kind) || meantOf.has(kind))) return told
  const { text } = letters
  const tokens = told.filter(
    (token, at) =>
      !hints.has(token.kind) || !(isVerb(told, at, letters) || isAside(token, letters)),
  )
  const isOfShop = tokens.some(({ kind }) => ofShop.has(kind))
  const isJapanese = tokens.some(({ start }) => letters.scripts[start] !== latin)
  const asksElse = tokens.some(({ kind }) => ofElse.has(kind))
  const wishes =
    !isOfShop &&
    (tokens.some((token) => wishing.has(token.kind) || isOfStory(token, letters)) ||
      (!asksElse && (!isJapanese || wishesInJapanese(tokens, letters))))
  const browses = tokens.some(({ kind }) => wishKinds.has(kind) && !hints.has(kind))
  const namesGenre = tokens.some(({ kind }) => kind === "GENRE")
  return tokens.map((token) => {
    const meant = meantOf.get(token.kind)
    if (meant !== undefined) {
      const isMeant = wishes && meant.test(text.slice(token.start, token.end))
      return isMeant ? asKind(token, meant.kind, meant.value) : token
    }
    if (!hints.has(token.kind)) return token
    return asKind(token, wishes || browses ? hinted(token, namesGenre) : "?")
  })
}
