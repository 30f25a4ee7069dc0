/**
 * The standard sentences that a wording may stand for: those of all forms and of questions that are asked, as far as they
 * have the same slots and their answers may be shared, the nearest by embedding first. Nearness proposes; it does not tell whether two questions are the
 * same. Each text is embedded once.
 */
import { Models, read } from "@manga-assist/assistant"
import { BedrockEmbeddings, type BedrockError } from "@manga-assist/connections"
import {
  slotsIn,
  standardSentences,
  type StoreReader,
  wordingOf,
} from "@manga-assist/store-grammar"
import { Effect } from "effect"
import { LRUCache } from "lru-cache"
import { exampleFor } from "./Examples.ts"

/** Of a customer, or of the schedule. */
export interface AskedQuestion {
  readonly locale: "en" | "ja"
  readonly text: string
}

const embedMs = 5_000
/** Customers embed their questions by the same quota. */
const concurrency = 2
const mostRemembered = 3_000

type Vector = ReadonlyArray<number>

const product = (left: Vector, right: Vector): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)

const cosine = (left: Vector, right: Vector): number =>
  product(left, right) / (Math.sqrt(product(left, left) * product(right, right)) || 1)

/** A slot is a word of its kind. */
const plain = (text: string): string =>
  text.replaceAll(/\{([A-Z]+)\d\}/gu, (_slot, kind: string) => ` ${kind.toLowerCase()} `)

const embedded = Effect.fnUntraced(function* (
  text: string,
  vectors: LRUCache<string, Vector>,
): Effect.fn.Return<Vector, BedrockError, BedrockEmbeddings | Models> {
  const known = vectors.get(text)
  if (known !== undefined) return known
  const { dimensions, id } = (yield* Models).embedding
  const { embed } = yield* BedrockEmbeddings
  const vector = yield* embed(plain(text), { modelId: id, dimensions, deadlineMs: embedMs })
  vectors.set(text, vector)
  return vector
})

export interface Candidates {
  /** With the same slots, the nearest first. */
  readonly nearest: ReadonlyArray<string>
  /** Without any slots. */
  readonly others: ReadonlyArray<string>
}

export const makeCandidates = (names: StoreReader) => {
  const vectors = new LRUCache<string, Vector>({ max: mostRemembered })
  const ofForms = new Map<string, ReadonlyArray<string>>()

  return Effect.fnUntraced(function* (
    { locale, text }: AskedQuestion,
    asked: ReadonlyArray<AskedQuestion>,
  ): Effect.fn.Return<Candidates, BedrockError, BedrockEmbeddings | Models> {
    const standard = ofForms.get(locale) ?? standardSentences(names, locale)
    ofForms.set(locale, standard)
    const ofAsked = asked.flatMap((each) => {
      const { reading } = read(names, each.text, each.locale)
      const isHere = each.locale === locale && reading.known
      const sentence = isHere ? names.sentenceOf(reading, locale) : undefined
      return sentence === undefined ? [] : wordingOf(read(names, sentence, locale).reading).text
    })
    const slots = slotsIn(text)
    const usable = yield* Effect.filter(
      [...new Set([...standard, ...ofAsked])].filter((each) => ["", slots].includes(slotsIn(each))),
      (sentence) =>
        Effect.map(exampleFor([sentence], names, locale), (found) => found !== undefined),
    )
    const vector = yield* embedded(text, vectors)
    const near = yield* Effect.forEach(
      usable.filter((sentence) => slotsIn(sentence) === slots),
      (sentence) =>
        Effect.map(
          embedded(sentence, vectors),
          (other) => [sentence, cosine(vector, other)] as const,
        ),
      { concurrency },
    )
    return {
      nearest: near.toSorted((a, b) => b[1] - a[1]).map(([sentence]) => sentence),
      others: usable.filter((sentence) => slotsIn(sentence) === ""),
    }
  })
}
