/**
 * Frequent themes of stories across the two languages: "Vikings" and ヴァイキング are one.
 *
 * The table is `themes.json`, one list of words for each theme, named by its first. A word may
 * stand for several: ジャズ is jazz and music.
 */
import { stem, stemsOf } from "./Words.ts"
import themes from "./themes.json" with { type: "json" }

const latin = /^[a-z -]+$/
const oneWord = new Map<string, Array<string>>()
const phrases: Array<readonly [phrase: RegExp, theme: string]> = []

const patternOf = (word: string): RegExp => {
  if (latin.test(word)) return new RegExp(`\\b${word}\\b`, "g")
  // 忍 is a ninja's art and part of many names: a single character counts only where it stands alone.
  return Array.from(word).length === 1
    ? new RegExp(`(?<!\\p{Script=Han})${word}(?!\\p{Script=Han})`, "gu")
    : new RegExp(word, "g")
}

for (const words of themes) {
  const [theme = ""] = words
  for (const word of words) {
    const folded = word.normalize("NFKC").toLowerCase()
    // The stem of "boxing" is a box.
    if (latin.test(folded) && !/[ -]|ing$/.test(folded)) {
      const stemmed = stem(folded)
      oneWord.set(stemmed, [...(oneWord.get(stemmed) ?? []), theme])
    } else phrases.push([patternOf(folded), theme])
  }
}

/** What follows a theme in a question without being part of the word: 猫漫画. */
const bookWords = /漫画(?!家)|作品|物語|好き?|系/gu

/** Themes of a folded text, each once. A word inside a phrase is that phrase alone ("time travel"). */
export const themesOf = (folded: string): ReadonlyArray<string> => {
  const found = new Set<string>()
  const text = folded.replaceAll(bookWords, " ")
  let rest = text
  for (const [phrase, theme] of phrases) {
    const without = text.replaceAll(phrase, " ")
    if (without === text) continue
    found.add(theme)
    if (/[a-z]/.test(phrase.source)) rest = rest.replaceAll(phrase, " ")
  }
  for (const word of stemsOf(rest)) for (const theme of oneWord.get(word) ?? []) found.add(theme)
  return [...found]
}
