/**
 * Normalises a question into letters: one spelling for letters, digits and meaningful signs, with the word edges
 * between them. Linear in the text.
 *
 * Punctuation, quotes and decoration are dropped. A sign that changes a number ("10²", "3.5", "1-3") stays a token of
 * its own, so that no word list can explain it away.
 */

/** Kinds of letters; a sign is a word of its own wherever it stands. */
export const latin = 1
export const digit = 2
export const hiragana = 3
export const katakana = 4
export const kanji = 5
export const sign = 6

/** Nothing, an apostrophe, white space or a mark, or the end of a sentence before a letter. */
export const apostrophe = 1
const space = 2
/** The end of a sentence. */
export const stop = 3

export interface Letters {
  readonly text: string
  /** One kind for each letter of `text`. */
  readonly scripts: Uint8Array
  /** What stands before each letter; one longer than `text`. */
  readonly edges: Uint8Array
}

const scriptOf = (code: number): number => {
  if (code < 0x80) {
    if (code >= 0x61 && code <= 0x7a) return latin
    return code >= 0x30 && code <= 0x39 ? digit : 0
  }
  if (code >= 0x3041 && code <= 0x3096) return hiragana
  if ((code >= 0x30a1 && code <= 0x30fa) || code === 0x30fc) return katakana
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf)) return kanji
  if (code === 0x3005 || code === 0x3006 || code === 0x3007) return kanji
  return (code >= 0xdf && code <= 0x24f) || (code >= 0x370 && code <= 0x52f) ? latin : 0
}

/** Letters whose scripts are `latin` or `digit`. */
export const latinOrDigit = /^[a-z0-9\u00df-\u024f\u0370-\u052f]+$/

const apostrophes = "'’‘`´ʼ＇"
/** Read like a space. Brackets, quotes, sentence marks, and what people decorate a text with. */
const separators = new Set(
  ' \t\n\r\f\v\u00a0.,!?;:"“”„«»‹›()[]{}<>|_*-‐‑‒–—―…、。・「」『』【】〈〉《》〔〕♪☆★♥♡△▲○●◎◇◆□■〜~^…‥​⁠﻿',
)
const stops = new Set("?!。\n")
/** Their point ends no sentence: "Dr. Stone"; some only before a figure, as "Vol. 3" and "No. 8". */
const abbreviated = new Set("dr mr mrs ms st vs approx incl excl".split(" "))
const abbreviatedBeforeFigure = new Set("no nr vol vols pt ch ep max min".split(" "))
const gap = /\s/u
const word = /[a-z]{1,7}$/u
const longestAbbreviation = 6

/** "Not bad. Shorter?": a point behind a word, and a gap behind the point. */
const endsSentence = (text: string, at: number): boolean => {
  if (!gap.test(text.charAt(at + 1))) return false
  const [last = ""] = word.exec(text.slice(Math.max(0, at - longestAbbreviation - 1), at)) ?? []
  if (abbreviatedBeforeFigure.has(last)) return !isDigit(text.charCodeAt(at + 2))
  return last.length > 1 && !abbreviated.has(last)
}
/** Smiling and thanking says nothing. */
const gestures =
  /[\u{1F600}-\u{1F60F}\u{1F642}\u{1F643}\u{1F64F}\u{1F44B}\u{1F44D}\u{1F64C}\u{1F60A}\u{1F4DA}\u{2728}]/u
/** Marks that join or split figures when digits stand on both sides. */
const ranges = new Set("-‐‑‒–—~〜～")
/** Compatibility characters that NFKC would turn into plain figures: ², ½, Ⅻ, ①. */
const figures = /(?!〇)[\p{No}\p{Nl}]/gu
/** Fractions, as people also write them: with a stroke, and a space before it, as 3½ is no 31/2. */
const fractions: ReadonlyMap<string, string> = new Map([
  ["½", " 1/2"],
  ["⅓", " 1/3"],
  ["⅔", " 2/3"],
  ["¼", " 1/4"],
  ["¾", " 3/4"],
])
const anyFraction = /[½⅓¼⅔¾]/gu
/** Stands for each of them, and is no word of any list. */
export const specialFigure = "\ufffd"
const accents = /[\u0300-\u036f]/g
/** Not a letter or mark that stays as it is: those of ASCII, kana, kanji and Japanese punctuation do. */
const changeable = /[^\0-\x7f\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]/

/** Letters that are read; what is longer, or becomes longer as one character is several, ends in a strange sign. */
export const mostLetters = 2_000

const cut = (text: string): string =>
  text.length > mostLetters ? text.slice(0, mostLetters) + specialFigure : text

