/**
 * Compiles the words of a grammar into search trees, once; and keeps its names, which may change, with the indexes that
 * find misspelt ones.
 */
import { checkName, type Grammar, type Name } from "./Grammar.ts"
import { hasGap, latin, lettersIn, lettersOf } from "./letters/Letters.ts"
import { NearKana } from "./typos/NearKana.ts"
import { NearNames } from "./typos/NearNames.ts"
import { numberWords } from "./words/Numerals.ts"
import { prolongs } from "./letters/Romaji.ts"
import { Hashes } from "./words/Hashes.ts"
import { NameTree } from "./words/NameTree.ts"
import { Spellings } from "./words/Spellings.ts"
import { patternsIn, wordLines } from "./words/WordList.ts"
import type { Fold } from "./words/TreeMaker.ts"
import { longOf, loose, type Sense, type WordTree } from "./words/WordTree.ts"

/** "Kan no" is not the name Kanno; longer names are not made of other words by chance. */
const longestUnbroken = 6

const oneWord = /^[a-z]+$/u
const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a
const isSmall = (code: number): boolean => code >= 0x61 && code <= 0x7a

/** Takes the hash of each run of Latin letters, of which capitals count as small ones. */
const hashWords = (text: string, take: (hash: number) => void): void => {
  let hash = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const small = isCapital(code) ? code + 32 : code
    if (isSmall(small)) hash = Math.imul(hash ^ small, 0x9e37_79b1) ^ (hash >>> 15)
    else if (hash !== 0) {
      take(hash)
      hash = 0
    }
  }
  if (hash !== 0) take(hash)
}

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

