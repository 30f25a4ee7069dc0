/**
 * Text embeddings without a model: words, character pieces, themes and catalogue concepts are hashed
 * onto signed dimensions and added up. The same text always gives the same vector.
 *
 * Concepts (a title, an author, a genre, in any spelling) and themes weigh more than words, words
 * more than characters, so that a question in Japanese finds a title described in English.
 */
import { stemsOf } from "./Words.ts"
import { themesOf } from "./Themes.ts"

/** Names the catalogue's concepts in a text: `series:one-piece`, `genre:food`, … */
export interface Lexicon {
  readonly conceptsOf: (text: string) => ReadonlyArray<string>
}

export interface EmbeddingOptions {
  readonly dimensions: 256 | 512 | 1_024
  /** Length 1; else the raw sums. */
  readonly normalize: boolean
}

export type Embedder = (text: string, options: EmbeddingOptions) => Array<number>

const weights = {
  series: 6,
  author: 4,
  theme: 6,
  demographic: 2,
  genre: 2,
  word: 1,
  /** Characters together weigh as much as so many words, however long the text is. */
  characters: 1.5,
}
/** Each feature lands on several dimensions, so that two features rarely cover each other. */
const places = 16
const cjk = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー]+/gu

export const makeEmbedder =
  (lexicon: Lexicon): Embedder =>
  (text, { dimensions, normalize }) => {
    const vector = Array.from({ length: dimensions }, () => 0)
    for (const [feature, weight] of features(text, lexicon)) add(vector, feature, weight)
    const length = Math.hypot(...vector)
    if (length === 0) {
      add(vector, text, 1)
      return normalize ? vector.map((value) => value / Math.hypot(...vector)) : vector
    }
    return normalize ? vector.map((value) => value / length) : vector
  }

const features = (text: string, lexicon: Lexicon): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  const folded = text.normalize("NFKC").toLowerCase()
  const stems = stemsOf(folded)
  for (const word of stems) found.set(`word:${word}`, weights.word)
  for (const theme of themesOf(folded)) found.set(`theme:${theme}`, weights.theme)
  for (const concept of lexicon.conceptsOf(text)) {
    found.set(concept, weightOf(concept))
  }
  const pieces = characterPieces(folded, stems)
  const share = weights.characters / Math.sqrt(pieces.size || 1)
  for (const piece of pieces) found.set(`chars:${piece}`, share)
  return found
}

const weightOf = (concept: string): number => {
  const kind = concept.slice(0, concept.indexOf(":"))
  return kind === "series" || kind === "author" || kind === "genre" || kind === "demographic"
    ? weights[kind]
    : weights.word
}

/** Runs of two and three characters: of Japanese as written, of Latin words from their stems. */
const characterPieces = (folded: string, stems: ReadonlyArray<string>): ReadonlySet<string> => {
  const pieces = new Set<string>()
  const cut = (run: string) => {
    const characters = Array.from(run)
    for (const size of [2, 3]) {
      for (let at = 0; at + size <= characters.length; at += 1) {
        pieces.add(characters.slice(at, at + size).join(""))
      }
    }
  }
  for (const [run] of folded.matchAll(cjk)) cut(run)
  for (const word of stems) cut(word)
  return pieces
}

const add = (vector: Array<number>, feature: string, weight: number): void => {
  let hash = fnv1a(feature)
  for (let place = 0; place < places; place += 1) {
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
    hash ^= hash >>> 15
    const index = (hash >>> 1) % vector.length
    vector[index] = (vector[index] ?? 0) + (hash & 1 ? weight : -weight)
  }
}

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash
}
