/**
 * A graph of letters, made from the ends of spellings to their beginnings: a place is a letter and what follows it, or a
 * fork between two places. Equal places are one, so all spellings that end alike share their ends.
 */
import { freed, grown, type Numbers } from "./Numbers.ts"

/** A letter or a fork, from 0 on; below zero the end of a spelling. */
export type Place = number

/** The code of a fork; no letter has it. */
export const fork = 0

const buckets = 2 ** 17

export class Places {
  size = 0
  codes: Numbers
  nexts: Numbers
  /** The other sides of forks. */
  others: Numbers
  /** 1 + the last place of a hash, and by place the one before it; or 0. */
  readonly #last = new Int32Array(buckets)
  #before: Numbers

  /** `expected`: so many places have room at first. */
  constructor(expected: number) {
    const room = Math.max(1, expected)
    this.codes = new Int32Array(room)
    this.nexts = new Int32Array(room)
    this.others = new Int32Array(room)
    this.#before = new Int32Array(room)
  }

  /** The place of a letter, or of a fork between `next` and `other`. */
  of(code: number, next: Place, other: Place): Place {
    const hash = Math.imul(next ^ Math.imul(code ^ (other << 8), 0x85eb_ca6b), 0x9e37_79b1)
    const bucket = (hash ^ (hash >>> 15)) & (buckets - 1)
    const last = this.#last[bucket] ?? 0
    for (let known = last; known !== 0; known = this.#before[known - 1] ?? 0) {
      const place = known - 1
      const isSame =
        this.nexts[place] === next && this.codes[place] === code && this.others[place] === other
      if (isSame) return place
    }
    const place = this.size++
    if (place === this.codes.length) this.#grow()
    this.codes[place] = code
    this.nexts[place] = next
    this.others[place] = other
    this.#before[place] = last
    this.#last[bucket] = place + 1
    return place
  }

  /** Gives the memory back at once, not when it is collected. */
  free(): void {
    freed([this.codes, this.nexts, this.others, this.#last, this.#before])
  }

  #grow(): void {
    this.codes = grown(this.codes)
    this.nexts = grown(this.nexts)
    this.others = grown(this.others)
    this.#before = grown(this.#before)
  }
}
