/** The full-text query `match`, scored by BM25 with OpenSearch's defaults (k1 1.2, b 0.75). Any of its words will do. */
import type { SearchIndex } from "./SearchIndex.ts"
import { tokens } from "./Tokens.ts"

const k1 = 1.2
const b = 0.75

type Words = ReadonlyArray<string>

/** A length as Lucene keeps it in one byte: exact up to 40 words, then by four significant bits. */
const keptLength = (length: number): number => {
  const exact = 24
  if (length < exact) return length
  const more = length - exact
  const step = 2 ** Math.max(0, 28 - Math.clz32(more))
  return exact + Math.floor(more / step) * step
}

/** What scores the document in a slot; `undefined` where none of the words is in it. */
export const matchQuery = (
  index: SearchIndex,
  path: string,
  text: string,
): ((slot: number) => number | undefined) => {
  const words = index.words(path)
  // A hundred documents share a synopsis: each is looked through once.
  const texts = new Map<Words, number>()
  for (const own of words) if (own.length > 0) texts.set(own, (texts.get(own) ?? 0) + 1)
  const sumOf = (count: (own: Words) => number): number =>
    [...texts].reduce((sum, [own, times]) => sum + count(own) * times, 0)
  const total = sumOf(() => 1)
  const averageLength = sumOf(({ length }) => length) / total
  const weights = [...new Set(tokens(text))].map((word) => {
    const holding = sumOf((own) => (own.includes(word) ? 1 : 0))
    return { word, weight: Math.log(1 + (total - holding + 0.5) / (holding + 0.5)) }
  })
  const scoreOf = (own: Words): number => {
    const norm = k1 * (1 - b + (b * keptLength(own.length)) / averageLength)
    return weights.reduce((score, { weight, word }) => {
      const frequency = own.filter((each) => each === word).length
      return score + (weight * frequency) / (frequency + norm)
    }, 0)
  }
  const scores = new Map(Array.from(texts.keys(), (own) => [own, scoreOf(own)]))
  return (slot) => scores.get(words[slot] ?? []) || undefined
}
