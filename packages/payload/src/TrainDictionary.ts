/**
 * Trains a compression dictionary: the passages that most samples have in common.
 *
 * Greedy covering, as in zstd's COVER: repeatedly takes the segment whose uncovered byte sequences occur in the most
 * samples. Deterministic: the same samples yield the same bytes on every machine. Takes some hundred milliseconds a
 * megabyte, so it is for scripts, not requests.
 */
import { object, whole } from "@manga-assist/options"
import { check } from "./CheckOptions.ts"

export interface TrainOptions {
  /** Of the result, at most; 16 KiB unless given. */
  readonly maxBytes?: number | undefined
}

const rules = object<TrainOptions>({ maxBytes: whole(0) })

const DEFAULT_MAX_BYTES = 16 * 1024
/** Length of the sequences that are counted: the shortest match worth a reference. */
const GRAM = 8
/** Length of the passages that are taken. */
const SEGMENT = 64

const utf8 = new TextEncoder()

/** Every sequence of eight bytes, by the number of samples it occurs in; those of one sample alone say nothing. */
const commonGrams = (samples: ReadonlyArray<Uint8Array>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const sample of samples) {
    const own = new Set<string>()
    for (let at = 0; at + GRAM <= sample.length; at += 1) own.add(gramAt(sample, at))
    for (const gram of own) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  for (const [gram, count] of counts) if (count < 2) counts.delete(gram)
  return counts
}

const gramAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + GRAM))

const gramsOf = (segment: Uint8Array): ReadonlyArray<string> =>
  Array.from({ length: Math.max(0, segment.length - GRAM + 1) }, (_, at) => gramAt(segment, at))

interface Candidate {
  readonly bytes: Uint8Array
  readonly grams: ReadonlyArray<string>
  score: number
}

const scoreOf = (grams: ReadonlyArray<string>, counts: ReadonlyMap<string, number>): number => {
  let score = 0
  for (const gram of new Set(grams)) score += counts.get(gram) ?? 0
  return score
}

const candidatesOf = (
  samples: ReadonlyArray<Uint8Array>,
  counts: ReadonlyMap<string, number>,
): ReadonlyArray<Candidate> => {
  const seen = new Set<string>()
  const candidates: Array<Candidate> = []
  for (const sample of samples) {
    for (let at = 0; at + GRAM <= sample.length; at += SEGMENT / 4) {
      const bytes = sample.subarray(at, at + SEGMENT)
      const key = Buffer.from(bytes).toString("latin1")
      if (seen.has(key)) continue
      seen.add(key)
      const grams = gramsOf(bytes)
      candidates.push({ bytes, grams, score: scoreOf(grams, counts) })
    }
  }
  return candidates
}

/**
 * Bytes for `new Dictionary`; empty when fewer than two samples have anything in common. The most
 * common passages stand last, where references to them are shortest.
 */
export const trainDictionary = (
  samples: ReadonlyArray<Uint8Array | string>,
  options: TrainOptions = {},
): Uint8Array => {
  check("trainDictionary", rules, options)
  const raw = samples.map((sample) => (typeof sample === "string" ? utf8.encode(sample) : sample))
  const counts = commonGrams(raw)
  const heap = candidatesOf(raw, counts).filter(({ score }) => score > 0)
  const sorted = heap.toSorted((a, b) => b.score - a.score)
  const taken: Array<Uint8Array> = []
  let room = options.maxBytes ?? DEFAULT_MAX_BYTES
  // Scores only fall: the first candidate whose fresh score still leads the next one's old score wins.
  while (sorted.length > 0) {
    const [first, second] = sorted
    if (first === undefined || first.score === 0) break
    const score = scoreOf(first.grams, counts)
    if (second !== undefined && score < second.score) {
      first.score = score
      sorted.shift()
      insert(sorted, first)
      continue
    }
    sorted.shift()
    if (score === 0 || first.bytes.length > room) continue
    taken.push(first.bytes)
    room -= first.bytes.length
    for (const gram of first.grams) counts.delete(gram)
  }
  return Buffer.concat(taken.toReversed())
}

/** Behind all of the same score, so that the order of the samples decides between equals. */
const insert = (sorted: Array<Candidate>, candidate: Candidate): void => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.score ?? 0) >= candidate.score) low = middle + 1
    else high = middle
  }
  sorted.splice(low, 0, candidate)
}
