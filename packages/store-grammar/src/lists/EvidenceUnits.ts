/**
 * Cuts a text into the units in which evidence is compared: English words without their inflection, figures, Japanese
 * letters, and "." for the end of a sentence.
 */

const units = /[a-z]+|\d+|[ぁ-ゖァ-ヺー々〇一-鿿]|[.?!。\n]+/gu
const apostrophes = /['’`´]/gu
const marks = /(?<=[a-z])[\u0300-\u036f]/gu
const latin = /^[a-z]/u
const sentenceEnd = /^[.?!。\n]/u

export const isLatin = (unit: string): boolean => latin.test(unit)

/** Short words have no ending to lose. */
const shortest = 3

/** "Shipping", "shipped" and "ships" are one word; that other words become alike does not matter, as both sides do. */
export const stemOf = (word: string): string => {
  if (word.length <= shortest) return word
  const one = word
    .replace(/(?<=^.{3,})ies$/u, "y")
    .replace(/(?<=[sx]|[cs]h)es$|(?<=[^su])s$/u, "")
    .replace(/(?<=^.{3,})ied$/u, "y")
  const cut = one.replace(/(?<=^.{3,})(?:(?<!ag)ing|ed)$/u, "")
  const single = cut === one ? one : cut.replace(/(?<=([bdgmnpt]))\1$/u, "")
  return single.length > shortest + 1 ? single.replace(/e$/u, "") : single
}

const unitOf = (written: string): string => {
  if (isLatin(written)) return stemOf(written)
  return sentenceEnd.test(written) ? "." : written
}

export const unitsOf = (text: string): ReadonlyArray<string> =>
  Array.from(
    text
      .normalize("NFKC")
      .toLowerCase()
      .normalize("NFD")
      .replaceAll(marks, "")
      .normalize("NFC")
      .replaceAll(apostrophes, "")
      .matchAll(units),
    ([unit]) => unitOf(unit),
  )
