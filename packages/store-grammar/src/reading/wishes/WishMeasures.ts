/**
 * Reads from phrases of several words what a wish for books means, in a text that the grammar does not understand as a
 * whole (without a canonical form), and changes its tokens accordingly: a title that is only a measure for similar
 * books ("something like Monster") becomes a likeness; tokens are added for the customer's own taste, a budget, a
 * length, a finished or running story, a whole series. Pure.
 *
 * It looks for `words/phrases` in the written text, after `WishTokens.ts`, which works by neighbouring tokens.
 */
import { kanjiNumber, type Letters, spelt, stop } from "@manga-assist/language"
import { kindsIn, type Token } from "../../kinds/Kind.ts"
import { catalogue } from "../../KnownCatalogue.ts"
import * as kinds from "../Kinds.ts"
import { phrase } from "../../lists/Phrases.ts"
import { asKind, madeToken } from "../MadeTokens.ts"
import { hasKind } from "../Said.ts"
import { japaneseBounds } from "./JapaneseBounds.ts"
import { withoutTooMuch } from "./TooMuch.ts"
import { ofAnySeries, withWhole } from "./WholeSeries.ts"
import { wishPhrases, type WishPhrases } from "./WishPhrases.ts"
import { writtenBounds } from "./WrittenBounds.ts"

type Tokens = ReadonlyArray<Token>

/** Facts of a title: who asks for one does not ask for something like it. */
const facts =
  kindsIn(`PRICE STOCK SOLDOUT RESTOCK COPY HOWMANY HOWMANYVOLS VNEXT VLATEST PUBLISHER SYNOPSIS AUTHOR WROTE WROTEJA DREW STORYBY
  SAMEAUTHOR SEQUELOF PREQUELOF SPINOFFOF BOOK NEXTOF LATESTOF LASTOF ALLTOLD CMP RELEASE RELEASED RELEASEDATE DEADLINE
  TAKETIME`)
/** "I finished Dandadan, is the next one out?", but "burned out on Dandadan" beside likeness. */
const furtherFacts = kindsIn("OUT COMPARE")

const isLatin = /[a-z]/u

/** Of a number in English words its figures. */
const figureSaid = ({ kind, start, value }: Token, { text }: Letters): string | undefined =>
  kind === "NUM" && isLatin.test(text.charAt(start)) ? value : undefined

/** `§` stands for each title, figures for number words. */
const writtenAround = (tokens: Tokens, letters: Letters): string => {
  const last = letters.text.length
  let written = ""
  let behind = 0
  for (const each of tokens) {
    const { end, kind, start } = each
    if (start < behind) continue
    const said =
      kinds.names.includes(kind) || kind === "NOTSERIES" ? "§" : figureSaid(each, letters)
    if (said === undefined) continue
    written += spelt({ kind, value: "", start: behind, end: start, sense: undefined }, letters)
    written += ` ${said} `
    behind = end
  }
  const rest = spelt({ kind: "", value: "", start: behind, end: last, sense: undefined }, letters)
  return (written + rest).replaceAll(/ +/gu, " ").trim()
}

/** "Nana is over", "I finished Nana": said of the title, it is no wish for what is finished; in another sentence it is. */
const withoutOwnEnd = (tokens: Tokens, { edges, text }: Letters): Tokens =>
  tokens.filter((token, at) => {
    if (token.kind !== "FINISHED") return true
    const [before, behind] = [tokens[at - 1], tokens[at + 1]]
    // "Nana. Finished, please" begins anew, "Nana is finished" does not.
    const isSaidOf = before?.kind === "LIKEOF" && before.end < token.start
    const isNear =
      (isSaidOf && edges[token.start] !== stop) ||
      (behind?.kind === "LIKEOF" && edges[behind.start] !== stop)
    return !isNear && !/読み?$/u.test(text.slice(Math.max(0, token.start - 2), token.start))
  })

/** "Something like Emma, only by somebody else." */
const byOthers = (tokens: Tokens, phrases: WishPhrases): Tokens =>
  phrases.byOthers
    ? tokens.flatMap(({ kind, value }) =>
        kind === "LIKEOF"
          ? catalogue.peopleOf(value).map((person) => madeToken("NOTPERSON", person))
          : [],
      )
    : []

/** "Give me something that hurts as much": beside a title it is another one. */
const seeksOther = kindsIn("RECOMMEND SEEK LOOKFOR WANTTO HAVEANY")

const ofAuthors: ReadonlySet<string> = new Set(
  kindsIn("AUTHOR WROTE WROTEJA DREW STORYBY SAMEAUTHOR ELSE WHO"),
)

