/**
 * Makes the search tree of a graph of letters. Each node of the tree stands for all places of the graph that a beginning
 * leads to, so continuations that are equal share nodes: the tree is about as large as the lists, not as all the
 * spellings they generate.
 */
import { Nodes } from "./Nodes.ts"
import { freed, grown, type Numbers } from "./Numbers.ts"
import { fork, type Place, type Places } from "./Places.ts"
import { type Sense, WordTree } from "./WordTree.ts"

/** How the letters of a spelling are compared with those of a text. */
export interface Fold {
  /** As this letter; 0 where the spelling is left out for it. */
  readonly letter: (code: number) => number
  /** Not at all, behind what was compared last, or 0. */
  readonly isSilent: (code: number, before: number) => boolean
}

const firstRoom = 2 ** 12
const codes = 2 ** 16

export class TreeMaker {
  readonly #places: Places
  readonly #fold: Fold | undefined
  readonly #nodes: Nodes

  /** By letter, the first place of a node that goes on by it, and by place the next one; 1 + its index. */
  readonly #firstBy = new Int32Array(codes)
  #nextBy = new Int32Array(firstRoom)
  /** The letters by which a node goes on, in order. */
  readonly #ways = new Int32Array(codes)
  #wayCount = 0

  #firstEdges = new Int32Array(firstRoom)
  #letters = new Int32Array(firstRoom)
  #children = new Int32Array(firstRoom)
  #edges = 0

  constructor(places: Places, fold?: Fold) {
    this.#places = places
    this.#fold = fold
    this.#nodes = new Nodes(places.size)
  }

  /** `lowest`: the end of a spelling of the first sense. */
  tree(starts: Numbers, senses: ReadonlyArray<Sense>, lowest: Place): WordTree {
    const nodes = this.#nodes
    this.#root(starts.sort())
    this.#extendAll()
    const senseOf = new Uint16Array(nodes.size)
    // Nothing is spelt with no letter.
    for (let node = 1; node < nodes.size; node++) {
      const end = nodes.ends[node] ?? 0
      if (end < 0) senseOf[node] = 1 + end - lowest
    }
    const made = new WordTree({
      senses,
      senseOf,
      firstEdges: this.#firstEdges.slice(0, nodes.size + 1),
      letters: new Uint16Array(this.#letters.subarray(0, this.#edges)),
      children: this.#children.slice(0, this.#edges),
    })
    nodes.free()
    freed([this.#firstBy, this.#nextBy, this.#ways])
    freed([this.#firstEdges, this.#letters, this.#children])
    return made
  }

  #root(starts: Numbers): void {
    for (let at = 0; at < starts.length; at++) this.#reach(starts[at] ?? 0, 0)
    this.#nodes.next()
  }

  #extendAll(): void {
    for (let node = 0; node < this.#nodes.size; node++) this.#extend(node)
  }

  /** Meets the letters that may come at `place` behind `before`, and the end of its spelling. */
  #reach(place: Place, before: number): void {
    let at = place
    while (at >= 0) {
      const code = this.#places.codes[at] ?? 0
      if (code === fork) this.#reach(this.#places.others[at] ?? 0, before)
      else if (this.#fold?.isSilent(code, before) !== true) {
        if (this.#fold?.letter(code) !== 0) this.#nodes.meet(at)
        return
      }
      at = this.#places.nexts[at] ?? 0
    }
    this.#nodes.meetEnd(at)
  }

  /** Where a node goes on. */
  #extend(node: number): void {
    const start = this.#nodes.starts[node] ?? 0
    const end = this.#nodes.starts[node + 1] ?? 0
    if (node + 1 === this.#firstEdges.length) this.#firstEdges = grown(this.#firstEdges)
    if (end - start === 1) {
      const place = this.#nodes.items[start] ?? 0
      const code = this.#letter(place)
      this.#reach(this.#places.nexts[place] ?? 0, code)
      this.#edge(code)
    } else {
      this.#wayCount = 0
      while (end - start > this.#nextBy.length) this.#nextBy = grown(this.#nextBy)
      this.#sort(start, end)
      this.#follow(start)
    }
    this.#firstEdges[node + 1] = this.#edges
  }

  #sort(start: number, end: number): void {
    for (let at = end - 1; at >= start; at--) {
      const code = this.#letter(this.#nodes.items[at] ?? 0)
      const behind = this.#firstBy[code] ?? 0
      if (behind === 0) this.#addWay(code)
      this.#nextBy[at - start] = behind
      this.#firstBy[code] = 1 + at - start
    }
  }

  #addWay(code: number): void {
    let at = this.#wayCount++
    for (; at > 0 && (this.#ways[at - 1] ?? 0) > code; at--)
      this.#ways[at] = this.#ways[at - 1] ?? 0
    this.#ways[at] = code
  }

  #follow(start: number): void {
    for (let way = 0; way < this.#wayCount; way++) {
      const code = this.#ways[way] ?? 0
      this.#reachAll(start, this.#firstBy[code] ?? 0, code)
      this.#firstBy[code] = 0
      this.#edge(code)
    }
  }

  #reachAll(start: number, first: number, code: number): void {
    for (let by = first; by !== 0; by = this.#nextBy[by - 1] ?? 0) {
      this.#reach(this.#places.nexts[this.#nodes.items[start + by - 1] ?? 0] ?? 0, code)
    }
  }

  /** To the node of all that was met, if anything was. */
  #edge(code: number): void {
    const child = this.#nodes.next()
    if (child < 0) return
    if (this.#edges === this.#letters.length) {
      this.#letters = grown(this.#letters)
      this.#children = grown(this.#children)
    }
    this.#letters[this.#edges] = code
    this.#children[this.#edges++] = child
  }

  #letter(place: Place): number {
    const code = this.#places.codes[place] ?? 0
    return this.#fold === undefined ? code : this.#fold.letter(code)
  }
}
