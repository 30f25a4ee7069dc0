/**
 * A customer's text in one form: compatibility characters resolved (１２ is 12, ﾜ is ワ), nothing invisible,
 * single spaces. Applying it twice changes nothing.
 *
 * Names found by the lexicon are then hidden behind one character each, so that no rule reads a number,
 * a place or a wish out of a title ("Kaiju No. 8", "Skip Beat!").
 */
import type { LexiconMatches } from "@manga-assist/catalogue"

/** Zero-width, direction and variation marks; they separate nothing. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/** Controls, unpaired surrogates and private use: they separate words at most. */
const meaningless = /[\p{Cc}\p{Cs}\p{Co}]/gu

/** Longer text is cut: the protocol allows 2,000 characters, and compatibility forms expand 18 times. */
const longest = 8_000

/** Words in plain letters, one space between: already in that form. */
const plain = /^[!-~]+(?: [!-~]+)*$/u

export const readable = (text: string): string =>
  text.length <= longest && plain.test(text) ? text : resolved(text)

const resolved = (text: string): string =>
  text
    .slice(0, longest)
    .replace(invisible, "")
    .replace(meaningless, " ")
    .normalize("NFKC")
    .slice(0, longest)
    .replace(meaningless, " ")
    .replace(/\s+/gu, " ")
    .trim()

/** Stands for a series in masked text. */
export const aTitle = "\ue000"
/** Stands for a person in masked text. */
export const aPerson = "\ue001"

/** `text` with each series and author replaced by one character. */
export const masked = (text: string, found: LexiconMatches): string => {
  const spans = [
    ...found.series.map(({ start, end }) => ({ start, end, mask: aTitle })),
    ...found.authors.map(({ start, end }) => ({ start, end, mask: aPerson })),
  ].toSorted((left, right) => left.start - right.start)
  const parts: Array<string> = []
  let done = 0
  for (const { start, end, mask } of spans) {
    parts.push(text.slice(done, start), mask)
    done = end
  }
  return [...parts, text.slice(done)].join("")
}
