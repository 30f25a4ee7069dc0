/**
 * A question with romanised Japanese in it, written in kana: "one piece no sakusha wa dare".
 *
 * Names and words of the lists stay as they are. Text without a sign of romanised Japanese is none.
 */
import { hasGap, isEdge, latin, type Letters } from "./Letters.ts"
import { kanaOf, shortVowels } from "./Romaji.ts"
import { loosely, type Sense, type WordTree } from "./WordTree.ts"

/** A particle that is an English word or a letter too: no sign beside English words. */
const weakSign = /(?:^|[^a-z])(?:no|o)(?![a-z])/iu

const romajiSign =
  /(?:^|[^a-z])(?:wa|ga|wo|desu|desuka|ka|masu|masuka|arimasu|arimasuka|aru|ikura|itsu|nani|dare|dono|doko|donna|zenbu|kanou|kudasai)(?![a-z])/iu

interface Trees {
  readonly names: WordTree
  readonly words: WordTree
}

interface Romanised {
  readonly text: string
  /** A word in it is neither a name nor romanised. */
  readonly mixed: boolean
}

/** Romanised words as kana, names and words of the lists as they are. */
const kanaText = (letters: Letters, { names, words }: Trees): Romanised => {
  const { edges, scripts, text } = letters
  let kana = ""
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
    names.at(text, start, name, loosely)
    const converted = named > 0 ? undefined : kanaOf(text.slice(start, end))
    if (converted !== undefined) {
      kana += shortVowels(converted)
      start = end
      continue
    }
    let stop = Math.max(named, end)
    if (named === 0) {
      mixed = true
      words.at(text, start, (_, known) => {
        if (isEdge(letters, known)) stop = Math.max(stop, known)
      })
    }
    kana += ` ${text.slice(start, stop)} `
    start = stop
  }
  return { text: kana, mixed }
}

/** A word in it is romanised Japanese and nothing else. */
export const isRomanised = (text: string): boolean => romajiSign.test(text)

/** `undefined` where nothing says that the text is Japanese. */
export const asKana = (text: string, letters: Letters, trees: Trees): string | undefined => {
  const certain = isRomanised(text)
  if (!certain && !weakSign.test(text)) return undefined
  const romanised = kanaText(letters, trees)
  return romanised.mixed && !certain ? undefined : romanised.text
}
