/**
 * The rule: what is given to others is made from the canonical form alone. So whatever wording of a form is read, the
 * answer is looked up, written, tagged and kept in the very same way.
 */
import { catalogueDate, products } from "@manga-assist/catalogue"
import { beforeAll, describe, expect, it } from "vitest"
import { cachePolicyOf } from "../src/answers/CachePolicy.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { sharedParts } from "../src/answers/ComposeAnswer.ts"
import { formSentence } from "../src/reading/FormSentence.ts"
import { listedProduct } from "../src/products/ListedProduct.ts"
import { meaningText } from "../src/reading/MeaningText.ts"
import { seriesOf, toOffer } from "../src/products/Offer.ts"
import { planRetrieval } from "../src/retrieval/PlanRetrieval.ts"
import { buildPrompt } from "../src/prompt/Prompt.ts"
import type { Question } from "../src/reading/Question.ts"
import { read } from "./demoShop.ts"
import { retrievalKey } from "../src/retrieval/RetrievalKey.ts"
import { readForAll } from "../src/retrieval/WhatToRead.ts"
import { tagsOf } from "../src/products/StoreTags.ts"
import { wordedTexts, type WordedTexts } from "./canonical/formWordings.ts"

const locales = ["en", "ja"] as const

const now = "2026-11-24 Tue"

/** The same for all: what is compared is the question. */
const offers = products()
  .slice(0, 3)
  .flatMap((product) => listedProduct(product) ?? [])
  .map((product) => toOffer(product, undefined, catalogueDate))
const found = offers.map(({ product }) => product.id)

/** All that a shared answer is made of. */
const madeOf: Readonly<Record<string, (question: Question) => unknown>> = {
  intent: ({ intent }) => intent,
  slots: ({ slots }) => slots,
  wish: ({ wish }) => wish,
  difficulty: ({ difficulty }) => difficulty,
  reads: ({ reads }) => reads,
  personal: ({ personal, selfContained }) => [personal, selfContained],
  plan: (question) => planRetrieval(question),
  "retrieval key": (question) => retrievalKey({ ...readForAll(question), customer: undefined }),
  "text searched for": (question) =>
    planRetrieval(question).kind === "meaning" ? meaningText(question) : "",
  tags: (question) => tagsOf(planRetrieval(question), question.slots, found, []),
  series: (question) => seriesOf(question, offers),
  "cache policy": (question) => cachePolicyOf(question),
  "cache key": (question) => cacheKeyOf(question),
  prompt: (question) =>
    buildPrompt(sharedParts({ question, now, records: [], offers, unread: [] })),
}

const madeFrom = (text: string, locale: (typeof locales)[number]): ReadonlyArray<string> => {
  const question = read(text, locale)
  return Object.values(madeOf).map((part) => JSON.stringify(part(question)) ?? "")
}

const partNames = Object.keys(madeOf)

describe("all wordings of a form", () => {
  let texts: WordedTexts

  beforeAll(async () => {
    texts = await wordedTexts()
  })

  it("are enough, of enough forms, to mean something", () => {
    const several = texts.forms.filter(({ wordings }) => wordings.length > 1)
    expect(texts.forms.length).toBeGreaterThan(2_000)
    expect(several.length).toBeGreaterThan(900)
    expect(several.flatMap(({ wordings }) => wordings).length).toBeGreaterThan(5_000)
  })

  it.each(locales)("and its own sentence are answered alike in %s", (locale) => {
    const differing: Array<string> = []
    for (const { form, wordings } of texts.forms) {
      const [first = "", ...others] = wordings
      const own = formSentence(read(first, locale))
      const expected = madeFrom(first, locale)
      for (const other of own === undefined ? others : [...others, own]) {
        const made = madeFrom(other, locale)
        const parts = partNames.filter((_, at) => made[at] !== expected[at])
        if (parts.length > 0) {
          differing.push(`${form}: ${parts.join(", ")} of "${first}" and "${other}"`)
        }
      }
    }
    expect(differing).toEqual([])
  })

  it("are told by their form's own sentence in the prompt, and by nothing else of theirs", () => {
    for (const locale of locales) {
      for (const { form, wordings } of texts.forms) {
        const question = read(wordings[0] ?? "", locale)
        const { asked } = sharedParts({ question, now, records: [], offers, unread: [] })
        expect([form, asked]).toEqual([form, formSentence(question)])
      }
    }
  })
})

describe("the same words written another way", () => {
  it.each([
    [
      "en",
      "which one has a baker on the moon who is afraid of cats",
      "Which ONE has a  Baker on the Moon who is afraid of Cats ?!…",
    ],
    ["ja", "月のパン屋さんが猫を怖がるのはどれ", "　月のパン屋さんが猫を怖がるのはどれ。。。！"],
  ] as const)("are searched for in the same text: %s", (locale, plain, decorated) => {
    const [one, other] = [read(plain, locale), read(decorated, locale)]
    expect(one.reading.known).toBe(false)
    expect(cacheKeyOf(other)).toBe(cacheKeyOf(one))
    expect(meaningText(other)).toBe(meaningText(one))
  })
})
