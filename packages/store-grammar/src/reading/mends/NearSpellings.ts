/**
 * Finds which of many Japanese spellings stands in a text with one or two slips. Katakana and hiragana count as the same.
 *
 * Spellings are compared that share most of their letter pairs with the text, by weighted edit distance. Letters that
 * other words of the grammar explain are mostly not taken for a misspelt word. Pure; texts of more than 120 letters are
 * not searched.
 */
import { nearestPart } from "@manga-assist/language"
import type { Reading } from "../../kinds/Kind.ts"

/** A shorter one is as near to other words. */
export const shortest = 5
/** From here on two letters may be wrong. */
export const long = 9
/** A question with a title or a plain question is short; the work is bounded. */
const longestText = 120
/** Spellings that share most pairs with a text; more are not compared with it. */
const mostCompared = 12
/** Of what a word is read from so much is explained by no list: ボックスセット is no エックス. */
const leastUnexplained = 0.4
/** Of one of so many letters less: とうきょうグール. */
const unmistakable = { letters: 6, unexplained: 0.3 }
/** Of a slip that is hardly seen less: おにぃさん. */
const slight = { cost: 0.5, unexplained: 0.25 }

interface Folded {
  readonly text: string
  /** Where each of its letters, and its end, stands in what was folded. */
  readonly places: ReadonlyArray<number>
}

const vowelsOfV: Readonly<Record<string, string>> = { ぁ: "ば", ぃ: "び", ぇ: "べ", ぉ: "ぼ" }

const hiraganaOf = (letter: string): string =>
  letter >= "ァ" && letter <= "ヶ" ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter

/** Small ones are often meant to be large: 僕だけがいなぃ街. */
const large: Readonly<Record<string, string>> = { ぁ: "あ", ぃ: "い", ぅ: "う", ぇ: "え", ぉ: "お" }

const rows: Readonly<Record<string, string>> = {
  う: "うくぐすずつづぬふぶぷむゆゅるおこごそぞとどのほぼぽもよょろを",
  お: "おこごそぞとどのほぼぽもよょろを",
  い: "えけげせぜてでねへべぺめれ",
}

/** In hiragana, ヴァ as バ, and おう as おー. */
export const folded = (written: string): Folded => {
  let text = ""
  const places: Array<number> = []
  for (let at = 0; at < written.length; at++) {
    const small = hiraganaOf(written.charAt(at))
    const letter = large[small] ?? small
    const vowel = letter === "ゔ" ? vowelsOfV[hiraganaOf(written.charAt(at + 1))] : undefined
    const isLong = text !== "" && rows[letter]?.includes(text.slice(-1)) === true
    text += letter === "ゔ" ? (vowel ?? "ぶ") : isLong ? "ー" : letter
    places.push(at)
    if (vowel !== undefined) at++
  }
  return { text, places: [...places, written.length] }
}

export interface Spelling {
  /** Two spellings of one value are one. */
  readonly value: string
  readonly spelling: string
  /** Folded. */
  readonly letters: string
  /** What slips may cost in it; see `SlipDistance.ts`. */
  readonly most: number
}

/** Where a spelling stands with slips, in the letters of the text. */
export interface NearSpelling {
  readonly start: number
  readonly end: number
  readonly meant: Spelling
  readonly cost: number
}

/** Neighbouring letters, each two as one number, and each once. */
const pairsOf = (text: string): ReadonlySet<number> => {
  const pairs = new Set<number>()
  for (let at = 1; at < text.length; at++) {
    pairs.add(0x1_0000 * text.charCodeAt(at - 1) + text.charCodeAt(at))
  }
  return pairs
}

/** One slip breaks two pairs. */
const fewestPairs = (letters: string, pairs: number): number =>
  Math.max(letters.length < shortest ? 1 : 2, pairs - (letters.length >= long ? 4 : 2))

