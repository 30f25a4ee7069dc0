/** Joins what no list explains in a text to words: unexplained neighbours without a gap are one. Pure. */
import type { Letters } from "@manga-assist/language"
import type { Token } from "../kinds/Kind.ts"

/** Unexplained neighbours are one word. */
export const unknownWords = (
  tokens: ReadonlyArray<Token>,
  { edges, text }: Letters,
): ReadonlyArray<string> => {
  const words: Array<string> = []
  let end = -1
  for (const token of tokens) {
    if (token.kind !== "?") continue
    const word = text.slice(token.start, token.end)
    if (token.start === end && edges[token.start] === 0) words.push((words.pop() ?? "") + word)
    else words.push(word)
    end = token.end
  }
  return words
}
