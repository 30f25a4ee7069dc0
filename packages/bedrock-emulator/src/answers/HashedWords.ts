/**
 * Text embeddings without a model, by feature hashing: each word and each pair of neighbouring characters adds 1 or
 * -1 on some dimensions chosen by its hash.
 *
 * Texts with the same words are near each other; meaning is ignored. Deterministic.
 */
import { createHash } from "node:crypto"
import type { Embedder } from "./TitanCall.ts"

/** Each feature lands on several dimensions, so that two features rarely cover each other. */
const places = 8

export const hashedWords: Embedder = (text, { dimensions, normalize }) => {
  const vector = Array.from({ length: dimensions }, () => 0)
  for (const feature of featuresOf(text)) {
    const digest = createHash("sha256").update(feature).digest()
    for (let place = 0; place < places; place += 1) {
      const number = digest.readUInt32BE(place * 4)
      const index = (number >>> 1) % dimensions
      vector[index] = (vector[index] ?? 0) + (number & 1 ? 1 : -1)
    }
  }
  const length = normalize ? Math.hypot(...vector) || 1 : 1
  return vector.map((value) => value / length)
}

const featuresOf = (text: string): ReadonlySet<string> => {
  const folded = text.normalize("NFKC").toLowerCase()
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [folded]
  const pairs = words.flatMap((word) => {
    const characters = Array.from(word)
    return characters.slice(1).map((next, at) => `${characters[at] ?? ""}${next}`)
  })
  return new Set([...words.map((word) => `word ${word}`), ...pairs])
}