const isUnexplained = ({ cut }: Reading, start: number, end: number, cost: number): boolean => {
  const unknown = cut
    .filter(({ kind }) => kind === "?")
    .reduce(
      (sum, each) => sum + Math.max(0, Math.min(end, each.end) - Math.max(start, each.start)),
      0,
    )
  const least =
    cost <= slight.cost
      ? slight.unexplained
      : end - start >= unmistakable.letters
        ? unmistakable.unexplained
        : leastUnexplained
  return unknown >= least * (end - start)
}

const kana = /\p{sc=Hiragana}/u

/** アンパンマン is no slip of ワンパンマン: the first kana is seldom wrong, unless in its voicing mark. */
const beginsAlike = (written: string, meant: string): boolean =>
  written === meant ||
  !kana.test(written) ||
  !kana.test(meant) ||
  written.normalize("NFD").charAt(0) === meant.normalize("NFD").charAt(0)

interface Part {
  readonly start: number
  readonly end: number
}

/** Letters of the same unexplained word that may be too many. */
const mostBeside = 2

/** ダンダンダン as a whole, of which a part is nearest. */
const wholeWord = ({ cut }: Reading, part: Part): Part => {
  const within = (at: number) =>
    cut.find(({ end, kind, start }) => kind === "?" && start <= at && at < end)
  const start = within(part.start)?.start ?? part.start
  const end = within(part.end - 1)?.end ?? part.end
  return part.start - start + end - part.end > mostBeside ? part : { start, end }
}

const none: ReadonlyArray<number> = []

export class NearSpellings {
  readonly #spellings: ReadonlyArray<Spelling>
  /** Numbers of spellings. */
  readonly #byPair = new Map<number, Array<number>>()
  /** Pairs that a spelling must share with a text. */
  readonly #fewest: ReadonlyArray<number>
  /** Pairs that each shares with the text that is being read; none between two texts. */
  readonly #shared: Uint8Array

  constructor(spellings: Iterable<Spelling>) {
    this.#spellings = [...spellings]
    this.#shared = new Uint8Array(this.#spellings.length)
    this.#fewest = this.#spellings.map(({ letters }, index) => {
      const pairs = pairsOf(letters)
      for (const pair of pairs) {
        const others = this.#byPair.get(pair)
        if (others === undefined) this.#byPair.set(pair, [index])
        else others.push(index)
      }
      return fewestPairs(letters, pairs.size)
    })
  }

  /** Those that share most pairs with a text, the nearest first. */
  #sharing(text: string): ReadonlyArray<Spelling> {
    const met: Array<number> = []
    for (const pair of pairsOf(text)) {
      for (const index of this.#byPair.get(pair) ?? none) {
        const before = this.#shared[index] ?? 0
        if (before === 0) met.push(index)
        this.#shared[index] = before + 1
      }
    }
    const sharing: Array<{ readonly index: number; readonly pairs: number }> = []
    for (const index of met) {
      const pairs = this.#shared[index] ?? 0
      if (pairs >= (this.#fewest[index] ?? 0)) sharing.push({ index, pairs })
      this.#shared[index] = 0
    }
    return sharing
      .toSorted((left, right) => right.pairs - left.pairs)
      .slice(0, mostCompared)
      .flatMap(({ index }) => this.#spellings[index] ?? [])
  }

  /** The longest first. */
  near(reading: Reading): ReadonlyArray<NearSpelling> {
    const { places, text } = folded(reading.letters.text)
    if (text.length > longestText) return []
    return this.#sharing(text)
      .flatMap((meant) => {
        const part = nearestPart(text, meant.letters, meant.most)
        if (part === undefined) return []
        if (!beginsAlike(text.charAt(part.start), meant.letters.charAt(0))) return []
        const isWhole =
          part.end - part.start >=
          Math.min(shortest, meant.letters.length) - (part.cost <= slight.cost ? 1 : 0)
        const { end, start } = wholeWord(reading, {
          start: places[part.start] ?? part.start,
          end: places[part.end] ?? part.end,
        })
        return isWhole && isUnexplained(reading, start, end, part.cost)
          ? [{ start, end, meant, cost: part.cost }]
          : []
      })
      .toSorted((left, right) => right.meant.letters.length - left.meant.letters.length)
  }
}
