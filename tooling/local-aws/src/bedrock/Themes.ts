/**
 * Frequent themes of stories across the two languages: "Vikings" and ヴァイキング are one.
 *
 * The table is `themes.json`, one list of words for each theme, named by its first.
 */
import { stem } from "./Words.ts"
import themes from "./themes.json" with { type: "json" }

const latin = /^[a-z -]+$/
const oneWord = new Map<string, string>()
const phrases: Array<readonly [phrase: string, theme: string]> = []
for (const words of themes) {
  const [theme = ""] = words
  for (const word of words) {
    const folded = word.normalize("NFKC").toLowerCase()
    if (latin.test(folded) && !/[ -]/.test(folded)) oneWord.set(stem(folded), theme)
    else phrases.push([folded, theme])
  }
}

/** Themes of a folded text; `stems` are its Latin words. Each theme once. */
export const themesOf = (folded: string, stems: ReadonlyArray<string>): ReadonlyArray<string> => {
  const found = new Set<string>()
  for (const word of stems) {
    const theme = oneWord.get(word)
    if (theme !== undefined) found.add(theme)
  }
  for (const [phrase, theme] of phrases) if (folded.includes(phrase)) found.add(theme)
  return [...found]
}