/** Of two lists with one spelling the earlier wins; names stand apart from words, and come and go. */
export class Vocabulary {
  readonly words: WordTree
  readonly kana: WordTree
  readonly names = new NameTree()
  readonly near: NearNames
  readonly nearKana = new NearKana()
  /** Of its words and of the names that it began with. */
  readonly kinds = new Set<string>()
  readonly #single: WordTree
  /** Hashes of single words of names: of another word to be taken for one the odds are as small as its harm. */
  readonly #named = new Hashes()
  readonly #addNamed = (hash: number) => {
    this.#named.add(hash)
  }
  /** Spellings that several values would have to themselves, which none of them has. */
  readonly #contested = new Map<string, Map<string, Name>>()
  /** By spelling, kind and value: what gave way to another name of the spelling, until that goes. */
  readonly #behind = new Map<string, Map<string, Name>>()
  readonly #ordinary: ReadonlySet<string>
  /** By value and spelling. */
  readonly collisions = new Map<string, Name>()
  #last = senseOf("", "")

  constructor({ names, ordinary, words }: Pick<Grammar, "names" | "ordinary" | "words">) {
    const single = new Spellings(2 ** 14, smallLatin)
    const spellings = this.#wordsOf(words, single)
    this.words = spellings.tree()
    this.kana = spellings.tree(asRomanised)
    spellings.free()
    this.#single = single.tree()
    single.free()
    this.#ordinary = ordinary ?? new Set()
    this.near = new NearNames(this.#ordinary)
    let last = ""
    let at = 0
    for (const name of names) {
      checkName(name, at)
      at += 1
      if (name.kind !== last) this.kinds.add(name.kind)
      last = name.kind
      this.add(name)
    }
  }

  /** Is it a word, or one of several, of some list or name? */
  knows(written: string): boolean {
    if (this.#single.has(written)) return true
    let isNamed = false
    if (oneWord.test(written)) {
      hashWords(written, (hash) => {
        isNamed = this.#named.has(hash)
      })
    }
    return isNamed
  }

  /** Of two names with one spelling the earlier stays; see `Name.sole`. */
  add(name: Name): void {
    const { common = false, exact = false, kind, sole = false, spelling, unlessWord, value } = name
    const letters = lettersIn(spelling)
    if (unlessWord === true && this.#isWord(spelling, letters)) {
      this.collisions.set(`${value} ${spelling}`, name)
      return
    }
    // What is sole is made of words of other names.
    if (!sole) hashWords(spelling, this.#addNamed)
    const compared = loose(letters)
    const unbroken = letters.length <= longestUnbroken && isOneWord(spelling)
    const contested = sole ? this.#contested.get(compared) : undefined
    if (contested !== undefined) {
      contested.set(value, name)
      return
    }
    const known = this.names.find(compared)
    if (known?.sole === true && sole && known.value !== value) {
      const first = { ...known, spelling, exact: true }
      this.#contested.set(compared, new Map([first, name].map((each) => [each.value, each])))
      this.#forget(letters, compared, known.value)
      return
    }
    if (known !== undefined && (sole || known.sole !== true)) {
      // "Ao Ashi" beside "Aoashi": one of its spellings has the gap.
      if (known.unbroken && !unbroken && known.kind === kind && known.value === value) {
        this.names.set(compared, { ...known, unbroken: false })
      }
      if (known.kind !== kind || known.value !== value) this.#giveWay(compared, name)
      return
    }
    if (known !== undefined) this.#giveWay(compared, { ...known, spelling, exact: true })
    const sense = this.#kept({
      kind,
      value,
      name: true,
      common,
      unbroken,
      long: longOf(letters),
      sole,
    })
    if (known === undefined) this.names.add(compared, sense)
    else this.names.set(compared, sense)
    if (compared === "" || exact) return
    this.near.add(letters, sense)
    this.nearKana.add(letters, sense)
  }

  /** Where what is spelt so is a name of that value. Single words of it stay known. */
  delete({ kind, spelling, value }: Pick<Name, "kind" | "spelling" | "value">): void {
    this.collisions.delete(`${value} ${spelling}`)
    const letters = lettersIn(spelling)
    const compared = loose(letters)
    const contested = this.#contested.get(compared)
    if (contested?.delete(value) === true) {
      if (contested.size > 1) return
      this.#contested.delete(compared)
      for (const other of contested.values()) this.add(other)
      return
    }
    const behind = this.#behind.get(compared)
    behind?.delete(`${kind} ${value}`)
    const known = this.names.find(compared)
    if (known?.kind !== kind || known.value !== value) return
    this.#forget(letters, compared, value)
    this.#behind.delete(compared)
    for (const other of behind?.values() ?? []) this.add(other)
  }

  #giveWay(compared: string, name: Name): void {
    const behind = this.#behind.get(compared) ?? new Map<string, Name>()
    this.#behind.set(compared, behind.set(`${name.kind} ${name.value}`, name))
  }

  #isWord(spelling: string, letters: string): boolean {
    if (this.words.has(letters)) return true
    const written = spelling.toLowerCase()
    return oneWord.test(written) && (this.#ordinary.has(written) || this.#single.has(written))
  }

  #forget(letters: string, compared: string, value: string): void {
    this.names.delete(compared)
    this.near.delete(letters, value)
    this.nearKana.delete(letters, value)
  }

  /** Names of one value come one after another: most senses are equal to the last one. */
  #kept(sense: Sense): Sense {
    const { common, kind, long, sole, unbroken, value } = this.#last
    const isLast =
      kind === sense.kind &&
      value === sense.value &&
      common === sense.common &&
      unbroken === sense.unbroken &&
      long === sense.long &&
      sole === sense.sole
    if (!isLast) this.#last = sense
    return this.#last
  }

  #wordsOf(lists: string, single: Spellings): Spellings {
    const words = new Spellings(lists.length)
    let sense = senseOf("", "")
    for (const { kind, spellings, value } of wordLines(lists)) {
      if (sense.kind !== kind || sense.value !== value) {
        sense = senseOf(kind, value)
        this.kinds.add(kind)
      }
      words.add(patternsIn(spellings), sense)
      single.add(spellings, word)
    }
    for (const [kind, value, spelling] of numberWords) {
      words.add(spelling, senseOf(kind, value))
      this.kinds.add(kind)
    }
    return words
  }
}
