/**
 * Corrects slips of typing in the words that a grammar lists for this, such as question words: "stcok" is "stock",
 * "shiping" is "shipping".
 *
 * Each listed word of at least four letters is known with two neighbours swapped; from six letters on also with an
 * inner letter missing or a letter doubled; from eight on with one inner vowel changed. A word of the grammar or an
 * ordinary word is not a slip, nor is one that is equally near to two words.
 */
const swappedFrom = 4
const missingFrom = 6
const vowelsFrom = 8
const vowels = "aeiou"

const slipsOf = (word: string): ReadonlyArray<string> => {
  const slips: Array<string> = []
  const { length } = word
  const withPart = (start: number, end: number, part: string) =>
    slips.push(word.slice(0, start) + part + word.slice(end))
  for (let at = 0; at < length; at++) {
    const letter = word.charAt(at)
    const next = word.charAt(at + 1)
    const within = at > 0 && at < length - 1
    if (length >= swappedFrom && next !== "" && next !== letter) {
      withPart(at, at + 2, next + letter)
    }
    if (length >= missingFrom) {
      withPart(at, at, letter)
      if (within) withPart(at, at + 1, "")
    }
    if (length >= vowelsFrom && within && vowels.includes(letter)) {
      for (const vowel of vowels) if (vowel !== letter) withPart(at, at + 1, vowel)
    }
  }
  return slips
}

export class Slips {
  /** The word that is meant; empty where two are. */
  readonly #meant = new Map<string, string>()

  /** `words`, separated by spaces, may be misspelt; `known` says what is a word of its own. */
  constructor(words: string, known: (word: string) => boolean) {
    for (const word of words.split(/\s+/u).filter(Boolean)) {
      for (const slip of slipsOf(word)) {
        if (slip === word || known(slip)) continue
        const before = this.#meant.get(slip)
        this.#meant.set(slip, before === undefined || before === word ? word : "")
      }
    }
  }

  /** The text with each slip as what is meant, or `undefined` without one. */
  mended(text: string): string | undefined {
    let found = false
    const mended = text.replace(/[a-zA-Z]{4,}/g, (written) => {
      const meant = this.#meant.get(written.toLowerCase())
      if (meant === undefined || meant === "") return written
      found = true
      return meant
    })
    return found ? mended : undefined
  }
}
