/**
 * Finds the cached questions that are nearest to a customer's wording, in the same language, by the cosine similarity
 * of their embeddings: at most 12, from 0.4 on.
 *
 * The index follows the cached questions from pass to pass, and each text is embedded once. A failed embedding ends the
 * search; the next pass continues.
 */
import { Models } from "@manga-assist/assistant"
import { normalizeQuestion } from "@manga-assist/caching"
import { BedrockEmbeddings, type BedrockError } from "@manga-assist/connections"
import { Effect } from "effect"
import type { KeptQuestion } from "./KeptQuestions.ts"
import { QuestionIndex } from "./QuestionIndex.ts"

const embedMs = 5_000
/** Customers embed their questions by the same quota. */
const concurrency = 2
/** Of kept questions, in one pass: a first pass over a large list is spread over several. */
const mostNewPerPass = 500
const mostRemembered = 2_000
const mostNear = 12
/**
 * Below this cosine a pair is not worth a look (paraphrases were measured from 0.46 on); what is above it is not
 * thereby the same.
 */
const leastSimilarity = 0.4

type Locale = KeptQuestion["locale"]
type Needs = BedrockEmbeddings | Models

const embedded = Effect.fnUntraced(function* (
  text: string,
): Effect.fn.Return<Float32Array, BedrockError, Needs> {
  const { embedding } = yield* Models
  const { embed } = yield* BedrockEmbeddings
  const { dimensions, id } = embedding
  // Missed questions are known without their capitals: the others are compared without theirs.
  return Float32Array.from(
    yield* embed(normalizeQuestion(text), { modelId: id, dimensions, deadlineMs: embedMs }),
  )
})

class OfOneLanguage {
  readonly index: QuestionIndex
  readonly texts = new Map<number, string>()
  readonly ids = new Map<string, number>()
  #next = 0

  constructor(dimensions: number) {
    this.index = new QuestionIndex(dimensions)
  }

  add(text: string, vector: Float32Array): void {
    const id = this.#next
    this.#next += 1
    this.index.add(id, vector)
    this.ids.set(text, id)
    this.texts.set(id, text)
  }

  keepOnly(texts: ReadonlySet<string>): void {
    for (const [text, id] of this.ids) {
      if (texts.has(text)) continue
      this.index.remove(id)
      this.ids.delete(text)
      this.texts.delete(id)
    }
  }
}

export class NearQuestions {
  readonly #languages: Readonly<Record<Locale, OfOneLanguage>>
  readonly #remembered = new Map<string, Float32Array>()

  constructor(dimensions: number) {
    this.#languages = { en: new OfOneLanguage(dimensions), ja: new OfOneLanguage(dimensions) }
  }

  get size(): number {
    return this.#languages.en.ids.size + this.#languages.ja.ids.size
  }

  /** Makes the index that of these questions, as far as one pass may. */
  follow(kept: ReadonlyArray<KeptQuestion>): Effect.Effect<void, BedrockError, Needs> {
    for (const locale of ["en", "ja"] as const) {
      const texts = kept.filter((each) => each.locale === locale).map(({ text }) => text)
      this.#languages[locale].keepOnly(new Set(texts))
    }
    const unknown = kept.filter(({ locale, text }) => !this.#languages[locale].ids.has(text))
    const distinct = new Map(unknown.map((each) => [`${each.locale} ${each.text}`, each]))
    return Effect.forEach(
      [...distinct.values()].slice(0, mostNewPerPass),
      ({ locale, text }) =>
        Effect.map(embedded(text), (vector) => this.#languages[locale].add(text, vector)),
      { concurrency, discard: true },
    )
  }

  /** The nearest first. */
  readonly near = Effect.fnUntraced(function* (
    this: NearQuestions,
    { locale, text }: KeptQuestion,
  ): Effect.fn.Return<ReadonlyArray<string>, BedrockError, Needs> {
    const vector = this.#remembered.get(text) ?? (yield* embedded(text))
    this.#remembered.set(text, vector)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > mostRemembered && oldest !== undefined) {
      this.#remembered.delete(oldest)
    }
    const { index, texts } = this.#languages[locale]
    return index
      .near(vector, mostNear)
      .filter(({ similarity }) => similarity >= leastSimilarity)
      .flatMap(({ id }) => texts.get(id) ?? [])
  })
}
