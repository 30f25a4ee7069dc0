/**
 * The names of a grammar, by their spellings as `loose` compares them. Unlike a `WordTree` it may grow and shrink at any
 * time: a new name costs some microseconds, however many there are.
 *
 * Names that begin with the same three letters lie together in alphabetical order, so that each further letter of a text
 * narrows them down. A walk along a text is `begin`, then `step` by step; one walk at a time.
 */
import { longestVowel, loosely, type Sense } from "./WordTree.ts"

type Visit = (sense: Sense, end: number) => void

interface Entry {
  readonly spelling: string
  readonly sense: Sense
}

/** By so many letters names lie together. */
const letters = 3
const places = [0x1_0000_0000, 0x1_0000, 1]

const keyOf = (spelling: string): number => {
  let key = 0
  for (let at = 0; at < letters && at < spelling.length; at++) {
    key += spelling.charCodeAt(at) * (places[at] ?? 0)
  }
  return key
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

const mostOneByOne = 100

export class NameTree {
  readonly #byStart = new Map<number, Array<Entry>>()
  /** Came since the last walk, and lie nowhere yet. */
  readonly #fresh = new Map<string, Sense>()
  #depth = 0
  #key = 0
  #entries: ReadonlyArray<Entry> = []
  #low = 0
  #high = 0

  find(spelling: string): Sense | undefined {
    return this.#fresh.get(spelling) ?? this.#lying(spelling)
  }

  /** In the place of what is spelt alike. */
  set(spelling: string, sense: Sense): void {
    if (spelling === "") return
    this.delete(spelling)
    this.#fresh.set(spelling, sense)
  }

  delete(spelling: string): void {
    if (this.#fresh.delete(spelling)) return
    const entries = this.#byStart.get(keyOf(spelling)) ?? []
    const place = placeOf(entries, spelling)
    if (entries[place]?.spelling === spelling) entries.splice(place, 1)
  }

  #lying(spelling: string): Sense | undefined {
    const entries = this.#byStart.get(keyOf(spelling))
    if (entries === undefined) return undefined
    const found = entries[placeOf(entries, spelling)]
    return found?.spelling === spelling ? found.sense : undefined
  }

  /** Few go to their places one by one, many are sorted together. */
  #settle(): void {
    const isFew = this.#fresh.size <= mostOneByOne
    const touched = new Set<Array<Entry>>()
    for (const [spelling, sense] of this.#fresh) {
      const key = keyOf(spelling)
      const entries = this.#byStart.get(key)
      if (entries === undefined) this.#byStart.set(key, [{ spelling, sense }])
      else if (isFew) entries.splice(placeOf(entries, spelling), 0, { spelling, sense })
      else {
        touched.add(entries)
        entries.push({ spelling, sense })
      }
    }
    for (const entries of touched) entries.sort((a, b) => (a.spelling < b.spelling ? -1 : 1))
    this.#fresh.clear()
  }

  begin(): void {
    if (this.#fresh.size > 0) this.#settle()
    this.#depth = 0
    this.#key = 0
  }

  /** By one letter as `loosely` compares it. False: no name goes on so, and the walk is over. */
  step(code: number): boolean {
    const depth = this.#depth++
    if (depth >= letters) return this.#narrow(depth, code)
    this.#key += code * (places[depth] ?? 0)
    // Shorter names lie alone, each by all of its letters.
    const entries = this.#byStart.get(this.#key)
    this.#entries = entries ?? []
    this.#low = 0
    this.#high = this.#entries.length
    return depth + 1 < letters || entries !== undefined
  }

  /** Of the name that ends where the walk stands. */
  get sense(): Sense | undefined {
    if (this.#low >= this.#high) return undefined
    const entry = this.#entries[this.#low]
    return entry?.spelling.length === this.#depth ? entry.sense : undefined
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

  #narrow(depth: number, code: number): boolean {
    const low = this.#first(depth, code, this.#low)
    this.#high = this.#first(depth, code + 1, low)
    this.#low = low
    return low < this.#high
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
