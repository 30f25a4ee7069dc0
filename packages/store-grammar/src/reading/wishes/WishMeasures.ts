/**
 * Reads from phrases of several words what a wish for books means, in a text that the grammar does not understand as a
 * whole (without a canonical form), and changes its tokens accordingly: a title that is only a measure for similar
 * books ("something like Monster") becomes a likeness; tokens are added for the customer's own taste, a budget, a
 * length, a finished or running story, a whole series. Pure.
 *
 * It works by regular expressions over the written text, after `WishTokens.ts`, which works by neighbouring tokens.
 */
import { series } from "@manga-assist/catalogue"
import { type Letters, spelt, type Token } from "@manga-assist/language"
import * as kinds from "../Kinds.ts"
import { wholeSeries, wishPhrases, type WishPhrases } from "./WishPhrases.ts"

type Tokens = ReadonlyArray<Token>

const says = (tokens: Tokens, list: Iterable<string>): boolean => {
  const wanted = new Set(list)
  return tokens.some(({ kind }) => wanted.has(kind))
}

/** Facts of a title: who asks for one does not ask for something like it. */
const facts: ReadonlySet<string> = new Set(
  `PRICE STOCK SOLDOUT RESTOCK COPY HOWMANY HOWMANYVOLS VNEXT VLATEST PUBLISHER SYNOPSIS AUTHOR WROTE WROTEJA DREW STORYBY
  SAMEAUTHOR BOOK NEXTOF LATESTOF LASTOF ALLTOLD CMP RELEASE RELEASED RELEASEDATE`.split(/\s+/u),
)
/** "I finished Dandadan, is the next one out?", but "burned out on Dandadan" beside likeness. */
const furtherFacts = ["OUT", "COMPARE"]

const writtenAround = (tokens: Tokens, letters: Letters): string => {
  const last = letters.text.length
  let written = ""
  let behind = 0
  for (const { end, kind, start } of tokens) {
    if (start < behind) continue
    written += spelt({ kind, value: "", start: behind, end: start, sense: undefined }, letters)
    behind = kinds.names.includes(kind) || kind === "NOTSERIES" ? end : start
    if (behind === end) written += " § "
  }
  return (
    written + spelt({ kind: "", value: "", start: behind, end: last, sense: undefined }, letters)
  ).trim()
}

/** "Nana is over", "I finished Nana": said of the title, it is no wish for what is finished. */
const withoutOwnEnd = (tokens: Tokens, { text }: Letters): Tokens =>
  tokens.filter((token, at) => {
    if (token.kind !== "FINISHED") return true
    const isNear = [tokens[at - 1], tokens[at + 1]].some((each) => each?.kind === "LIKEOF")
    return !isNear && !/読み?$/u.test(text.slice(Math.max(0, token.start - 2), token.start))
  })

const asLikeness = (tokens: Tokens, letters: Letters, phrases: WishPhrases): Tokens => {
  const { asksForMore, liked, likeness } = phrases
  if (says(tokens, facts) || !(likeness || (liked && asksForMore))) return tokens
  if (!likeness && says(tokens, furtherFacts)) return tokens
  const named = tokens.filter(({ kind }) => kind === "SERIES")
  const refused = tokens.filter(({ kind }) => kind === "NOTSERIES")
  // "Are Naruto and Bleach alike?" compares them.
  if (named.length > 1 && !asksForMore) return tokens
  const measure = named.length > 0 ? "SERIES" : "NOTSERIES"
  if (named.length === 0 && (refused.length === 0 || !likeness || says(tokens, ["LIKEOF"]))) {
    return tokens
  }
  const read = tokens.flatMap((each) => {
    if (each.kind === "COMPLETESET") return []
    return each.kind === measure ? [{ ...each, kind: "LIKEOF" }] : [each]
  })
  return withoutOwnEnd(read, letters)
}

/** A token that no letter stands for. */
const token = (kind: string, value = ""): Token => ({
  kind,
  value,
  start: 0,
  end: 0,
  sense: undefined,
})

const withTaste = (tokens: Tokens, { taste }: WishPhrases): Tokens =>
  taste && !says(tokens, kinds.names) ? [...tokens, token("OWNTASTE")] : tokens

/** "About 500 yen" may cost a little more. */
const about = 1.1

const bounds = ["PRICEMAX", "PRICEBELOW", "PRICEMIN", "PRICEABOVE"]

/** A sum beside a wish is what may be spent; with "whole", on all volumes together. */
const withBudget = (tokens: Tokens, { whole }: WishPhrases): Tokens => {
  if (says(tokens, kinds.names) || says(tokens, kinds.shop)) return tokens
  const read = says(tokens, bounds)
    ? tokens
    : tokens.flatMap((each, at) => {
        const [before, behind] = [tokens[at - 1]?.kind, tokens[at + 1]?.kind]
        const isSum = behind === "YEN" || before === "YEN"
        if (each.kind !== "NUM" || !isSum) return [each]
        const sum = Number(each.value) * (before === "ABOUT" ? about : 1)
        return [{ ...each, kind: "PRICEMAX", value: String(Math.floor(sum)) }]
      })
  return whole && says(read, bounds) ? [...read, token("WHOLEPRICE")] : read
}

const kanjiFigures = "〇一二三四五六七八九十"
const figureOf = (written: string): number =>
  /^\d+$/u.test(written) ? Number(written) : kanjiFigures.indexOf(written)

