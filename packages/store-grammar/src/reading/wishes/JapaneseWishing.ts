/**
 * Tells by its form whether a Japanese text wishes for something (「…したい」, 「…やつ教えて」, 「…ない？」), and drops what it says
 * that it does not mind (「完結してなくてもいい」, 「紙でも電子でも」). Pure.
 */
import { latin, type Letters } from "@manga-assist/language"
import { kindsIn, type Token } from "../../kinds/Kind.ts"
import { phrase } from "../../lists/Phrases.ts"

const asked = phrase(
  "{JAPANESEWISH}(です|ます|でしょう|します|致します|いたします|){SENTENCEEND}*$",
)
/** Looks as a wish does and asks for something else. */
const otherwise = phrase("{ASKSELSE}")

const last = 24

export const wishesInJapanese = (
  tokens: ReadonlyArray<Token>,
  { scripts, text }: Letters,
): boolean =>
  tokens.some(({ start }) => start < text.length && scripts[start] !== latin) &&
  asked.test(text.slice(-last)) &&
  !otherwise.test(text)

const indifferent = phrase("^{NOMATTER}")

const droppable = new Set(
  kindsIn("FINISHED ONGOING UNFINISHED HIATUS LENGTH NOTLENGTH FORMAT ENDS"),
)
const looksAhead = 20

export const withoutIndifferent = (
  tokens: ReadonlyArray<Token>,
  { scripts, text }: Letters,
): ReadonlyArray<Token> =>
  tokens.some(({ kind }) => droppable.has(kind))
    ? tokens.filter(
        ({ end, kind, start }) =>
          !droppable.has(kind) ||
          scripts[start] === latin ||
          !indifferent.test(text.slice(end, end + looksAhead)),
      )
    : tokens
