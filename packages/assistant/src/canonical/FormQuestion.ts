/**
 * What a canonical form says about the question, for the steps that find its answer: an answer that is
 * kept under a form must have been written for that form, however it was worded.
 *
 * Pure. Fills in what the rules of `understanding` missed; what the form does not name stays.
 */
import type { Reading } from "@manga-assist/language"
import type { Demographic, ProductFormat } from "@manga-assist/catalogue"
import type { Intent, Question, Slots } from "../Question.ts"

type Known = Extract<Reading, { known: true }>

const intents: ReadonlyArray<readonly [RegExp, Intent]> = [
  [
    /^(?:price|stock|sold-out|out-of-print|copies-left|volumes-in-stock|restock-|cheapest|discount-book)/u,
    "price-or-stock",
  ],
  [/^(?:release|out$|debut|began|ended|preorder-book)/u, "release-date"],
  [/^(?:author|artist|writer|works|other-works)/u, "author"],
  [/^(?:recommend|best$)/u, "recommend"],
  [/^(?:trending|best-selling)/u, "trending"],
  [/^(?:new-releases|new-series|upcoming|releases-in)/u, "new-releases"],
  [
    /^(?:named$|which-latest|volumes|chapters|finished|ongoing|unfinished|status|hiatus|publisher|magazine|genre|is-|age|suitable|about|information|what-is|anime|adapted|live-action|opinion|reviews|pages|characters|protagonist|setting|demographic$|same-author|complete-in|only-volumes|read-first|reading-order|formats-of|sequel|prequel|spin-off|compar|which-of)/u,
    "title-lookup",
  ],
]

/** All questions about the shop itself are of one intent. */
const intentOfForm = ({ question }: Known): Intent =>
  intents.find(([names]) => names.test(question))?.[1] ?? "policy"

const numbered = (value: string) => {
  const at = value.lastIndexOf("#")
  return { series: value.slice(0, at), volume: Number(value.slice(at + 1)) }
}

const seriesOf = ({ slots }: Known): ReadonlyArray<string> => [
  ...new Set([
    ...(slots["BOOK"] ?? []).map((value) => numbered(value).series),
    ...["SERIES", "LATESTOF", "LASTOF", "NEXTOF", "LIKEOF"].flatMap((kind) => slots[kind] ?? []),
  ]),
]

/** The intent, where the form alone decides it. */
export const surelyOf = (reading: Reading): Intent | undefined =>
  reading.known && intentOfForm(reading) === "policy" ? "policy" : undefined

type NumberedBook = ReturnType<typeof numbered>

/** In the order of the text, as far as the text's own reading found them. */
const asWritten = (books: ReadonlyArray<NumberedBook>, before: Slots) => {
  const place = ({ series, volume }: NumberedBook) => {
    const at = (before.books ?? []).findIndex(
      (book) => book.series === series && book.volume === volume,
    )
    return at < 0 ? books.length : at
  }
  return books.toSorted((a, b) => place(a) - place(b))
}

const volumeSlots = ({ slots }: Known, before: Slots): Partial<Slots> => {
  const books = asWritten((slots["BOOK"] ?? []).map(numbered), before)
  const [first] = books
  if (first !== undefined) {
    return { volume: first.volume, ...(books.length > 1 ? { books } : {}) }
  }
  const newest = ["LATESTOF", "LASTOF", "NEXTOF"].some((kind) => slots[kind] !== undefined)
  return newest ? { volume: "latest" } : {}
}

/** The order of the text is kept where both name the same. */
const sameSet = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean =>
  left.length === right.length && left.every((id) => right.includes(id))

const formats: ReadonlyArray<ProductFormat> = ["paperback", "digital", "box-set"]
const demographics: ReadonlyArray<Demographic> = ["shonen", "seinen", "shojo", "josei", "kodomo"]

/** The one value of a kind that the slots know too. */
const known = <A extends string>(values: ReadonlyArray<A>, given: ReadonlyArray<string> = []) =>
  given.length === 1 ? values.find((value) => value === given[0]) : undefined

const bound = (given: ReadonlyArray<string> | undefined, step: number): number | undefined =>
  given?.length === 1 ? Number(given[0]) + step : undefined

const priceSlots = ({ slots }: Known): Partial<Slots> => {
  const priceMax = bound(slots["PRICEMAX"], 0) ?? bound(slots["PRICEBELOW"], -1)
  const priceMin = bound(slots["PRICEMIN"], 0) ?? bound(slots["PRICEABOVE"], 1)
  return {
    ...(priceMax === undefined ? {} : { priceMax }),
    ...(priceMin === undefined ? {} : { priceMin }),
  }
}

/**
 * Volume and bounds of the price, where the form tells them as surely as rules on the text would, and at
 * once; `undefined` where the rules are needed.
 */
export const figuresOf = (reading: Reading): Partial<Slots> | undefined =>
  reading.known && (reading.slots["BOOK"]?.length ?? 0) < 2 && reading.slots["CMP"] === undefined
    ? { ...priceSlots(reading), ...volumeSlots(reading, noBooks) }
    : undefined

const noBooks: Slots = { series: [], authors: [], genres: [] }

const wishSlots = (reading: Known, before: Slots): Partial<Slots> => {
  const { slots } = reading
  const format = known(formats, slots["FORMAT"])
  const demographic = known(demographics, slots["DEMO"])
  const refused = slots["NOTGENRE"] ?? []
  const genres = (slots["GENRE"] ?? before.genres).filter((genre) => !refused.includes(genre))
  const authors = slots["PERSON"] ?? before.authors
  return {
    genres: sameSet(genres, before.genres) ? before.genres : genres,
    authors: sameSet(authors, before.authors) ? before.authors : authors,
    ...(format === undefined ? {} : { format }),
    ...(demographic === undefined ? {} : { demographic }),
    ...priceSlots(reading),
  }
}

/** Kinds of question that `understanding` reads as somebody's own, as no more than a title, or not at all. */
const misread: ReadonlySet<Intent> = new Set<Intent>([
  "order-status",
  "greeting",
  "title-lookup",
  "other",
])

export const asItsForm = (question: Question): Question => {
  const { reading, slots } = question
  if (!reading.known) return question
  const intent = intentOfForm(reading)
  const series = seriesOf(reading)
  const policy = intent === "policy"
  return {
    ...question,
    intent: misread.has(question.intent) || policy ? intent : question.intent,
    slots: {
      ...slots,
      ...(sameSet(series, slots.series) || series.length === 0 ? {} : { series }),
      ...volumeSlots(reading, slots),
      ...wishSlots(reading, slots),
    },
  }
}