const plain = (written: string): string => {
  const text = cut(written)
  if (!changeable.test(text)) return text.toLowerCase()
  const composed = text
    .replace(anyFraction, (fraction) => fractions.get(fraction) ?? fraction)
    .replace(figures, specialFigure)
    .normalize("NFKC")
  // Japanese voicing marks must stay composed, Latin accents must go.
  const bare = cut(composed).toLowerCase().normalize("NFD").replace(accents, "")
  return cut(bare.normalize("NFC"))
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** A comma between thousands, a point or a stroke between figures, a range. */
const between = (text: string, index: number, character: string): string | undefined => {
  const before = text.charCodeAt(index - 1)
  const after = text.charCodeAt(index + 1)
  // A counter may stand before the sign of a range: 1巻〜3巻.
  if (!isDigit(after) || !(isDigit(before) || scriptOf(before) === kanji)) return undefined
  if (ranges.has(character)) return "~"
  if (!isDigit(before)) return undefined
  if (character === ".") return "."
  if (character !== ",") return undefined
  const thousand = /^\d{3}(?!\d)/.test(text.slice(index + 1, index + 5))
  return thousand ? "" : undefined
}

/** A dash before a figure and after a space: a number below zero. */
const isMinus = (text: string, index: number, character: string): boolean =>
  "-−".includes(character) &&
  isDigit(text.charCodeAt(index + 1)) &&
  (index === 0 || /\s/u.test(text.charAt(index - 1)))

/** Of the text that is being read; no two are at the same time. "&" becomes three letters. */
const scriptsRead = new Uint8Array(3 * (mostLetters + 1))
const edgesRead = new Uint8Array(scriptsRead.length + 1)

export const lettersOf = (written: string): Letters => {
  const text = plain(written)
  let read = ""
  let length = 0
  let edge = space
  /** Where the letters begin that are as they stand in `text`. */
  let run = 0
  const put = (letters: string, script: number) => {
    read += letters
    for (let unit = 0; unit < letters.length; unit++) {
      scriptsRead[length] = script
      edgesRead[length++] = unit === 0 ? edge : 0
    }
    edge = 0
  }
  let index = 0
  for (; index < text.length && length < mostLetters; index++) {
    const code = text.charCodeAt(index)
    const script = scriptOf(code)
    if (script !== 0) {
      scriptsRead[length] = script
      edgesRead[length++] = edge
      edge = 0
      continue
    }
    if (run < index) read += text.slice(run, index)
    run = index + 1
    if (code === 0x20) {
      edge = Math.max(edge, space)
      continue
    }
    const character = text.charAt(index)
    if (character === "×") {
      put("x", latin)
    } else if (character === "&") {
      edge = space
      put("and", latin)
      edge = space
    } else if (apostrophes.includes(character)) {
      edge = Math.max(edge, apostrophe)
    } else {
      const joint = between(text, index, character)
      if (joint === "") continue
      if (joint !== undefined) put(joint, sign)
      else if (isMinus(text, index, character)) put("-", sign)
      else if (separators.has(character)) {
        const ends = character === "." ? endsSentence(text, index) : stops.has(character)
        edge = Math.max(edge, ends ? stop : space)
      } else {
        const point = text.codePointAt(index) ?? code
        const whole = String.fromCodePoint(point)
        index += whole.length - 1
        run = index + 1
        if (gestures.test(whole)) edge = Math.max(edge, space)
        else put(whole, sign)
      }
    }
  }
  if (run < index) read += text.slice(run, index)
  // Letters of signs that become several: what is longer is no known question either.
  if (index < text.length) put(specialFigure, sign)
  edgesRead[length] = space
  return {
    text: read,
    scripts: scriptsRead.slice(0, length),
    edges: edgesRead.slice(0, length + 1),
  }
}

const plainWords = /^[a-zA-Z0-9 ぁ-ゖァ-ヺー一-鿿]*$/

/** The letters alone, without the edges between them. */
export const lettersIn = (written: string): string =>
  plainWords.test(written) ? written.replaceAll(" ", "").toLowerCase() : lettersOf(written).text

/** May a word end before letter `index` and another begin there? */
export const isEdge = ({ edges, scripts }: Letters, index: number): boolean => {
  if (index <= 0 || index >= scripts.length || edges[index] !== 0) return true
  const left = scripts[index - 1] ?? 0
  const right = scripts[index] ?? 0
  return left === sign || right === sign || left >= hiragana || right >= hiragana || left !== right
}

/** Is there a gap between the letters from `start` to `end` (exclusive)? */
export const hasGap = ({ edges }: Letters, start: number, end: number): boolean => {
  for (let index = start + 1; index < end; index++) if (edges[index] !== 0) return true
  return false
}
