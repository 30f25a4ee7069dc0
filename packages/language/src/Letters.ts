/**
 * A question as the closed world reads it: letters, digits and telling signs, one spelling for each,
 * with the edges between them. Linear in the text.
 *
 * Not read: punctuation, quotes, decoration. What changes a number ("10²", "3.5", "1-3") stays a sign
 * of its own, so that no word list explains it away.
 */

/** Kinds of letters; a sign is a word of its own wherever it stands. */
export const latin = 1
export const digit = 2
export const hiragana = 3
export const katakana = 4
export const kanji = 5
export const sign = 6

/** Nothing, an apostrophe, white space or a mark before a letter. */
export const apostrophe = 1
const space = 2

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

const apostrophes = "'’‘`´ʼ＇"
/** Read like a space. Brackets, quotes, sentence marks, and what people decorate a text with. */
const separators = new Set(
  ' \t\n\r\f\v\u00a0.,!?;:"“”„«»‹›()[]{}<>|_*-‐‑‒–—―…、。・「」『』【】〈〉《》〔〕♪☆★♥♡△▲○●◎◇◆□■〜~^…‥​⁠﻿',
)
/** Smiling and thanking says nothing. */
const gestures =
  /[\u{1F600}-\u{1F60F}\u{1F642}\u{1F643}\u{1F64F}\u{1F44B}\u{1F44D}\u{1F64C}\u{1F60A}\u{1F4DA}\u{2728}]/u
/** Marks that join or split figures when digits stand on both sides. */
const ranges = new Set("-‐‑‒–—~〜～")
/** Compatibility characters that NFKC would turn into plain figures: ², ½, Ⅻ, ①. */
const figures = /(?!〇)[\p{No}\p{Nl}]/gu
/** Fractions, which people also write with a stroke: ½ is 1/2. */
const fractions = /[½⅓¼⅔¾]/gu
/** Stands for each of them, and is no word of any list. */
export const specialFigure = "\ufffd"
const accents = /[\u0300-\u036f]/g
const beyondAscii = /[^\p{ASCII}]/u

/** With a space before it, as 3½ is no 31/2. */
const asWritten = (fraction: string): string =>
  ` ${fraction.normalize("NFKD").replace("\u2044", "/")}`

/** Letters that a text of this length may have; NFKC lengthens some. */
const plain = (text: string): string => {
  if (!beyondAscii.test(text)) return text.toLowerCase()
  const composed = text
    .replace(fractions, asWritten)
    .replace(figures, specialFigure)
    .normalize("NFKC")
    .toLowerCase()
  // Japanese voicing marks must stay composed, Latin accents must go.
  return composed.normalize("NFD").replace(accents, "").normalize("NFC")
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

export const lettersOf = (written: string): Letters => {
  const text = plain(written)
  const scripts = new Uint8Array(text.length * 3)
  const edges = new Uint8Array(text.length * 3 + 1)
  const codes: Array<number> = []
  let edge = space
  const put = (character: string, script: number) => {
    for (let unit = 0; unit < character.length; unit++) {
      scripts[codes.length] = script
      edges[codes.length] = unit === 0 ? edge : 0
      codes.push(character.charCodeAt(unit))
    }
    edge = 0
  }
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const script = scriptOf(code)
    if (script !== 0) {
      scripts[codes.length] = script
      edges[codes.length] = edge
      codes.push(code)
      edge = 0
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
      else if (separators.has(character)) edge = space
      else {
        const point = text.codePointAt(index) ?? code
        const whole = String.fromCodePoint(point)
        index += whole.length - 1
        if (gestures.test(whole)) edge = space
        else put(whole, sign)
      }
    }
  }
  edges[codes.length] = space
  return {
    text: String.fromCharCode(...codes),
    scripts: scripts.subarray(0, codes.length),
    edges: edges.subarray(0, codes.length + 1),
  }
}

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
