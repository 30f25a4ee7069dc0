/**
 * The nodes of a tree that is being made: a node is a set of places and the end of a spelling, or none. Equal nodes are
 * one. The next node is collected place by place.
 */
import { freed, grown, type Numbers } from "./Numbers.ts"
import type { Place } from "./Places.ts"

const firstRoom = 2 ** 12
const buckets = 2 ** 15

export class Nodes {
  size = 0
  /** The places of all nodes, each node's in order. */
  items = new Int32Array(firstRoom)
  /** Where they begin, and at last where all end. */
  starts = new Int32Array(firstRoom)
  /** Of each node its end, or 0. */
  ends = new Int32Array(firstRoom)
  /** 1 + the node of a place alone, or 0. */
  readonly #alone: Numbers
  /** 1 + the last node of a hash, and by node the one before it; or 0. */
  readonly #last = new Int32Array(buckets)
  #before = new Int32Array(firstRoom)

  #found = new Int32Array(firstRoom)
  #count = 0
  #end: Place = 0

  constructor(places: number) {
    this.#alone = new Int32Array(places)
  }

  /** Of several ends the lowest wins. */
  meetEnd(end: Place): void {
    if (end < this.#end) this.#end = end
  }

  /** Once; most come in order. */
  meet(place: Place): void {
    if (this.#count === this.#found.length) this.#found = grown(this.#found)
    const found = this.#found
    let at = this.#count
    while (at > 0 && (found[at - 1] ?? 0) > place) at--
    if (at > 0 && found[at - 1] === place) return
    if (at < this.#count) found.copyWithin(at + 1, at, this.#count)
    found[at] = place
    this.#count++
  }

  /** The node of all that was met since the last one; -1 where nothing was. */
  next(): number {
    let node = -1
    if (this.#count === 1 && this.#end === 0) node = this.#ofOne(this.#found[0] ?? 0)
    else if (this.#count > 0 || this.#end < 0) node = this.#ofAll()
    this.#count = 0
    this.#end = 0
    return node
  }

  free(): void {
    freed([this.items, this.starts, this.ends, this.#alone, this.#last, this.#before, this.#found])
  }

  #ofOne(place: Place): number {
    const known = this.#alone[place] ?? 0
    if (known !== 0) return known - 1
    this.#add()
    this.#alone[place] = this.size
    return this.size - 1
  }

  #ofAll(): number {
    const bucket = this.#bucket()
    const last = this.#last[bucket] ?? 0
    for (let known = last; known !== 0; known = this.#before[known - 1] ?? 0) {
      if (this.#isFound(known - 1)) return known - 1
    }
    this.#before[this.size] = last
    this.#add()
    this.#last[bucket] = this.size
    return this.size - 1
  }

  #bucket(): number {
    let hash: number = this.#end
    for (let at = 0; at < this.#count; at++) {
      hash = Math.imul(hash ^ (this.#found[at] ?? 0), 0x9e37_79b1)
      hash ^= hash >>> 15
    }
    return hash & (buckets - 1)
  }

  #isFound(node: number): boolean {
    const start = this.starts[node] ?? 0
    if (this.ends[node] !== this.#end || this.starts[node + 1] !== start + this.#count) return false
    for (let at = 0; at < this.#count; at++) {
      if (this.items[start + at] !== this.#found[at]) return false
    }
    return true
  }

  #add(): void {
    const start = this.starts[this.size] ?? 0
    this.ends[this.size++] = this.#end
    if (this.size + 1 >= this.starts.length) {
      this.starts = grown(this.starts)
      this.ends = grown(this.ends)
      this.#before = grown(this.#before)
    }
    while (start + this.#count > this.items.length) this.items = grown(this.items)
    this.starts[this.size] = start + this.#count
    for (let at = 0; at < this.#count; at++) this.items[start + at] = this.#found[at] ?? 0
  }
}
