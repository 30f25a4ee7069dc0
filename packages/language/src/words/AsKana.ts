/**
 * Converts Japanese in Latin letters to kana within a question: "one piece no sakusha wa dare".
 *
 * Names and words that the word lists have in Latin letters stay. Whether a text is romanised Japanese is decided by its words before it is segmented;
 * `undefined` if it is not.
 */
import { hasGap, isEdge, latin, type Letters } from "../letters/Letters.ts"
import { kanaOf, shortVowels } from "../letters/Romaji.ts"
import type { NameTree } from "./NameTree.ts"
import type { Sense, WordTree } from "./WordTree.ts"

/** A particle that is an English word or a letter too: no sign beside English words. */
const weakSign = /(?:^|[^a-z])(?:no|o)(?![a-z])/iu

const romajiSign =
  /(?:^|[^a-z])(?:wa|ga|wo|desu|desuka|ka|masu|masuka|arimasu|arimasuka|aru|ikura|itsu|nani|dare|dono|doko|donna|zenbu|kanou|kudasai)(?![a-z])/iu

interface Lists {
  readonly names: NameTree
  readonly words: WordTree
  readonly kana: WordTree
  readonly knows: (word: string) => boolean
}

interface Romanised {
  readonly text: string
  /** Words that are Japanese alone, and words that are English alone. */
  readonly japanese: number
  readonly english: number
  /** A word in it is neither a name nor romanised. */
  readonly mixed: boolean
}

/** Romanised words as kana, names and words of the lists as they are. */
const kanaText = (letters: Letters, lists: Lists): Romanised => {
  const { edges, scripts, text } = letters
  let kana = ""
  let japanese = 0
  let english = 0
  let mixed = false
  for (let start = 0; start < text.length;) {
    if (scripts[start] !== latin) {
      kana += (edges[start] !== 0 && scripts[start] !== latin ? " " : "") + text.charAt(start)
      start++
      continue
    }
    let end = start + 1
    while (end < text.length && scripts[end] === latin && edges[end] === 0) end++
    let named = 0
    const name = ({ unbroken }: Sense, stop: number) => {
      if (isEdge(letters, stop) && !(unbroken && hasGap(letters, start, stop))) named = stop
    }
    lists.names.at(text, start, name)
    const word = text.slice(start, end)
    const converted = named > 0 ? undefined : kanaOf(word)
    if (converted !== undefined) {
      const short = shortVowels(converted)
      const isJapanese = lists.kana.has(short)
      const isEnglish = lists.knows(word)
      if (isJapanese && !isEnglish) japanese++
      if (isEnglish && !isJapanese) english++
      kana += short
      start = end
      continue
    }
    let stop = Math.max(named, end)
    if (named === 0) {
      mixed = true
      if (lists.knows(word)) english++
      lists.words.at(text, start, (_, known) => {
        if (isEdge(letters, known)) stop = Math.max(stop, known)
      })
    }
    kana += ` ${text.slice(start, stop)} `
    start = stop
  }
  return { text: kana, japanese, english, mixed }
}

/**
 * The text with its romanised words in kana; `undefined` where it is not Japanese in Latin letters: more of its words
 * must be Japanese alone than English alone, beside a sign, or all of them beside a weak one.
 */
export const asKana = (text: string, letters: Letters, lists: Lists): string | undefined => {
  const certain = romajiSign.test(text)
  if (!certain && !weakSign.test(text)) return undefined
  const { english, japanese, mixed, text: kana } = kanaText(letters, lists)
  const isRomanised = certain ? japanese > english : !mixed && japanese > 0 && english === 0
  return isRomanised ? kana : undefined
}
