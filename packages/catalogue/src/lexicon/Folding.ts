/**
 * Text as the lexicon compares it: letters and digits only, one spelling for each, places remembered.
 *
 * Width, case, accents, hiragana and katakana, long vowels (ō, ou, oo, ー) and separators do not count.
 * One pass over the text; every folded letter knows where it stood in the original.
 */

export type Script = "latin" | "digit" | "hiragana" | "katakana" | "kanji"

export interface Folded {
  readonly text: string
  /** The letters, joined: index `i` belongs to `starts[i]`, `ends[i]`, `scripts[i]`, `gaps[i]`. */
  readonly letters: string
  /** Offsets into `text`, in UTF-16 units. */
  readonly starts: ReadonlyArray<number>
  readonly ends: ReadonlyArray<number>
  readonly scripts: ReadonlyArray<Script>
  /** What stood before the letter: nothing, a separator inside a phrase, or the end of a sentence. */
  readonly gaps: ReadonlyArray<0 | 1 | 2>
}

const hiragana = /^[\u3041-\u3096]$/
const katakana = /^[\u30a1-\u30fa]$/
const kanji = /^[\p{Script=Han}々〆]$/u
const digit = /^\p{Nd}$/u
const letter = /^\p{L}$/u
const mark = /[\p{M}\uff9e\uff9f]/u
const accents = /[\u0300-\u036f]/g
const prolonging = /^[\u30fc\uff70]$/
const sentenceEnd = /[?？。｡\n]|[.!！]\s/u

/** Marks beyond this many on one letter are separators; no language stacks more. */
const marksPerLetter = 4

const scriptOf = (character: string): Script | undefined => {
  if (hiragana.test(character)) return "hiragana"
  if (katakana.test(character)) return "katakana"
  if (digit.test(character)) return "digit"
  if (kanji.test(character)) return "kanji"
  return letter.test(character) ? "latin" : undefined
}

const sameSound: Readonly<Record<string, string>> = { ヅ: "ズ", ヂ: "ジ", ヴ: "ブ", ヲ: "オ" }
const afterVu: Readonly<Record<string, string>> = { ァ: "バ", ィ: "ビ", ェ: "ベ", ォ: "ボ" }

/** 0 to 9 of any width or script stay as ASCII digits; kana become katakana. */
const canonical = (character: string, script: Script): string => {
  if (script !== "hiragana" && script !== "katakana") return character
  const kana = script === "hiragana" ? String.fromCharCode(character.charCodeAt(0) + 96) : character
  return sameSound[kana] ?? kana
}

/** Stands for a letter outside the basic plane, so that every letter keeps one index. */
const unindexed = "\ufffd"

const ascii = (code: number): boolean => code < 0x80

/** The length of the letter and its marks at `index`. */
const clusterLength = (text: string, index: number): number => {
  const point = text.codePointAt(index) ?? 0
  let length = point > 0xffff ? 2 : 1
  if (ascii(point) && ascii(text.charCodeAt(index + length) || 0)) return length
  for (let marks = 0; marks < marksPerLetter && index + length < text.length; marks++) {
    if (!mark.test(text.charAt(index + length))) break
    length++
  }
  return length
}

/** Compatibility form, lower case, without accents. `×` is how titles write the letter x. */
const plain = (cluster: string): string => {
  if (cluster === "×") return "x"
  const code = cluster.charCodeAt(0)
  if (cluster.length === 1 && (ascii(code) || (code >= 0x3041 && code <= 0x9fff))) {
    return cluster.toLowerCase()
  }
  const composed = cluster.normalize("NFKC").toLowerCase()
  const bare = composed.normalize("NFD").replace(accents, "").normalize("NFC")
  return bare === "ς" ? "σ" : bare
}

/** ou, oo and uu are ways to write one long vowel. */
const prolongs = (previous: string | undefined, character: string): boolean =>
  (character === "u" && (previous === "o" || previous === "u")) ||
  (character === "o" && previous === "o")

export const fold = (text: string): Folded => {
  const letters: Array<string> = []
  const starts: Array<number> = []
  const ends: Array<number> = []
  const scripts: Array<Script> = []
  const gaps: Array<0 | 1 | 2> = []
  let gapStart = 0
  let afterV = false
  for (let index = 0; index < text.length;) {
    const end = index + clusterLength(text, index)
    const cluster = text.slice(index, end)
    const gap = gapStart < index
    const previous = letters.length - 1
    if (prolonging.test(cluster) && previous >= 0 && !gap) {
      ends[previous] = end
      gapStart = end
    } else {
      for (const character of plain(cluster)) {
        const script = scriptOf(character)
        if (script === undefined) continue
        const joined = gapStart >= index
        const composed = afterV && joined ? afterVu[canonical(character, script)] : undefined
        if (composed !== undefined) {
          letters[letters.length - 1] = composed
          ends[ends.length - 1] = end
        } else if (joined && prolongs(letters.at(-1), character)) {
          ends[ends.length - 1] = end
        } else {
          letters.push(character.length === 1 ? canonical(character, script) : unindexed)
          starts.push(index)
          ends.push(end)
          scripts.push(script)
          gaps.push(joined ? 0 : sentenceEnd.test(text.slice(gapStart, index)) ? 2 : 1)
        }
        afterV = character === "ヴ" || character === "ゔ"
        gapStart = end
      }
    }
    index = end
  }
  return { text, letters: letters.join(""), starts, ends, scripts, gaps }
}

/** The folded letters alone: equal for two spellings of one name. */
export const foldedLetters = (text: string): string => fold(text).letters
