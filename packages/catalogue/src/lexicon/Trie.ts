/** Names by their letters. Looking up costs at most the length of the longest name. */
export interface Trie<A> {
  readonly add: (letters: string, value: A) => void
  /** Calls `visit` with every value whose letters stand in `text` at `start`, shortest first. */
  readonly at: (text: string, start: number, visit: (value: A, end: number) => void) => void
}

interface Node<A> {
  readonly next: Map<string, Node<A>>
  readonly values: Array<A>
}

const makeNode = <A>(): Node<A> => ({ next: new Map(), values: [] })

export const makeTrie = <A>(): Trie<A> => {
  const root = makeNode<A>()
  return {
    add: (letters, value) => {
      let node = root
      for (const character of letters) {
        let next = node.next.get(character)
        if (next === undefined) {
          next = makeNode()
          node.next.set(character, next)
        }
        node = next
      }
      node.values.push(value)
    },
    at: (text, start, visit) => {
      let node: Node<A> | undefined = root
      for (let index = start; index < text.length; index++) {
        node = node.next.get(text.charAt(index))
        if (node === undefined) return
        for (const value of node.values) visit(value, index + 1)
      }
    },
  }
}
