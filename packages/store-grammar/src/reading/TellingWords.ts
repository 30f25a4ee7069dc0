/**
 * Picks the words of a text that may describe a story, for a search by meaning: the names of themes, and words that no
 * list explains. Empty where the grammar understands the text as a whole, because then all wordings of the question
 * (all that share its canonical form) are looked up alike.
 */
import type { Reading } from "../kinds/Kind.ts"
import { isPlainWord } from "../lists/PlainWords.ts"
import { unknownWords } from "./UnknownWords.ts"

const latinOrJapanese = /^(?:[a-z]{3,}|[\p{sc=Han}\p{sc=Katakana}ー]{2,})$/u

/**
 * The words that may tell what happens in a story: those that name a theme, and those that no list explains. Empty where
 * there are none, and where the text has a form: all its wordings are looked up alike.
 */
export const tellingWords = ({ known, letters, tokens }: Reading): string => {
  if (known) return ""
  const themes = tokens
    .filter(({ kind }) => kind === "THEME")
    .map(({ end, start }) => letters.text.slice(start, end))
  const unknown = unknownWords(tokens, letters).filter(
    (word) => latinOrJapanese.test(word) && !isPlainWord(word),
  )
  return [...themes, ...unknown].join(" ")
}
