/**
 * Finds the first word of a text that no word list explains. Where the reader could only split off single unexplained
 * letters, those beside each other make one word.
 */
import { type Letters, specialFigure } from "../letters/Letters.ts"
import { type Token, unexplained } from "./Segment.ts"

export const isUnexplained = ({ kind }: Token): boolean => kind === unexplained

/** The first unexplained word, its unexplained neighbours included. */
export const unknownWord = (tokens: ReadonlyArray<Token>, letters: Letters): string => {
  const at = tokens.findIndex((token) => token.kind === unexplained)
  const first = tokens[at]
  if (first === undefined) return ""
  let word = letters.text.slice(first.start, first.end)
  for (let next = at + 1; next < tokens.length && word.length < 40; next++) {
    const token = tokens[next]
    if (token?.kind !== unexplained || letters.edges[token.start] !== 0) break
    word += letters.text.slice(token.start, token.end)
  }
  return word.replaceAll(specialFigure, "special figure")
}
