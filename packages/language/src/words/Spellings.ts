/**
 * Compiles the spellings of word lists into one graph of letters, from which search trees are made.
 *
 * A pattern with choices needs memory in proportion to its own length, however many spellings it generates:
 * `(a|b)(c|d)` is four letters and two forks in the graph.
 */
import { freed, grown } from "./Numbers.ts"
import { fork, type Place, Places } from "./Places.ts"
import { type Fold, TreeMaker } from "./TreeMaker.ts"
import type { Sense, WordTree } from "./WordTree.ts"

const opening = 0x28
const closing = 0x29
const bar = 0x7c
const semicolon = 0x3b

/** What a node of a tree can tell apart in 16 bits. */
const mostSenses = 65_535

/** Of an earlier sense it is lower. */
const endOf = (sense: number): Place => sense - mostSenses

const firstRoom = 2 ** 12

/** Codes of the letters that are compared, from the first to the last; others separate spellings as ";" does. */
interface Alphabet {
  readonly first: number
  readonly last: number
}

export class Spellings {
  readonly #senses: Array<Sense> = []
  readonly #places: Places
  #starts = new Int32Array(firstRoom)
  #count = 0
  readonly #alphabet: Alphabet
  /** What is read, from its last letter to its first. */
  #patterns = ""
  #at = 0
  #end: Place = 0

  /** `letters`: in about so many letters the spellings are written. */
  constructor(letters: number, alphabet: Alphabet = { first: 0, last: 0xffff }) {
    this.#places = new Places(letters)
    this.#alphabet = alphabet
  }

  /** Patterns, separated by ";"; those of an earlier sense win where two are spelt alike. */
  add(patterns: string, sense: Sense): void {
    if (this.#senses.at(-1) !== sense) this.#senses.push(sense)
    if (this.#senses.length > mostSenses) throw new Error("too many words for one tree")
    this.#patterns = patterns
    this.#at = patterns.length
    this.#end = endOf(this.#senses.length - 1)
    this.#begin(this.#option(this.#end))
    if (this.#at > 0) throw new Error(`"${patterns}" has no end of a choice`)
  }

  tree(fold?: Fold): WordTree {
    return new TreeMaker(this.#places, fold).tree(
      this.#starts.subarray(0, this.#count),
      this.#senses,
      endOf(0),
    )
  }

  /** Gives the memory back once all trees are made. */
  free(): void {
    this.#places.free()
    freed([this.#starts])
  }

  /** Nothing is spelt with no letter. */
  #begin(place: Place): void {
    if (place === this.#end) return
    if (this.#count === this.#starts.length) this.#starts = grown(this.#starts)
    this.#starts[this.#count++] = place
  }

  /** Before `behind`, back to the mark that an option, or the list, begins with. */
  #option(behind: Place): Place {
    const { first, last } = this.#alphabet
    let place = behind
    while (this.#at > 0) {
      const code = this.#patterns.charCodeAt(this.#at - 1)
      if (code === opening || code === bar) return place
      this.#at--
      if (code === closing) place = this.#choice(place)
      else if (code === semicolon || code < first || code > last) {
        this.#begin(place)
        place = this.#end
      } else place = this.#places.of(code, place, 0)
    }
    return place
  }

  #choice(behind: Place): Place {
    let place = this.#option(behind)
    while (this.#patterns.charCodeAt(this.#at - 1) === bar) {
      this.#at--
      place = this.#places.of(fork, this.#option(behind), place)
    }
    if (--this.#at < 0) throw new Error(`"${this.#patterns}" has no beginning of a choice`)
    return place
  }
}
