/** The store's words in their trees, against all that its lists stand for, written out one by one. */
import { describe, expect, it } from "vitest"
import { lettersOf } from "../../language/src/letters/Letters.ts"
import { numberWords } from "../../language/src/words/Numerals.ts"
import { respell } from "../../language/src/letters/Respell.ts"
import { shortVowels } from "../../language/src/letters/Romaji.ts"
import { Vocabulary } from "../../language/src/Vocabulary.ts"
import { spellingsOf, wordLines } from "../../language/src/words/WordList.ts"
import { type WordTree } from "../../language/src/words/WordTree.ts"
import { demoGrammar } from "./demo.ts"

const vocabulary = new Vocabulary(demoGrammar)
const written = Array.from(wordLines(demoGrammar.words)).flatMap(({ kind, spellings, value }) =>
  spellings
    .split(";")
    .flatMap((pattern) => spellingsOf(pattern.trim()))
    .map((spelling) => ({ sense: `${kind}=${value}`, spelling })),
)

const hiragana = (text: string): string =>
  text.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 96))

const senseIn = (tree: WordTree, text: string): string | undefined => {
  let found: string | undefined
  tree.at(text, 0, ({ kind, value }, end) => {
    if (end === text.length) found = `${kind}=${value}`
  })
  return found
}

/** Each spelling with the sense of the first list that has it. */
const words = new Map<string, string>()
const kana = new Map<string, string>()
for (const { sense, spelling } of written) {
  const { text } = lettersOf(respell(spelling))
  if (text !== "" && !words.has(text)) words.set(text, sense)
  const short = /^[ぁ-ゖァ-ヺー]+$/u.test(text) ? shortVowels(hiragana(text)) : ""
  if (short !== "" && !kana.has(short)) kana.set(short, sense)
}
const differing = (tree: WordTree, expected: ReadonlyMap<string, string>) =>
  [...expected].filter(([spelling, sense]) => senseIn(tree, spelling) !== sense)

const letters = [...new Set([...words.keys()].join(""))].map((letter) => letter.charCodeAt(0))

/** What stands in the tree and is not expected. */
const further = (tree: WordTree, expected: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const edges = new Map<number, ReadonlyArray<readonly [code: number, child: number]>>()
  const edgesOf = (node: number) => {
    const known = edges.get(node)
    if (known !== undefined) return known
    const all = letters
      .map((code) => [code, tree.child(node, code)] as const)
      .filter(([, child]) => child !== 0)
    edges.set(node, all)
    return all
  }
  const found: Array<string> = []
  const follow = (node: number, spelling: string): void => {
    const kind = tree.sense(node)?.kind
    if (kind !== undefined && !expected.has(spelling)) found.push(spelling)
    for (const [code, child] of edgesOf(node)) follow(child, spelling + String.fromCharCode(code))
  }
  follow(0, "")
  return found
}

const wordEdge = /[^a-z]+/u

describe("the store's words", () => {
  it("are many", () => {
    expect(words.size).toBeGreaterThan(140_000)
    expect(kana.size).toBeGreaterThan(5_000)
  })

  it("have in the tree the sense of the first list that has them", () => {
    expect(differing(vocabulary.words, words)).toEqual([])
    expect(differing(vocabulary.kana, kana)).toEqual([])
  })

  it("are all that stands in the tree", () => {
    const numbers = new Set(numberWords.map(([, , spelling]) => spelling))
    const others = further(vocabulary.words, words)
    expect(others.filter((spelling) => !numbers.has(spelling))).toEqual([])
    expect(further(vocabulary.kana, kana)).toEqual([])
  })

  it("are known one by one, and no parts of them", () => {
    const all = written.flatMap(({ spelling }) => spelling.split(wordEdge))
    const single = new Set(all)
    for (const { spelling } of demoGrammar.names) {
      for (const word of spelling.toLowerCase().split(wordEdge)) single.add(word)
    }
    single.delete("")
    const parts = [...single].flatMap((word) => [word, word.slice(1), word.slice(0, -1)])
    expect(parts.filter((word) => vocabulary.knows(word) !== single.has(word))).toEqual([])
  })
})
