/**
 * The names of a grammar, by their spellings as `loose` compares them. Unlike a `WordTree` it may grow and shrink at any
 * time: a new name costs some microseconds, however many there are.
 *
 * Names that begin with the same three letters lie together, in alphabetical order once a walk comes there, so that each
 * further letter of a text narrows them down. A walk along a text is `begin`, then `step` by step; one walk at a time.
 */
import { longestVowel, loosely, type Sense } from "./WordTree.ts"

type Visit = (sense: Sense, end: number) => void

interface Entry {
  readonly spelling: string
  sense: Sense
}

/** The first of the sorted entries that is not before `spelling`. */
const placeOf = (entries: ReadonlyArray<Entry>, spelling: string): number => {
  let from = 0
  let to = entries.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((entries[middle]?.spelling ?? "") < spelling) from = middle + 1
    else to = middle
  }
  return from
}

/** Those that begin with the same three letters. */
class Together {
  readonly #entries: Array<Entry> = []
  #isSorted = true

  get entries(): Array<Entry> {
    if (!this.#isSorted) this.#entries.sort((a, b) => (a.spelling < b.spelling ? -1 : 1))
    this.#isSorted = true
    return this.#entries
  }

  /** Many are sorted together, later. */
  push(entry: Entry): void {
    this.#entries.push(entry)
    this.#isSorted = false
  }
}

/** Names of two letters, and the longer ones that begin with them, by their third letters. */
interface Pair {
  own: Entry | undefined
  readonly longer: Map<number, Together>
}

const pairOf = (first: number, second: number): number => (first << 16) | second
const none: ReadonlyArray<Entry> = []

export class NameTree {
  /** Names of one letter. */
  readonly #ones = new Map<number, Entry>()
  readonly #pairs = new Map<number, Pair>()
  /** All, until the first walk: then they are found where they lie. */
  #unsorted: Map<string, Entry> | undefined = new Map()
  #depth = 0
  #letter = 0
  #pair: Pair | undefined
  #entries = none
  #low = 0
  #high = 0
  #sense: Sense | undefined

  find(spelling: string): Sense | undefined {
    return this.#entry(spelling)?.sense
  }

  /** In the place of what is spelt alike. */
  set(spelling: string, sense: Sense): void {
    const known = this.#entry(spelling)
    if (known !== undefined) known.sense = sense
    else if (spelling !== "") this.#lay({ spelling, sense })
  }

  delete(spelling: string): void {
    const first = spelling.charCodeAt(0)
    if (spelling.length === 1) this.#ones.delete(first)
    const pair = this.#pairs.get(pairOf(first, spelling.charCodeAt(1)))
    if (spelling.length === 2 && pair !== undefined) pair.own = undefined
    const entries = pair?.longer.get(spelling.charCodeAt(2))?.entries ?? []
    const place = placeOf(entries, spelling)
    if (entries[place]?.spelling === spelling) entries.splice(place, 1)
    this.#unsorted?.delete(spelling)
  }

  #entry(spelling: string): Entry | undefined {
    if (this.#unsorted !== undefined) return this.#unsorted.get(spelling)
    const first = spelling.charCodeAt(0)
    if (spelling.length < 2) return this.#ones.get(first)
    const pair = this.#pairs.get(pairOf(first, spelling.charCodeAt(1)))
    if (spelling.length < 3) return pair?.own
    const entries = pair?.longer.get(spelling.charCodeAt(2))?.entries ?? none
    const found = entries[placeOf(entries, spelling)]
    return found?.spelling === spelling ? found : undefined
  }

  #lay(entry: Entry): void {
    const { spelling } = entry
    this.#unsorted?.set(spelling, entry)
    const first = spelling.charCodeAt(0)
    if (spelling.length === 1) {
      this.#ones.set(first, entry)
      return
    }
    const key = pairOf(first, spelling.charCodeAt(1))
    const pair = this.#pairs.get(key) ?? { own: undefined, longer: new Map<number, Together>() }
    this.#pairs.set(key, pair)
    if (spelling.length === 2) {
      pair.own = entry
      return
    }
    const third = spelling.charCodeAt(2)
    const together = pair.longer.get(third) ?? new Together()
    pair.longer.set(third, together)
    if (this.#unsorted !== undefined) together.push(entry)
    else together.entries.splice(placeOf(together.entries, spelling), 0, entry)
  }

  begin(): void {
    this.#unsorted = undefined
    this.#depth = 0
  }

  /** By one letter as `loosely` compares it. False: no name goes on so, and the walk is over. */
  step(code: number): boolean {
    const depth = this.#depth++
    if (depth === 0) {
      this.#letter = code
      this.#sense = this.#ones.get(code)?.sense
      return true
    }
    if (depth === 1) {
      this.#pair = this.#pairs.get(pairOf(this.#letter, code))
      this.#sense = this.#pair?.own?.sense
      return this.#pair !== undefined
    }
    if (depth === 2) {
      this.#entries = this.#pair?.longer.get(code)?.entries ?? none
      this.#low = 0
      this.#high = this.#entries.length
    } else this.#narrow(depth, code)
    const entry = this.#entries[this.#low]
    const isOver = this.#low >= this.#high
    this.#sense = !isOver && entry?.spelling.length === depth + 1 ? entry.sense : undefined
    return !isOver
  }

  /** Of the name that ends where the walk stands. */
  get sense(): Sense | undefined {
    return this.#sense
  }

  /** Calls `visit` for each name that stands in `text` at `start`, shortest first. */
  at(text: string, start: number, visit: Visit): void {
    this.begin()
    let before = 0
    let drawn = 0
    for (let index = start; index < text.length; index++) {
      const code = loosely(text.charCodeAt(index), before)
      // The rest of a long vowel: the name before it reaches this far too.
      if (code === 0) drawn++
      else {
        before = code
        drawn = 0
        if (!this.step(code)) return
      }
      if (drawn > longestVowel) return
      const { sense } = this
      if (sense !== undefined) visit(sense, index + 1)
    }
  }

  #narrow(depth: number, code: number): void {
    const low = this.#first(depth, code, this.#low)
    this.#high = this.#first(depth, code + 1, low)
    this.#low = low
  }

  /** The first one from `from` on whose letter at `depth` is not below `code`; what ends before has none. */
  #first(depth: number, code: number, from: number): number {
    let low = from
    let high = this.#high
    while (low < high) {
      const middle = (low + high) >>> 1
      const spelling = this.#entries[middle]?.spelling ?? ""
      if (depth >= spelling.length || spelling.charCodeAt(depth) < code) low = middle + 1
      else high = middle
    }
    return low
  }
}
