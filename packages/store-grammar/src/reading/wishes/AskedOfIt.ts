/**
 * Takes a title for the one that is asked about, and not for the measure of a wish, where a later sentence asks a fact
 * of it: "He was told about Captain Tsubasa. Is that okay for him?", 「…をすすめられました。読ませても大丈夫？」. Pure.
 */
import { latin, type Letters, stop } from "@manga-assist/language"
import { kindsIn, type Token } from "../../kinds/Kind.ts"

const pointing = new Set(kindsIn("IT THAT"))
/** A fact of one title, in a sentence that names none. */
const asked = new Set(
  kindsIn("WHATIS ABOUT SUITABLE AGE FINISHED ONGOING STILL ENDS HOWMANYVOLS READERS"),
)
/** Other books are asked for. */
const seeking = new Set(
  kindsIn(
    `RECOMMEND RECOMMENDED SEEK SEEKJA LOOKFOR LOOKFORJA LIKE LIKEN LIKEJA LIKENJA LIKED ELSE WANTMORE MANGA GOODONE
  INDEF HAVEANY EXIST HAVE WHICH WHATNOW NEXT ALSOJA OMOSHIROI GENRE THEME MOOD LENGTH SERIES LIKEOF BOOK WITH KUDASAI
  THEY LOOKFORJA YOMERU`,
  ),
)
const reader = "person"

export const withAskedOfIt = (
  tokens: ReadonlyArray<Token>,
  { edges, scripts, text }: Letters,
): ReadonlyArray<Token> => {
  const measure = tokens.findLast(({ kind }) => kind === "LIKEOF")
  if (measure === undefined) return tokens
  let from = text.length - 1
  while (from > measure.start && edges[from] !== stop) from--
  if (from <= measure.start) return tokens
  const last = tokens.filter(({ start }) => start >= from)
  const isJapanese = last.some(({ start }) => scripts[start] !== latin)
  const asksFact =
    last.some(({ kind }) => asked.has(kind)) &&
    (isJapanese || last.some(({ kind }) => pointing.has(kind))) &&
    !last.some(({ kind, value }) => seeking.has(kind) && !(kind === "THEY" && value === reader))
  return asksFact
    ? tokens.map((token) => (token.kind === "LIKEOF" ? { ...token, kind: "SERIES" } : token))
    : tokens
}
