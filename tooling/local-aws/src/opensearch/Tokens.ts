/**
 * Tokenises a text like OpenSearch's standard analyzer (Unicode's word boundaries, UAX #29): words in lower case, a run of
 * katakana as one word, each kanji and hiragana by itself; `don't`, `e.g`, `3,000` and `a_b` are one, `vol.12` is two.
 */

const word =
  /[\p{Script=Han}\p{Script=Hiragana}]|\p{Script=Katakana}[\p{Script=Katakana}ー]*|(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{Nd}](?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{Nd}\p{M}_]|(?<=\p{L})[.:'’·](?=(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L})|(?<=\p{Nd})[.,;'’](?=\p{Nd}))*/gu

/** The same synopsis stands in a hundred documents. */
const remembered = new Map<string, ReadonlyArray<string>>()
const maxRemembered = 20_000

export const tokens = (text: string): ReadonlyArray<string> => {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const found = text.toLowerCase().match(word) ?? []
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(text, found)
  return found
}
