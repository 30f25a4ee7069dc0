/**
 * Reads that all volumes of a named title are meant ("the whole of Nana", 「ナルト一気買い」, 「1巻から最終巻まで」), in a text
 * without a canonical form: its tokens get `COMPLETESET`, and `PRICE` where a sum is asked for. Pure.
 */
import { latin, type Letters } from "@manga-assist/language"
import { kindsIn, type Token } from "../../kinds/Kind.ts"
import { catalogue } from "../../KnownCatalogue.ts"
import { phrase } from "../../lists/Phrases.ts"
import { asKind, madeToken } from "../MadeTokens.ts"
import { hasKind } from "../Said.ts"
import { fromFirstToLast, wholeSeries, wholeSeriesJapanese } from "./WishPhrases.ts"

type Tokens = ReadonlyArray<Token>

/** A sum is asked for. */
const priced = phrase("{ASKSSUM}")
/** So many of one book: 「13巻を2冊」. */
const copies = /\d(?:冊|部|個)/u
const places = new Set(kindsIn("LASTOF LATESTOF"))

/** All volumes of a title that is named, where no other number of it is asked for. */
export const withWhole = (tokens: Tokens, letters: Letters, written: string): Tokens => {
  if (!(wholeSeries.test(written) || wholeSeriesJapanese.test(letters.text))) return tokens
  const isSpan = fromFirstToLast.test(letters.text)
  const hasCopies = copies.test(written)
  let names = 0
  const read = tokens.flatMap((each): Tokens => {
    if (each.kind === "SERIES") names++
    if (isSpan && (each.kind === "VLAST" || each.kind === "VLATEST")) return []
    if (isSpan && places.has(each.kind)) {
      names++
      return [{ ...each, kind: "SERIES" }]
    }
    if (each.kind !== "BOOK") return [each]
    const [id = "", volume] = each.value.split("#")
    // 「こち亀201巻ぜんぶ」 counts them; 一気に and 一括 hold no number.
    const counts = !hasCopies && Number(volume) === catalogue.of(id)?.volumes
    const isNumber = /\d/u.test(
      letters.text.slice(each.start, each.end).replace(/^\D*\d*\D+(?=\d)/u, ""),
    )
    if (!counts && ((isNumber && !isSpan) || Number(volume) !== 1)) return [each]
    names++
    return [{ ...each, kind: "SERIES", value: id }]
  })
  if (names !== 1 || hasKind(read, ["BOOK", "VOLUME", "LIKEOF"])) return tokens
  if (tokens.some(({ kind, value }) => kind === "FORMAT" && value === "box-set")) return read
  if (!priced.test(written)) return [...read, madeToken("COMPLETESET")]
  return [
    ...read.filter(({ kind }) => kind !== "FINISHED"),
    madeToken("COMPLETESET"),
    madeToken("PRICE"),
  ]
}

/** "What complete series can I buy?": of no title it is one that is finished. */
export const ofAnySeries = (tokens: Tokens, { scripts }: Letters): Tokens =>
  tokens.flatMap((each): Tokens =>
    each.kind === "COMPLETESET" && scripts[each.start] === latin
      ? [asKind(each, "MANGA", ""), asKind(each, "FINISHED", "")]
      : [each],
  )
