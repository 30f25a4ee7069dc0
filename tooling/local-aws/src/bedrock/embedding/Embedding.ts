/**
 * Text embeddings without a model: a text is what the catalogue's series that share its words are, and the genres it
 * names. Both languages of a series' synopsis lead to the same series, so a question in Japanese finds what is described
 * in English.
 *
 * Words that no series has draw a text away from all of them, so that small talk and themes that the store lacks are near
 * nothing. Letters weigh least: by them alone two questions of the shop's rules are near each other. The same text always
 * gives the same vector.
 */
import type { Embedder } from "@manga-assist/bedrock-emulator/services"
import {
  folded,
  genresIn,
  mostWeight,
  namedIn,
  unknownWeight,
  wordOf,
  wordsOf,
} from "./CatalogueWords.ts"

const shares = { series: 0.75, genres: 0.62, letters: 0.2 }
/** A name counts as so many words that no other series has. */
const wordsOfName = 2

/** Those that share a common word alone are too many to say anything. */
const mostSeries = 32

type Features = ReadonlyArray<readonly [feature: string, weight: number]>

export const embed: Embedder = (text, { dimensions, normalize }) => {
  const vector = Array.from({ length: dimensions }, () => 0)
  const low = folded(text)
  const { ids, rest } = genresIn(low)
  const votes = new Map<number, number>()
  let [known, unknown] = [0, 0]
  const vote = (index: number, weight: number) => {
    votes.set(index, (votes.get(index) ?? 0) + weight)
  }
  const strange: Array<string> = []
  for (const word of wordsOf(rest)) {
    const found = wordOf(word)
    if (found === undefined) {
      strange.push(word)
      unknown += unknownWeight(word)
      continue
    }
    known += found.weight
    for (const index of found.series) vote(index, found.weight)
  }
  for (const index of namedIn(low)) {
    known += wordsOfName * mostWeight
    vote(index, wordsOfName * mostWeight)
  }
  // One word in passing makes no theme.
  const understood = known === 0 ? 0 : (known / (known + unknown)) ** 2
  const series = Array.from(votes, ([index, weight]) => [`series:${index}`, weight ** 2] as const)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostSeries)
  add(vector, series, shares.series * understood)
  add(
    vector,
    ids.map((id) => [`genre:${id}`, 1] as const),
    shares.genres,
  )
  add(
    vector,
    strange.map((word) => [word, 1] as const),
    1 - understood,
  )
  add(vector, triplesOf(low), shares.letters)
  const length = normalize ? Math.hypot(...vector) : 1
  return vector.map((value) => value / length)
}

/** Every three letters that follow each other; of a text without letters, the text. */
const triplesOf = (text: string): Features => {
  const letters = Array.from(` ${text.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim()} `)
  const triples = letters.slice(2).map((_, at) => letters.slice(at, at + 3).join(""))
  return Array.from(new Set(triples.length === 0 ? [text] : triples), (each) => [each, 1] as const)
}

/** Features together have the length of the share, whatever their number. */
const add = (vector: Array<number>, features: Features, share: number): void => {
  const length = Math.hypot(...features.map(([, weight]) => weight))
  for (const [feature, weight] of features) {
    spread(vector, feature, (weight * share) / length / Math.sqrt(vector.length))
  }
}

const bits = 32

/** Every feature is added to all dimensions, with signs by its hash: two of them hardly ever agree by chance. */
const spread = (vector: Array<number>, feature: string, weight: number): void => {
  let hash = fnv1a(feature)
  for (let index = 0; index < vector.length; index += 1) {
    if (index % bits === 0) {
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
      hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
      hash ^= hash >>> 15
    }
    vector[index] = (vector[index] ?? 0) + ((hash >>> (index % bits)) & 1 ? weight : -weight)
  }
}

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash
}
