/**
 * The words and names of a grammar, in the trees in which they are looked up, and what finds misspelt
 * ones. Built once for each grammar.
 */
import { asHiragana } from "./AsKana.ts"
import type { Grammar } from "./Grammar.ts"
import { hasGap, latin, lettersOf } from "./Letters.ts"
import { NearKana } from "./NearKana.ts"
import { NearNames } from "./NearNames.ts"
import { numberWords } from "./Numerals.ts"
import { respell } from "./Respell.ts"
import { shortVowels } from "./Romaji.ts"
import { spellingsOf, wordLines } from "./WordList.ts"
import { longOf, type Sense, WordTree } from "./WordTree.ts"

const senseOf = (kind: string, value: string): Sense => ({
  kind,
  value,
  name: false,
  common: false,
  unbroken: false,
})

/** "Kan no" is not the name Kanno; longer names are not made of other words by chance. */
const longestUnbroken = 6

/** Of two lists with one spelling the earlier wins; names stand apart from words. */
export class Vocabulary {
  readonly words = new WordTree()
  readonly kana = new WordTree()
  readonly names = new WordTree("loosely")
  readonly near: NearNames
  readonly nearKana = new NearKana()
  readonly #single = new Set<string>()

  constructor(grammar: Pick<Grammar, "names" | "ordinary" | "words">) {
    this.near = new NearNames(grammar.ordinary)
    for (const { kind, spelling, value } of wordLines(grammar.words))
      this.#add(kind, value, spelling)
    for (const [kind, value, spelling] of numberWords) {
      this.words.add(spelling, senseOf(kind, value))
    }
    for (const { common = false, exact = false, kind, spelling, value } of grammar.names) {
      const letters = lettersOf(spelling)
      for (const word of spelling.toLowerCase().split(/[^a-z]+/u)) this.#single.add(word)
      const { length } = letters.text
      const unbroken =
        length <= longestUnbroken &&
        letters.scripts.every((script) => script === latin) &&
        !hasGap(letters, 0, length)
      const sense = { kind, value, name: true, common, unbroken, ...longOf(letters.text) }
      if (letters.text === "" || this.names.add(letters.text, sense) !== undefined) continue
      if (exact) continue
      this.near.add(letters, sense)
      this.nearKana.add(letters.text, sense)
    }
  }

  /** Is it a word, or one of several, of some list or name? */
  knows(word: string): boolean {
    return this.#single.has(word)
  }

  #add(kind: string, value: string, spelling: string): void {
    const sense = senseOf(kind, value)
    for (const written of spellingsOf(spelling)) {
      const { text } = lettersOf(respell(written))
      for (const word of written.split(/[^a-z]+/u)) this.#single.add(word)
      // Of two lists with one spelling the earlier wins.
      this.words.add(text, sense)
      if (/^[ぁ-ゖァ-ヺー]+$/u.test(text)) this.kana.add(shortVowels(asHiragana(text)), sense)
    }
  }
}