const asLikeness = (tokens: Tokens, letters: Letters, phrases: WishPhrases): Tokens => {
  const { asksForMore, liked } = phrases
  const asksForOther =
    phrases.somethingElse && hasKind(tokens, seeksOther) && !hasKind(tokens, ["PERSON"])
  const likeness = phrases.likeness || phrases.byOthers || asksForOther
  // 「こういう人間関係を描いたの、ほかに」 asks for nobody who drew it.
  const isStory = phrases.likeness && !hasKind(tokens, ["AUTHOR", "WHO", "SAMEAUTHOR", "PERSON"])
  const asked = phrases.byOthers
    ? tokens.filter(({ kind }) => !ofAuthors.has(kind))
    : isStory
      ? tokens.filter(({ kind }) => kind !== "WROTEJA" && kind !== "WROTE")
      : tokens
  const named = tokens.filter(({ kind }) => kind === "SERIES")
  const asksForNext = tokens.some(({ kind, value }) => kind === "THEY" && value === "next")
  // 「黒子のバスケ → ハイキュー → 次は？」
  const isChain = named.length > 1 && asksForNext
  if (hasKind(asked, facts) || !(likeness || isChain || (liked && asksForMore))) return tokens
  if (!likeness && hasKind(tokens, furtherFacts)) return tokens
  const refused = tokens.filter(({ kind }) => kind === "NOTSERIES")
  // "Are Naruto and Bleach alike?" compares them.
  if (named.length > 1 && !asksForMore) return tokens
  const measure = named.length > 0 ? "SERIES" : "NOTSERIES"
  // 「読破した者です。次は？」: what was read is left out, and is the measure.
  const isMeasured =
    refused.length > 0 && (likeness || (liked && asksForNext)) && !hasKind(tokens, ["LIKEOF"])
  if (named.length === 0 && !isMeasured) {
    const others = byOthers(tokens, phrases)
    return others.length === 0 ? tokens : [...asked, ...others]
  }
  const read = asked.flatMap((each): Tokens => {
    if (each.kind === "COMPLETESET") return []
    return each.kind === measure ? [{ ...each, kind: "LIKEOF" }] : [each]
  })
  return withoutOwnEnd([...read, ...byOthers(read, phrases)], letters)
}

const withHouses = (tokens: Tokens, { otherHouse }: WishPhrases): Tokens =>
  otherHouse
    ? tokens.map((each) =>
        each.kind === "PUBLISHERNAME" ? { ...each, kind: "NOTPUBLISHERNAME" } : each,
      )
    : tokens

const withTaste = (tokens: Tokens, { taste }: WishPhrases): Tokens =>
  taste && !hasKind(tokens, kinds.names) ? [...tokens, madeToken("OWNTASTE")] : tokens

/** "About 500 yen" may cost a little more. */
const about = 1.1

const bounds = kindsIn("PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE")

/** A sum beside a wish is what may be spent; with "whole", on all volumes together. */
const withBudget = (tokens: Tokens, letters: Letters, { whole }: WishPhrases): Tokens => {
  if (hasKind(tokens, kinds.names) || hasKind(tokens, kinds.shop)) return tokens
  const read = hasKind(tokens, bounds)
    ? tokens
    : tokens.flatMap((each, at): Tokens => {
        const [before, behind] = [tokens[at - 1]?.kind, tokens[at + 1]?.kind]
        const isSum = behind === "YEN" || before === "YEN"
        if (each.kind !== "NUM" || !isSum) return [each]
        const sum = Number(each.value) * (before === "ABOUT" ? about : 1)
        return [asKind(each, "PRICEMAX", String(Math.floor(sum)))]
      })
  return whole && hasKind(read, bounds)
    ? [...ofAnySeries(read, letters), madeToken("WHOLEPRICE")]
    : read
}

const isNamed = (tokens: Tokens): boolean =>
  tokens.some(({ kind }) => kind !== "LIKEOF" && kinds.names.includes(kind))

/** Bounds that no rule has read; of what is named they are no wish. */
const withWritten = (tokens: Tokens, written: string): Tokens => {
  if (isNamed(tokens)) return tokens
  const found = writtenBounds(written)
  if (found.length === 0) return tokens
  const values = new Set(found.map(({ value }) => value))
  const known = new Set(
    tokens.flatMap(({ kind }) => (sideOfBound.test(kind) ? kind.replace(sideOfBound, "") : [])),
  )
  return [
    ...tokens.filter(({ kind, value }) => kind !== "NUM" || !values.has(Number(value))),
    ...found
      .filter(({ kind }) => !known.has(kind.replace(sideOfBound, "")))
      .map(({ kind, value }) => madeToken(kind, String(value))),
  ]
}
const sideOfBound = /(?:MAX|MIN|BELOW|ABOVE)$/u

/** 「1冊か2冊で完結する」, 「3巻くらいで終わる」. */
const endsWithin = phrase("{ENDSWITHIN}")
const hasCounter = /[冊巻]/u

/** "A single volume", "complete in one book". */
const inOneVolume = phrase("{INONEVOLUME}")

