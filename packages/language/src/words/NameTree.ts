/**
 * The names of a grammar, by their spellings as `loose` compares them. Unlike a `WordTree` it may grow and shrink at any
 * time: a new name costs some microseconds, however many there are.
 *
 * A tree by letters of which only those branches are made that a text was walked along: names that begin alike lie
 * together until then. A walk along a text is `begin`, then `step` by step; one walk at a time.
 */
import { SpellingTable } from "./SpellingTable.ts"
import { longestVowel, loosely, type Sense } from "./WordTree.ts"

type Visit = (sense: Sense, end: number) => void

interface Entry {
  readonly spelling: string
  sense: Sense
}

interface Branch {
  /** The name that ends here. */
  own: Entry | undefined
  /** Longer ones, while there are no children. */
  entries: Array<Entry>
  isSorted: boolean
  children: Map<number, Branch> | undefined
}

/** As many names are looked through faster than they are parted. */
const mostWalked = 24
/** As many are parted in less than a millisecond. */
const mostTogether = 4_000

const branch = (): Branch => ({
  own: undefined,
  entries: [],
  isSorted: true,
  children: undefined,
})

const childOf = (children: Map<number, Branch>, code: number): Branch => {
  const known = children.get(code)
  if (known !== undefined) return known
  const made = branch()
  children.set(code, made)
  return made
}

/** The branch's names go to its children, by their letter at `depth`. */
const part = (from: Branch, depth: number): Map<number, Branch> => {
  const children = new Map<number, Branch>()
  for (const entry of from.entries) {
    const child = childOf(children, entry.spelling.charCodeAt(depth))
    if (entry.spelling.length === depth + 1) child.own = entry
    else {
      child.entries.push(entry)
      child.isSorted = false
    }
  }
  from.entries = []
  from.children = children
  return children
}

const sorted = (of: Branch): ReadonlyArray<Entry> => {
  if (!of.isSorted) of.entries.sort((a, b) => (a.spelling < b.spelling ? -1 : 1))
  of.isSorted = true
  return of.entries
}

const none: ReadonlyArray<Entry> = []

export class NameTree {
  readonly #root = branch()
  /** All, until the first walk: then they are found where they lie. */
  #unwalked: SpellingTable<Entry> | undefined = new SpellingTable()
  #depth = 0
  /** Where the walk is, until it comes to a few names that lie together. */
  #branch: Branch | undefined
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
    else this.add(spelling, sense)
  }

  /** Of a spelling that no name has. */
  add(spelling: string, sense: Sense): void {
    if (spelling !== "") this.#lay({ spelling, sense })
  }

  delete(spelling: string): void {
    this.#unwalked?.delete(spelling)
    const { at, depth } = this.#branchOf(spelling)
    if (depth === spelling.length) at.own = undefined
    at.entries = at.entries.filter((entry) => entry.spelling !== spelling)
  }

  #entry(spelling: string): Entry | undefined {
    if (this.#unwalked !== undefined) return this.#unwalked.find(spelling)
    const { at, depth } = this.#branchOf(spelling)
    if (depth === spelling.length) return at.own
    return at.entries.find((entry) => entry.spelling === spelling)
  }

  /** Where a name of that spelling lies, or would lie. */
  #branchOf(spelling: string): { readonly at: Branch; readonly depth: number } {
    let at = this.#root
    let depth = 0
    for (; depth < spelling.length; depth += 1) {
      const children =
        at.children ?? (at.entries.length > mostTogether ? part(at, depth) : undefined)
      if (children === undefined) break
      at = childOf(children, spelling.charCodeAt(depth))
    }
    return { at, depth }
  }

  #lay(entry: Entry): void {
    this.#unwalked?.add(entry)
    const { at, depth } = this.#branchOf(entry.spelling)
    if (depth === entry.spelling.length) {
      at.own = entry
      return
    }
    at.entries.push(entry)
    at.isSorted = false
  }

  begin(): void {
    this.#unwalked = undefined
    this.#depth = 0
    this.#branch = this.#root
  }

  /** By one letter as `loosely` compares it. False: no name goes on so, and the walk is over. */
  step(code: number): boolean {
    const depth = this.#depth++
    if (this.#branch !== undefined) {
      const { children, entries } = this.#branch
      const parted =
        children ?? (entries.length > mostWalked ? part(this.#branch, depth) : undefined)
      if (parted !== undefined) {
        this.#branch = parted.get(code)
        this.#sense = this.#branch?.own?.sense
        return this.#branch !== undefined
      }
      this.#entries = sorted(this.#branch)
      this.#low = 0
      this.#high = this.#entries.length
      this.#branch = undefined
    }
    this.#narrow(depth, code)
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
