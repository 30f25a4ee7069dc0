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
import { QuestionIndex } from "./QuestionIndex.ts"

/** A wording, of a customer or of a question with a fresh cached answer. */
export interface Question {
  readonly locale: "en" | "ja"
  readonly text: string
}

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

export class NearQuestions {
  readonly #languages: Readonly<Record<Question["locale"], QuestionIndex>>
  readonly #remembered = new Map<string, Float32Array>()

  constructor(dimensions: number) {
    this.#languages = { en: new QuestionIndex(dimensions), ja: new QuestionIndex(dimensions) }
  }

  get size(): number {
    return this.#languages.en.size + this.#languages.ja.size
  }

  /** Makes the index that of these questions, as far as one pass may. */
  follow(kept: ReadonlyArray<Question>): Effect.Effect<void, BedrockError, Needs> {
    for (const locale of ["en", "ja"] as const) {
      const texts = kept.flatMap((each) => (each.locale === locale ? each.text : []))
      this.#languages[locale].keepOnly(new Set(texts))
    }
    const unknown = kept.filter(({ locale, text }) => !this.#languages[locale].has(text))
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
    { locale, text }: Question,
  ): Effect.fn.Return<ReadonlyArray<string>, BedrockError, Needs> {
    const vector = this.#remembered.get(text) ?? (yield* embedded(text))
    this.#remembered.set(text, vector)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > mostRemembered && oldest !== undefined) {
      this.#remembered.delete(oldest)
    }
    return this.#languages[locale]
      .near(vector, mostNear)
      .flatMap((each) => (each.similarity >= leastSimilarity ? each.text : []))
  })
}
