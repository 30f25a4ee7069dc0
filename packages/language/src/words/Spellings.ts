/**
 * Compiles the spellings of word lists into one graph of letters, and the search tree made from it.
 *
 * A pattern with choices needs memory in proportion to its own length, however many spellings it generates:
 * `(a|b)(c|d)` is four letters and two forks in the graph. Equal continuations share nodes, so the tree is about as
 * large as the lists, not as all the spellings they generate.
 */
import { Numbers, Sequences } from "./Sequences.ts"
import { type Sense, WordTree } from "./WordTree.ts"

const opening = 0x28
const closing = 0x29
const bar = 0x7c

/** In the graph: a letter and what follows it, a fork, or, below zero, the end of a spelling of a sense. */
type Place = number

/** What a node can tell apart in 16 bits. */
const mostSenses = 65_535

/** Ends of earlier senses are lower, so the first place of a set in order is the end that wins. */
const endOf = (sense: number): Place => sense - mostSenses
const senseAt = (end: Place): number => end + mostSenses

/** How the letters of a spelling are compared with those of a text. */
export interface Fold {
  /** As this letter; 0 where the spelling is left out for it. */
  readonly letter: (code: number) => number
  /** Not at all, behind what was compared last, or 0. */
  readonly isSilent: (code: number, before: number) => boolean
}

const asWritten: Fold = { letter: (code) => code, isSilent: () => false }

export class Spellings {
  readonly #senses: Array<Sense> = []
  /** Code and next of a letter; 0 and both sides of a fork. */
  readonly #places = new Sequences()
  readonly #starts: Array<Place> = []

  /** Patterns of an earlier sense win where two are spelt alike. */
  add(patterns: Iterable<string>, sense: Sense): void {
    if (this.#senses.at(-1) !== sense) this.#senses.push(sense)
    if (this.#senses.length > mostSenses) throw new Error("too many words for one tree")
    for (const pattern of patterns) {
      if (pattern !== "") this.#starts.push(this.#placed(pattern, endOf(this.#senses.length - 1)))
    }
  }

  /** From its last letter to its first: what follows a letter is placed before it, once for all that end alike. */
  #placed(pattern: string, end: Place): Place {
    let at = pattern.length
    const option = (behind: Place): Place => {
      let place = behind
      while (at > 0) {
        const code = pattern.charCodeAt(at - 1)
        if (code === opening || code === bar) return place
        at--
        place = code === closing ? choice(place) : this.#place(code, place)
      }
      return place
    }
    const choice = (behind: Place): Place => {
      let place = option(behind)
      while (pattern.charCodeAt(at - 1) === bar) {
        at--
        place = this.#place(0, option(behind), place)
      }
      if (--at < 0) throw new Error(`"${pattern}" has no beginning of a choice`)
      return place
    }
    const start = option(end)
    if (at > 0) throw new Error(`"${pattern}" has no end of a choice`)
    return start
  }

  #place(code: number, next: Place, other?: Place): Place {
    this.#places.push(code)
    this.#places.push(next)
    if (other !== undefined) this.#places.push(other)
    return this.#places.end()
  }

  #code(place: Place): number {
    return this.#places.item(this.#places.start(place))
  }

  #next(place: Place): Place {
    return this.#places.item(this.#places.start(place) + 1)
  }

  /** Into `found`: letters that may come at `place` behind `before`, and the end of its spelling. */
  #reach(place: Place, before: number, fold: Fold, found: Numbers): void {
    if (place < 0) {
      found.include(place)
      return
    }
    const code = this.#code(place)
    const isFork = code === 0
    if (isFork) {
      this.#reach(this.#places.item(this.#places.start(place) + 2), before, fold, found)
    }
    if (isFork || fold.isSilent(code, before)) this.#reach(this.#next(place), before, fold, found)
    else if (fold.letter(code) !== 0) found.include(place)
  }

  /** Gives the memory back once all trees are made. */
  free(): void {
    this.#places.free()
  }

  /** Each node stands for all places that a beginning leads to. */
  tree(fold: Fold = asWritten): WordTree {
    const nodes = new Sequences()
    const senseOf = new Numbers()
    const firstEdges = new Numbers()
    const letters = new Numbers()
    const children = new Numbers()

    const found = new Numbers()
    const nodeOf = (): number => {
      for (let at = 0; at < found.length; at++) {
        const place = found.at(at)
        // Of all ends the first wins.
        if (at === 0 || place >= 0) nodes.push(place)
      }
      found.length = 0
      return nodes.end()
    }
    for (const start of this.#starts) this.#reach(start, 0, fold, found)
    nodeOf()
    /** By letter, the first place of a node that goes on by it, and by place the next one; 1 + its index. */
    const firstBy = new Int32Array(65_536)
    const nextBy = new Int32Array(1 + this.#places.size)
    const codes = new Numbers()
    for (let node = 0; node < nodes.size; node++) {
      firstEdges.push(letters.length)
      const start = nodes.start(node)
      const end = nodes.item(start)
      // Nothing is spelt with no letter.
      senseOf.push(node > 0 && end < 0 ? 1 + senseAt(end) : 0)
      for (let at = nodes.start(node + 1) - 1; at >= start; at--) {
        const place = nodes.item(at)
        if (place < 0) continue
        const code = fold.letter(this.#code(place))
        if (firstBy[code] === 0) codes.include(code)
        nextBy[at - start] = firstBy[code] ?? 0
        firstBy[code] = 1 + at - start
      }
      for (let each = 0; each < codes.length; each++) {
        const code = codes.at(each)
        for (let by = firstBy[code] ?? 0; by !== 0; by = nextBy[by - 1] ?? 0) {
          this.#reach(this.#next(nodes.item(start + by - 1)), code, fold, found)
        }
        firstBy[code] = 0
        if (found.length === 0) continue
        letters.push(code)
        children.push(nodeOf())
      }
      codes.length = 0
    }
    firstEdges.push(letters.length)
    nodes.free()
    return new WordTree({
      senses: this.#senses,
      senseOf: Uint16Array.from(senseOf.taken()),
      firstEdges: firstEdges.taken(),
      letters: Uint16Array.from(letters.taken()),
      children: children.taken(),
    })
  }
}