const withLength = (tokens: Tokens, written: string): Tokens => {
  if (hasKind(tokens, kinds.names) || hasKind(tokens, ["VOLSMAX", "VOLSBELOW", "PRICE"]))
    return tokens
  if (hasKind(tokens, ["PERVOL"]) && inOneVolume.test(written)) {
    return [...tokens.filter(({ kind }) => kind !== "PERVOL"), madeToken("VOLSMAX", "1")]
  }
  const most = hasCounter.test(written) ? endsWithin.figure(inFigures(written)) : undefined
  if (most === undefined || most === 0) return tokens
  return [
    ...tokens.filter(({ kind, value }) => kind !== "VOLUME" || Number(value) !== most),
    madeToken("VOLSMAX", String(most)),
  ]
}

/** Said beside a bound they mean nothing more. */
const lengthKinds = new Set(kindsIn("HOWMANYVOLS LENGTH NOTLENGTH"))
const counters = /^[冊巻桁]/u
const boundKinds = /^(VOLS|PRICE)(?:MAX|BELOW|MIN|ABOVE)$/u
const gaps = /\s+/gu
/** 「2、3冊」 */
const betweenFigures = /(?<=\d)\s+(?=\d)/gu
/** 「十巻」, 「3千円」; nobody writes a longer one, and without a bound a text of them alone takes the square of its length. */
const numerals =
  /[\d〇一二三四五六七八九十百千万]{0,9}[〇一二三四五六七八九十百千万](?=巻|冊|円|桁|ケタ|けた)/gu
const inFigures = (written: string): string =>
  written
    .replaceAll(betweenFigures, "、")
    .replaceAll(gaps, "")
    .replaceAll(numerals, (each) => String(kanjiNumber(each)))
const japanese = /[ぁ-ヺ一-鿿]/u
/** Beside them a sum or a number of books is no wish. */
const ofPurchases = [...kinds.shop, ...kinds.ownOrder, ...kindsIn("SERIES BOOK")]

/** 「20巻以上は長い」: what a phrase bounds, whatever its single words were taken for. */
const withJapaneseBounds = (tokens: Tokens, written: string): Tokens => {
  if (hasKind(tokens, ofPurchases)) return tokens
  if (!japanese.test(written)) return tokens
  const found = japaneseBounds(inFigures(written))
  if (found.length === 0) return tokens
  const families = new Set(found.map(({ kind }) => boundKinds.exec(kind)?.[1]))
  return [
    ...tokens.filter(({ kind, value }) => {
      // The counter, and a figure that a rule took for nothing.
      if (families.has("VOLS") && lengthKinds.has(kind)) return false
      if (families.has("VOLS") && ((kind === "?" && counters.test(value)) || kind === "NUM"))
        return false
      const family = kind === "VOLUME" || kind === "VOLSPAN" ? "VOLS" : boundKinds.exec(kind)?.[1]
      return family === undefined || !families.has(family)
    }),
    ...found.map(({ kind, value }) => madeToken(kind, String(value))),
  ]
}

const measured = new Set(
  kindsIn(`SERIES NOTSERIES ORDER TOTALVOLS ZEN BOOK NUM VOLUME VOLS VOLWORD PERVOL OVER STILL ENDS LAST MEASURE LIKE LIKEN LIKED SEEK MINE I OWNORDER
  ORDEREDTHING ITEMRECEIVED PURCHASES PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE ?`),
)

const isCount = phrase("^{COUNTED}")
const mostOfCount = 4

/** 「10巻入りのボックス」, 「BOX3つ」: what a box holds, or how many there are, is no number of a box. */
const withoutHeld = (tokens: Tokens, { text }: Letters): Tokens =>
  tokens.flatMap((each) => {
    if (each.kind !== "BOOK" && each.kind !== "VOLUME") return [each]
    if (!isCount.test(text.slice(each.end, each.end + mostOfCount))) return [each]
    return each.kind === "VOLUME"
      ? []
      : [{ ...each, kind: "SERIES", value: each.value.slice(0, each.value.lastIndexOf("#")) }]
  })

/** A story that has an end, or none yet. */
const hasEnd = phrase("{HASEND}")
const hasNone = phrase("{HASNOEND}")

const withStatus = (tokens: Tokens, written: string): Tokens => {
  if (hasKind(tokens, ["FINISHED", "ONGOING", "ENDS", "SERIES", "BOOK"])) return tokens
  if (hasNone.test(written)) return [...tokens, madeToken("ONGOING")]
  return hasEnd.test(written) ? [...tokens, madeToken("FINISHED")] : tokens
}

/** The tokens with what the phrases around them mean. */
export const withPhrases = (tokens: Tokens, letters: Letters): Tokens => {
  if (!tokens.some(({ kind }) => measured.has(kind))) return tokens
  const written = writtenAround(tokens, letters)
  const phrases = wishPhrases(written)
  const liking = asLikeness(withoutHeld(tokens, letters), letters, phrases)
  const housed = withTaste(withHouses(liking, phrases), phrases)
  const bounded = withoutTooMuch(withWritten(withJapaneseBounds(housed, written), written), written)
  const wished = withLength(withBudget(bounded, letters, phrases), written)
  return withWhole(withStatus(wished, written), letters, written)
}
