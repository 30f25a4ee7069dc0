/**
 * Tokenises a text like OpenSearch's standard analyzer: words in lower case, a run of katakana as one word, each kanji
 * and hiragana by itself.
 */

const word =
  /[\p{Script=Han}\p{Script=Hiragana}]|\p{Script=Katakana}[\p{Script=Katakana}ー]*|[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’.](?=[\p{L}\p{N}]))*/gu

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
