/**
 * Child process of `IndexPart.ts`: builds the precompute worker's `QuestionIndex`, a vector index that finds the cached
 * questions nearest to a wording, from synthetic clustered vectors and times searches in it. The first searches are
 * checked against a comparison with all vectors.
 */
import { answerCalls } from "../process/AnswerCalls.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { QuestionIndex } from "./LearningSource.ts"

const dimensions = 256
/** Questions of one kind lie together: so many of them around each of the centres. */
const perCentre = 25
/** As many neighbours as the worker asks for. */
const neighbours = 12

interface Asked {
  readonly entries: number
  readonly searches: number
  readonly seed: number
}

export interface IndexTimes {
  readonly buildMs: number
  /** What the process holds more of after building than before, the vectors given to it not counted. */
  readonly bytesPerEntry: number
  readonly p50: number
  readonly p99: number
  /** Of the searches, those whose nearest is the nearest of all. */
  readonly found: number
  readonly checked: number
}

/** Normal enough for a direction: the sum of four. */
const spread = (random: () => number) => random() + random() + random() + random() - 2

const near = (centre: Float32Array, random: () => number, distance: number): Float32Array => {
  const vector = centre.map((value) => value + distance * spread(random))
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let at = 0; at < dimensions; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/** Searches are checked one by one against all vectors: slow, so only some are. */
const mostChecked = 50

const measure = ({ entries, searches, seed }: Asked): IndexTimes => {
  const random = seededRandom(seed)
  const origin = new Float32Array(dimensions)
  const centres = Array.from({ length: Math.ceil(entries / perCentre) }, () =>
    near(origin, random, 1),
  )
  const vectors = Array.from({ length: entries }, (_, id) =>
    near(centres[Math.floor(id / perCentre)] ?? origin, random, 0.08),
  )
  const before = process.memoryUsage().rss
  const started = performance.now()
  const index = new QuestionIndex(dimensions)
  for (const [id, vector] of vectors.entries()) index.add(`${id}`, vector)
  const buildMs = performance.now() - started
  const bytesPerEntry = (process.memoryUsage().rss - before) / entries

  const queries = Array.from({ length: searches }, () =>
    near(vectors[Math.floor(random() * entries)] ?? origin, random, 0.05),
  )
  for (const query of queries.slice(0, searches / 4)) index.near(query, neighbours)
  const times = new Float64Array(searches)
  let found = 0
  const checked = Math.min(searches, mostChecked)
  for (const [at, query] of queries.entries()) {
    const asked = performance.now()
    const [first] = index.near(query, neighbours)
    times[at] = 1_000 * (performance.now() - asked)
    if (at >= checked || first === undefined) continue
    const best = vectors.reduce((most, vector) => Math.max(most, dot(vector, query)), -1)
    // Eight bits cannot tell what is nearer by less than a hundredth.
    if (dot(vectors[Number(first.text)] ?? origin, query) >= best - 0.01) found += 1
  }
  times.sort()
  const percentile = (share: number) => times[Math.ceil(share * searches) - 1] ?? Number.NaN
  return { buildMs, bytesPerEntry, p50: percentile(0.5), p99: percentile(0.99), found, checked }
}

const calls = { measure }
export type IndexCalls = typeof calls

answerCalls(calls)
