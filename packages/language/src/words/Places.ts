/**
 * A graph of letters, made from the ends of spellings to their beginnings: a place is a letter and what follows it, or a
 * fork between two places. Equal places are one, so all spellings that end alike share their ends.
 */
import { freed } from "./Numbers.ts"

/** A letter or a fork, from 0 on; below zero the end of a spelling. */
export type Place = number

/** The code of a fork; no letter has it. */
export const fork = 0

export class Places {
  size = 0
  readonly codes: Int32Array
  readonly nexts: Int32Array
  /** The other sides of forks. */
  readonly others: Int32Array
  /** 1 + a place, in the first free slot from its hash on; 0 is free. */
  readonly #slots: Int32Array

  /** `most`: letters and forks, counted each time they stand in a spelling. */
  constructor(most: number) {
    this.codes = new Int32Array(most)
    this.nexts = new Int32Array(most)
    this.others = new Int32Array(most)
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(most + 1)))
  }

  /** The place of a letter, or of a fork between `next` and `other`. */
  of(code: number, next: Place, other: Place): Place {
    const mask = this.#slots.length - 1
    let slot = Math.imul(next ^ Math.imul(code ^ (other << 8), 0x85eb_ca6b), 0x9e37_79b1)
    slot = (slot ^ (slot >>> 15)) & mask
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const known = (this.#slots[slot] ?? 0) - 1
      const isSame =
        this.nexts[known] === next && this.codes[known] === code && this.others[known] === other
      if (isSame) return known
    }
    const place = this.size++
    this.codes[place] = code
    this.nexts[place] = next
    this.others[place] = other
    this.#slots[slot] = this.size
    return place
  }

  /** Gives the memory back at once, not when it is collected. */
  free(): void {
    freed([this.codes, this.nexts, this.others, this.#slots])
  }
}
