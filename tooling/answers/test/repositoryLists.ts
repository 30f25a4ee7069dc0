/**
 * The questions that the repository's suites know, as entries of question lists: what each needs follows from what is
 * noted beside it (the product that is shown first, the intent, the slots), never from typed figures.
 */
import { demoCatalogue } from "@manga-assist/catalogue"
import { storeRules } from "@manga-assist/assistant"
import {
  bookQuestions,
  type CorpusQuestion,
  otherQuestions,
} from "../../../packages/assistant/test/questionCorpus.ts"
import { moreQuestions } from "../../../packages/assistant/test/moreQuestions.ts"
import type { Judged, Need, Search } from "../src/oracle/Need.ts"
import type { Entry } from "../src/QuestionList.ts"
import { dialogues } from "./dialogues.ts"

const catalogue = demoCatalogue()

/** What is told of a title that is asked about without more. */
const ofTitle = ["author", "volumes", "status"] as const

/** What a card stands for: a numbered book its price and stock, a series what it is. */
export const neededOf = (product: string): Need => {
  const book = catalogue.bookOf(product)
  if (book === undefined) throw new Error(`the catalogue has no ${product}`)
  const { box, format, series, volume } = book
  if (box !== undefined) return { series, boxes: String(box) }
  if (volume === undefined) return { series, facts: ofTitle }
  return format === "digital"
    ? { series, digital: String(volume) }
    : { series, paper: String(volume) }
}

const policies = Object.keys(storeRules).map((policy): Need => ({ policy }))

const searchOf = ({ intent, slots }: CorpusQuestion): Search => {
  const { authors = [], demographic, genres = [], priceMax, priceMin, series = [] } = slots
  const [author] = authors
  const [like] = series
  const [genre, ...others] = genres
  // The slots do not say how many books are wished for.
  return {
    least: 1,
    ...(genre === undefined ? {} : { genres: [genre, ...others] }),
    ...(demographic === undefined ? {} : { readers: demographic }),
    ...(author === undefined ? {} : { author }),
    ...(like === undefined ? {} : { like }),
    ...(priceMax === undefined
      ? {}
      : { price: { min: priceMin ?? 0, max: priceMax, of: "volume" } }),
    ...(intent === "trending" ? { sort: "popular" } : {}),
  }
}

const bookNeeds = (
  { intent, slots }: CorpusQuestion,
  { format, series, volume }: NonNullable<CorpusQuestion["first"]>,
): ReadonlyArray<Need> => {
  if (format === "box-set") return [{ series, boxes: "all" }]
  if (intent === "author") return [{ series, facts: ["author"] }]
  if (volume !== undefined) {
    const only = intent === "release-date" ? ({ only: "date" } as const) : {}
    return format === "digital"
      ? [{ series, digital: String(volume), ...only }]
      : [{ series, paper: String(volume), ...only }]
  }
  if (slots.volume === "latest") {
    if (intent === "release-date") return [{ series, facts: ["newest", "next"] }]
    const newest = String(catalogue.of(series)?.volumes)
    return [
      { series, facts: ["newest"] },
      { series, paper: newest },
    ]
  }
  return intent === "price-or-stock"
    ? [{ series, bundle: true }]
    : [{ series, facts: [...ofTitle, "began", "synopsis"] }]
}

const otherNeeds = (question: CorpusQuestion): Judged => {
  const { intent, selfContained, slots } = question
  const { orderId, place, series = [] } = slots
  switch (intent) {
    case "policy":
      return { needs: place === undefined ? policies : [{ policy: "shipping" }] }
    case "order-status":
      return {
        user: `demo-${orderId?.slice(3, 5) ?? "01"}`,
        needs: [orderId === undefined ? { orders: "all" } : { order: orderId }],
      }
    case "recommend":
    case "trending":
    case "new-releases":
      return { search: searchOf(question) }
    case "author":
      return slots.authors === undefined ? {} : { search: searchOf(question) }
    case "price-or-stock":
    case "title-lookup":
      return selfContained ? { needs: series.map((id) => ({ series: id, facts: ofTitle })) } : {}
    default:
      return {}
  }
}

const single = (
  id: string,
  language: Entry["language"],
  ask: string,
  { user, ...judged }: Judged,
): Entry => ({
  id,
  kind: "single",
  language,
  ...(user === undefined ? {} : { user }),
  turns: [{ ask, ...judged }],
})

/** `packages/assistant/test/questionCorpus.ts` */
export const corpusEntries: ReadonlyArray<Entry> = [...bookQuestions, ...otherQuestions].map(
  (question, at) => {
    const { first, locale, text } = question
    const judged =
      first === undefined ? otherNeeds(question) : { needs: bookNeeds(question, first) }
    return single(`corpus-${locale}-s${at + 1}`, locale, text, judged)
  },
)

/** `packages/assistant/test/moreQuestions.ts` */
export const moreEntries: ReadonlyArray<Entry> = moreQuestions.map(
  ({ among = [], first, locale, text }, at) => {
    const shown = [...new Set([...(first === undefined ? [] : [first]), ...among])]
    return single(`more-${locale}-s${at + 1}`, locale, text, { needs: shown.map(neededOf) })
  },
)

/** Each turn with an expectation is the last of an entry. */
export const dialogueEntries: ReadonlyArray<Entry> = dialogues.flatMap(
  ({ language, turns }, dialogue) =>
    turns.flatMap(({ ask, first, search }, at): ReadonlyArray<Entry> => {
      if (first === undefined && search === undefined) return []
      const [opening = { ask }, ...others] = turns.slice(0, at).map((turn) => ({ ask: turn.ask }))
      const needs = first === undefined ? [] : [neededOf(first)]
      const judged = { ask, needs, ...(search === undefined ? {} : { search }) }
      const id = `dialogue-${language}-c${dialogue + 1}-${at + 1}`
      return at === 0
        ? [{ id, language, kind: "single", turns: [judged] }]
        : [{ id, language, kind: "conversation", turns: [opening, ...others, judged] }]
    }),
)

/** `node repositoryLists.ts > FILE`: for `pnpm answers FILE`. */
if (import.meta.main) {
  for (const entry of [...corpusEntries, ...moreEntries, ...dialogueEntries]) {
    process.stdout.write(`${JSON.stringify(entry)}\n`)
  }
}
