/**
 * Spellings and what they stand for, as a tree of letters. A look-up costs at most the longest
 * spelling. Built once; holds one small object for each distinct prefix.
 */

export interface Sense {
  readonly kind: string
  readonly value: string
  /** A name (of a product, a person) rather than a word. */
  readonly name: boolean
  /** A name that is an ordinary word too: not meant after "a", "any", "some". */
  readonly common: boolean
  /** A short name of one word, which never stands in the text with a gap inside. */
  readonly unbroken: boolean
}

interface Node {
  readonly next: Map<number, Node>
  sense: Sense | undefined
}

const makeNode = (): Node => ({ next: new Map(), sense: undefined })

export type Visit = (sense: Sense, end: number) => void

/** How a letter is compared: its code, or 0 to leave it out. */
export type Compare = (text: string, index: number, before: number) => number

const asWritten: Compare = (text, index) => text.charCodeAt(index)

/**
 * Names are compared loosely: hiragana as katakana, long vowels (ou, oo, uu, ー) as short ones.
 * "Shounen", "Shōnen" and "shonen" are one spelling.
 */
export const loosely: Compare = (text, index, before) => {
  const code = text.charCodeAt(index)
  if (code === 0x30fc) return before === 0 ? code : 0
  if (code >= 0x3041 && code <= 0x3096) return code + 96
  const afterO = before === 0x6f
  if (code === 0x75 && (afterO || before === 0x75)) return 0
  return code === 0x6f && afterO ? 0 : code
}

export class WordTree {
  readonly #root = makeNode()
  readonly #compare: Compare

  constructor(compare: Compare = asWritten) {
    this.#compare = compare
  }

  /** The sense that already has this spelling, when it is another one. */
  add(letters: string, sense: Sense): Sense | undefined {
    let node = this.#root
    let before = 0
    for (let index = 0; index < letters.length; index++) {
      const code = this.#compare(letters, index, before)
      if (code === 0) continue
      before = code
      let next = node.next.get(code)
      if (next === undefined) {
        next = makeNode()
        node.next.set(code, next)
      }
      node = next
    }
    if (node.sense !== undefined) return node.sense
    node.sense = sense
    return undefined
  }

  /** Calls `visit` for each spelling that stands in `text` at `start`, shortest first. */
  at(text: string, start: number, visit: Visit): void {
    let node: Node | undefined = this.#root
    let before = 0
    for (let index = start; index < text.length; index++) {
      const code = this.#compare(text, index, before)
      if (code === 0) {
        // The rest of a long vowel: the spelling before it reaches this far too.
        if (node.sense !== undefined) visit(node.sense, index + 1)
        continue
      }
      before = code
      node = node.next.get(code)
      if (node === undefined) return
      if (node.sense !== undefined) visit(node.sense, index + 1)
    }
  }
}
