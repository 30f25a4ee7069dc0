/**
 * Completes a kana that an input method left as a consonant: いくらでs is いくらです, まsか is ますか, ねだn is ねだん. Only a lone
 * small letter behind Japanese ones is completed. Pure.
 */

const lone =
  /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー])([bdghkmnrstzｂｄｇｈｋｍｎｒｓｔｚ])(?![a-zａ-ｚ])(?=(\p{sc=Hiragana})?)/gu

/** At the end of a word, and before another kana: what is typed most often. */
const atEnd: Readonly<Record<string, string>> = {
  n: "ん",
  s: "す",
  t: "て",
  k: "か",
  d: "だ",
  r: "る",
  m: "む",
  g: "が",
  h: "は",
  b: "ば",
  z: "ず",
}
const within: Readonly<Record<string, string>> = {
  n: "ん",
  s: "す",
  t: "つ",
  k: "く",
  d: "で",
  r: "る",
  m: "ま",
  g: "が",
  h: "は",
  b: "ば",
  z: "ず",
}
/** しt, っt: what has been. */
const past = /[しっん]$/u

/** The text with completed kana, or `undefined` without one. */
export const completed = (text: string): string | undefined => {
  let found = false
  const whole = text.replace(lone, (_, written: string, next: string | undefined, at: number) => {
    found = true
    const letter = written.normalize("NFKC")
    if (next !== undefined) return within[letter] ?? written
    if (letter === "t" && past.test(text.slice(0, at))) return "た"
    return atEnd[letter] ?? written
  })
  return found ? whole : undefined
}
