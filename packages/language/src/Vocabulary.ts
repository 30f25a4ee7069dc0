/**
 * Compiles the words and names of a grammar into search trees, and into the indexes that find misspelt names. Built
 * once for each grammar.
 */
import type { Grammar } from "./Grammar.ts"
import { hasGap, latin, lettersIn, lettersOf } from "./letters/Letters.ts"
import { NearKana } from "./typos/NearKana.ts"
import { NearNames } from "./typos/NearNames.ts"
import { numberWords } from "./words/Numerals.ts"
import { prolongs } from "./letters/Romaji.ts"
import { Spellings } from "./words/Spellings.ts"
import { patternsIn, wordLines } from "./words/WordList.ts"
import type { Fold } from "./words/TreeMaker.ts"
import { longOf, loose, type Sense, type WordTree } from "./words/WordTree.ts"

/** "Kan no" is not the name Kanno; longer names are not made of other words by chance. */
const longestUnbroken = 6

const marks = /[()|]/gu

const senseOf = (kind: string, value: string): Sense => ({
  kind,
  value,
  name: false,
  common: false,
  unbroken: false,
})

const hiraganaOf = (code: number): number => {
  if ((code >= 0x3041 && code <= 0x3096) || code === 0x30fc) return code
  if (code >= 0x30a1 && code <= 0x30f6) return code - 96
  return code > 0x30f6 && code <= 0x30fa ? code : 0
}

const isOneWord = (spelling: string): boolean => {
  const letters = lettersOf(spelling)
  const { scripts } = letters
  return scripts.every((script) => script === latin) && !hasGap(letters, 0, scripts.length)
}

/** As `kanaOf` and `shortVowels` write romanised words; a spelling with other letters is none of them. */
const asRomanised: Fold = {
  letter: hiraganaOf,
  isSilent: (code, before) => prolongs(hiraganaOf(code), before),
}

const word = senseOf("", "")
const smallLatin = { first: 0x61, last: 0x7a }

/** Of two lists with one spelling the earlier wins; names stand apart from words. */
export class Vocabulary {
  readonly words: WordTree
  readonly kana: WordTree
  readonly names: WordTree
  readonly near: NearNames
  readonly nearKana = new NearKana()
  readonly #single: WordTree

  constructor({ names, ordinary, words }: Pick<Grammar, "names" | "ordinary" | "words">) {
    const single = new Spellings(2 ** 14, smallLatin)
    const spellings = this.#wordsOf(words, single)
    this.words = spellings.tree()
    this.kana = spellings.tree(asRomanised)
    spellings.free()
    this.near = new NearNames(ordinary ?? new Set())
    const named = this.#namesOf(names, single)
    this.names = named.tree()
    named.free()
    this.#single = single.tree()
    single.free()
  }

  /** Is it a word, or one of several, of some list or name? */
  knows(written: string): boolean {
    return this.#single.has(written)
  }

  #wordsOf(lists: string, single: Spellings): Spellings {
    const words = new Spellings(lists.length)
    let sense = senseOf("", "")
    for (const { kind, spellings, value } of wordLines(lists)) {
      if (sense.kind !== kind || sense.value !== value) sense = senseOf(kind, value)
      words.add(patternsIn(spellings), sense)
      single.add(spellings, word)
    }
    for (const [kind, value, spelling] of numberWords) words.add(spelling, senseOf(kind, value))
    return words
  }

  #namesOf(names: Grammar["names"], single: Spellings): Spellings {
    const senses = new Map<string, Sense>()
    for (const { common = false, exact = false, kind, spelling, value } of names) {
      single.add(spelling.toLowerCase().replaceAll(marks, " "), word)
      const letters = lettersIn(spelling)
      const compared = loose(letters)
      const known = senses.get(compared)
      const unbroken = letters.length <= longestUnbroken && isOneWord(spelling)
      if (known !== undefined) {
        // "Ao Ashi" beside "Aoashi": one of its spellings has the gap.
        if (known.unbroken && !unbroken && known.kind === kind && known.value === value) {
          senses.set(compared, { ...known, unbroken: false })
        }
        continue
      }
      const sense = { kind, value, name: true, common, unbroken, ...longOf(letters) }
      senses.set(compared, sense)
      if (compared === "" || exact) continue
      this.near.add(letters, sense)
      this.nearKana.add(letters, sense)
    }
    const spellings = new Spellings(2 ** 16)
    senses.forEach((sense, compared) => spellings.add(compared, sense))
    return spellings
  }
}