/** 「1冊か2冊で完結する」, 「3巻くらいで終わる」, "over in three volumes". */
const endsWithin =
  /(\d{1,3}|[一二三四五六七八九十])(?:冊|巻)(?:くらい|ぐらい|程度|ほど|以内|まで)?(?:で|に)(?:完結|終わ|おわ|読み?切|読みき|まとま|収ま|おさま)|\b(?:in|within|after) (?:about |just |only )?(\d{1,3}) (?:volumes?|books?)\b/u

/** "A single volume", "complete in one book". */
const inOneVolume =
  /\b(?:single|standalone|stand alone) (?:volume|book)s?\b(?! (?:cost|price|per))/u

const withLength = (tokens: Tokens, written: string): Tokens => {
  if (says(tokens, kinds.names) || says(tokens, ["VOLSMAX", "VOLSBELOW", "PRICE"])) return tokens
  if (says(tokens, ["PERVOL"]) && inOneVolume.test(written)) {
    return [...tokens.filter(({ kind }) => kind !== "PERVOL"), token("VOLSMAX", "1")]
  }
  const found = endsWithin.exec(written)
  const most = figureOf(found?.[1] ?? found?.[2] ?? "")
  if (most <= 0) return tokens
  return [
    ...tokens.filter(({ kind, value }) => kind !== "VOLUME" || Number(value) !== most),
    token("VOLSMAX", String(most)),
  ]
}

const volumesOf = new Map(series().map(({ id, volumes }) => [id, volumes]))

/** A sum is asked for. */
const priced =
  /\b(?:total|costs?|price|pay|how much|sum|spend|buy|purchase|afford|added up)\b|いくら|値段|金額|合計|なんぼ|価格|費用|総額|買|購入|円/u

/** All volumes of a title that is named, where no other number of it is asked for. */
const withWhole = (tokens: Tokens, letters: Letters, written: string): Tokens => {
  if (!wholeSeries.test(written) || !priced.test(written)) return tokens
  if (tokens.some(({ kind, value }) => kind === "FORMAT" && value === "box-set")) return tokens
  let names = 0
  const read = tokens.map((each) => {
    if (each.kind === "SERIES") names++
    if (each.kind !== "BOOK") return each
    const [id = "", volume] = each.value.split("#")
    // 「こち亀201巻ぜんぶ」 counts them; 一気に and 一括 hold no number.
    const counts = Number(volume) === volumesOf.get(id)
    const isNumber = /\d/u.test(
      letters.text.slice(each.start, each.end).replace(/^\D*\d*\D+(?=\d)/u, ""),
    )
    if (!counts && (isNumber || Number(volume) !== 1)) return each
    names++
    return { ...each, kind: "SERIES", value: id }
  })
  if (names !== 1 || says(read, ["BOOK", "VOLUME", "LIKEOF"])) return tokens
  return [...read.filter(({ kind }) => kind !== "FINISHED"), token("COMPLETESET"), token("PRICE")]
}

const measured = new Set(
  "SERIES NOTSERIES BOOK NUM VOLUME MINE I OWNORDER ORDEREDTHING ITEMRECEIVED PURCHASES PRICEMAX PRICEBELOW PERVOL ?".split(
    " ",
  ),
)

/** 「10巻入りのボックス」: what a box holds is no number of a box. */
const withoutHeld = (tokens: Tokens, { text }: Letters): Tokens =>
  tokens.map((each) =>
    each.kind === "BOOK" && /^(?:入|組|冊組|分の)/u.test(text.slice(each.end, each.end + 2))
      ? { ...each, kind: "SERIES", value: each.value.slice(0, each.value.lastIndexOf("#")) }
      : each,
  )

/** A story that has an end, or none yet. */
const hasEnd =
  /\b(?:has|have|had|with|got) an? (?:\w+ )?(?:ending|conclusion|end)\b|\balready (?:ended|over|done|wrapped up)\b|\b(?:no|not|without|don t want to|hate) wait(?:ing)?\b|\bno cliffhangers?\b|最後まで(?:出て|読める|揃)|終わってる|終わっている|待たずに/u
const hasNone =
  /\bstill (?:coming|running|going|being|in progress|publishing|new volumes)\b|\bnot (?:yet )?(?:finished|over|ended|complete)\b|\b(?:new|more) volumes? (?:still )?(?:to come|coming|every)\b|続いてい|まだ(?:続|終わって|完結して)|現在進行/u

const withStatus = (tokens: Tokens, written: string): Tokens => {
  if (says(tokens, ["FINISHED", "ONGOING", "ENDS", "SERIES", "BOOK"])) return tokens
  if (hasNone.test(written)) return [...tokens, token("ONGOING")]
  return hasEnd.test(written) ? [...tokens, token("FINISHED")] : tokens
}

/** The tokens with what the phrases around them mean. */
export const withPhrases = (tokens: Tokens, letters: Letters): Tokens => {
  if (!tokens.some(({ kind }) => measured.has(kind))) return tokens
  const written = writtenAround(tokens, letters)
  const phrases = wishPhrases(written)
  const liking = asLikeness(withoutHeld(tokens, letters), letters, phrases)
  const wished = withLength(withBudget(withTaste(liking, phrases), phrases), written)
  return withWhole(withStatus(wished, written), letters, written)
}
