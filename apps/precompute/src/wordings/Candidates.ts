/**
 * The standard sentences that a wording may stand for: those that have its slots and whose answers may be shared, the
 * nearest by embedding first. Nearness proposes; it does not tell whether two questions are the same.
 */
import { askedBy, Models } from "@manga-assist/assistant"
import { BedrockEmbeddings, type BedrockError } from "@manga-assist/connections"
import {
  exampleSlots,
  filled,
  sharedWording,
  slotsIn,
  type StoreReader,
} from "@manga-assist/store-grammar"
import { Effect, Random } from "effect"
import { LRUCache } from "lru-cache"

/** Of a customer, or of the schedule. */
export interface AskedQuestion {
  readonly locale: "en" | "ja"
  readonly text: string
}

/** A value may make a sentence another one; then others are drawn. */
const mostDraws = 12

/** Values for the slots of a wording that are not `taken`. */
const drawn = (text: string, names: StoreReader, taken: ReadonlySet<string>) =>
  Effect.map(Random.Random, (random) =>
    exampleSlots(text, names.catalogue, () => random.nextDoubleUnsafe(), taken),
  )

/**
 * The wording with values in its slots under which it is still that wording, and each sentence is read as it stands;
 * `undefined`: no such values were found. `taken` grows by them.
 */
export const exampleFor = Effect.fnUntraced(function* (
  { locale, text }: AskedQuestion,
  sentences: ReadonlyArray<string>,
  names: StoreReader,
  taken: Set<string>,
) {
  for (let count = 0; count < mostDraws; count += 1) {
    const slots = yield* drawn(sentences.join(" "), names, taken)
    const question = filled(text, slots, { catalogue: names.catalogue, locale })
    // Whoever wrote it among the counts: it must be what a customer's question would have been counted as.
    const shared = question && sharedWording(names.read(question, locale))?.text
    if (question === undefined || shared !== text) continue
    const said = sentences.flatMap((each) => askedBy(names, each, slots, locale)?.sentence ?? [])
    if (said.length < sentences.length) continue
    for (const value of Object.values(slots)) taken.add(value)
    return { question, said }
  }
  return undefined
})

type Vector = ReadonlyArray<number>

/** Of vectors of length 1. */
const cosine = (left: Vector, right: Vector): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)

export const makeCandidates = (names: StoreReader) => {
  const vectors = new LRUCache<string, Vector>({ max: 3_000 })
  const embedded = Effect.fnUntraced(function* (text: string) {
    const known = vectors.get(text)
    if (known !== undefined) return known
    const { dimensions, id } = (yield* Models).embedding
    const { embed } = yield* BedrockEmbeddings
    const vector = yield* embed(text, { modelId: id, dimensions, deadlineMs: 5_000 })
    vectors.set(text, vector)
    return vector
  })

  return Effect.fnUntraced(function* (
    { locale, text }: AskedQuestion,
    sentences: ReadonlyArray<string>,
  ): Effect.fn.Return<ReadonlyArray<string>, BedrockError, BedrockEmbeddings | Models> {
    const examples = yield* Effect.replicateEffect(drawn(text, names, new Set()), 3)
    const usable = sentences.filter(
      (each) =>
        slotsIn(each) === slotsIn(text) &&
        examples.some((slots) => askedBy(names, each, slots, locale) !== undefined),
    )
    const vector = yield* embedded(text)
    const near = yield* Effect.forEach(
      usable,
      (each) => Effect.map(embedded(each), (other) => [each, cosine(vector, other)] as const),
      // Customers embed their questions by the same quota.
      { concurrency: 2 },
    )
    return near.toSorted((a, b) => b[1] - a[1]).map(([sentence]) => sentence)
  })
}
