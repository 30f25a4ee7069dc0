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

/** `undefined` where it does not end so, or hardly anything would be left. */
const without = (word: string, ending: string): string | undefined =>
  word.endsWith(ending) && word.length - ending.length >= shortest
    ? word.slice(0, -ending.length)
    : undefined

const singular = (word: string): string => {
  const changed = without(word, "ies")
  if (changed !== undefined) return `${changed}y`
  if (/(?:s|x|ch|sh)es$/u.test(word)) return word.slice(0, -2)
  return /[^su]s$/u.test(word) ? word.slice(0, -1) : word
}

/** "Packaging" is no "package". */
const verbal = (word: string): string => {
  const changed = without(word, "ied")
  if (changed !== undefined) return `${changed}y`
  const bare = without(word, "ed") ?? (word.endsWith("aging") ? undefined : without(word, "ing"))
  if (bare === undefined) return word
  return /bb$|dd$|gg$|mm$|nn$|pp$|tt$/u.test(bare) ? bare.slice(0, -1) : bare
}

/** "Shipping", "shipped" and "ships" are one word; that other words become alike does not matter, as both sides do. */
export const stemOf = (word: string): string => {
  if (word.length <= shortest) return word
  const bare = verbal(singular(word))
  return bare.length > shortest + 1 && bare.endsWith("e") ? bare.slice(0, -1) : bare
}

const unitOf = (written: string): string => {
  if (isLatin(written)) return stemOf(written)
  return sentenceEnd.test(written) ? "." : written
}

/** It is what it becomes, but for capitals. */
const plain = /^[\x20-\x26\x28-\x5f\x61-\x7e]*$/u

/** In small letters without apostrophes and accents. */
const bare = (text: string): string =>
  plain.test(text)
    ? text.toLowerCase()
    : text
        .normalize("NFKC")
        .toLowerCase()
        .normalize("NFD")
        .replaceAll(marks, "")
        .normalize("NFC")
        .replaceAll(apostrophes, "")

/** For phrases: words with one space between, and behind each mark, which is ",", "." or "?". */
export const plainOf = (text: string): string =>
  bare(text)
    .replaceAll(/[。!\n]/gu, ". ")
    .replaceAll(/[^\p{L}\p{N}.?]+/gu, (between) => (/[,、;:]/u.test(between) ? ", " : " "))
    .replaceAll(/ +/gu, " ")
    .trim()

export const unitsOf = (text: string): ReadonlyArray<string> =>
  Array.from(bare(text).matchAll(units), ([unit]) => unitOf(unit))
