/**
 * `find_products`: products by facts, and by words where no field says what is wished for. Where nothing fits, the same
 * without its weakest part, again and again, and the answer names what was given up.
 *
 * Prices and stock are the table's, as everywhere; where it cannot be read, those of the index with a word about it. Where
 * no vector comes in time, the words are left out and named.
 */
import { Ledger } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { booksOf, paperOf } from "../../facts/Editions.ts"
import { SeriesRecords } from "../../facts/SeriesRecords.ts"
import { storeDay } from "../../model/StoreClock.ts"
import { deadlines, vectorOf } from "../../retrieval/FindProducts.ts"
import { offersOf } from "../../retrieval/ReadOffers.ts"
import type { ListedProduct } from "../../products/ListedProduct.ts"
import { type Offer, toOffer } from "../../products/Offer.ts"
import { ProductFacts } from "../../products/ProductFacts.ts"
import { ProductSearch, type Searched } from "../../products/ProductSearch.ts"
import { StoreNames } from "../../reading/StoreNames.ts"
import { fitting, more } from "../Fitting.ts"
import { productsSought } from "../LookLabel.ts"
import { productLine } from "../ProductLine.ts"
import { asLabel, type Caller, type Content, mostCards, told, tool } from "../Tool.ts"
import { searchOf } from "./FindClauses.ts"
import { FindInput } from "./FindInput.ts"
import { type FindWish, usualLimit, wishOf } from "./FindWish.ts"
import { namesOfParts, type Part, partsOf, withLess } from "./GivenUp.ts"
import { oneEach, sortedNear } from "./Ordered.ts"

/** Of what is left, at most: what comes next must have some of the time too. */
const allowed = {
  embedding: { atMostMs: deadlines.embedding, share: 0.4 },
  search: { atMostMs: deadlines.search, share: 0.6 },
  facts: { atMostMs: Infinity, share: 0.9 },
}

type Deadline = (stage: keyof typeof allowed) => number

/** Some are of two editions, and some the shop has withdrawn. */
const sizeFor = (limit: number) => 2 * limit + 3
/** Nearest in meaning, of which the first by another order are taken. */
const nearWords = 20

interface Found {
  readonly products: ReadonlyArray<ListedProduct>
  readonly gaveUp: ReadonlyArray<Part>
}

interface Asked {
  readonly wish: FindWish
  /** Of the words; absent where there are none, or where it did not come in time. */
  readonly vector: ReadonlyArray<number> | undefined
  readonly today: string
  readonly within: Deadline
}

const plannedFor = ({ today, vector, wish }: Asked) => {
  const { exclude, filter, sort } = searchOf(wish, today)
  const { limit, words } = wish
  if (words !== undefined && vector !== undefined) {
    const size = wish.sort === undefined ? sizeFor(limit) : Math.max(nearWords, sizeFor(limit))
    const search: Searched = { by: "meaning", filter, exclude, size, words, vector }
    return {
      search,
      read: (near: ReadonlyArray<ListedProduct>) => oneEach(sortedNear(near, wish, today), wish),
    }
  }
  const all = exclude.length === 0 ? filter : [...filter, { bool: { must_not: exclude } }]
  const search: Searched = { by: "filter", filter: all, sort, size: sizeFor(limit) }
  return { search, read: (found: ReadonlyArray<ListedProduct>) => oneEach(found, wish) }
}

/** Each wish by itself, in one request. */
const searchAll = Effect.fnUntraced(function* (asked: Asked, wishes: ReadonlyArray<FindWish>) {
  const products = yield* ProductSearch
  const planned = wishes.map((wish) => plannedFor({ ...asked, wish }))
  const found = yield* products.all(
    planned.map(({ search }) => search),
    asked.within("search"),
  )
  const read = yield* Effect.all(found.map((each) => Effect.fromResult(each)))
  return planned.map((each, at) => each.read(read[at] ?? []))
})

const findOrLess = Effect.fnUntraced(function* (asked: Asked) {
  const { wish } = asked
  const [found = []] = yield* searchAll(asked, [wish])
  const parts = partsOf(wish)
  if (found.length > 0 || parts.length === 0) return { products: found, gaveUp: [] } satisfies Found
  const tried = yield* searchAll(asked, withLess(wish, parts))
  const at = tried.findIndex((products) => products.length > 0)
  const gaveUp = at < 0 ? parts : parts.slice(0, at + 1)
  const last = gaveUp.at(-1)
  // What was given up before may fit after all.
  const [alone = []] =
    at <= 0 || last === undefined ? [] : yield* searchAll(asked, [last.without(wish)])
  return alone.length > 0 && last !== undefined
    ? ({ products: alone, gaveUp: [last] } satisfies Found)
    : ({ products: tried[at] ?? [], gaveUp } satisfies Found)
})

/** With the table's figures. What it does not have is not for sale. */
const currentOf = Effect.fnUntraced(function* (
  products: ReadonlyArray<ListedProduct>,
  today: string,
  deadlineMs: number,
) {
  const table = yield* ProductFacts
  const rows = yield* table.read(
    products.map(({ id }) => id),
    deadlineMs,
  )
  return offersOf(products, rows, today)
})

const idsOf = (products: ReadonlyArray<ListedProduct>): ReadonlyArray<string> => [
  ...new Set(products.map(({ seriesId }) => seriesId)),
]

/** What all paperbacks of a series cost together is no field of an index, but told where it was asked for. */
const asksPaperSum = ({ format, price }: FindWish): boolean =>
  price?.of === "all" && format !== "digital"

/** JPY by id of the series, of what is out; without those whose rows are not all there in time. */
const paperSums = Effect.fnUntraced(function* (
  series: ReadonlyArray<string>,
  today: string,
  deadlineMs: number,
) {
  const records = yield* SeriesRecords
  const topics = series.map((id) => ({ series: id, detail: "full" as const }))
  const { found } = yield* records.read(topics, deadlineMs)
  return new Map(
    found.flatMap(({ complete, detail, rows, series }) => {
      const paper =
        complete && detail === "full" ? paperOf(booksOf(rows, today), undefined) : "none"
      return typeof paper === "string" ? [] : [[series, paper.all] as const]
    }),
  )
})

const sumOf = (paper: number | undefined) => (paper === undefined ? {} : { allPaperbacks: paper })

const nothing = "nothing in the store fits"
const unsure = "could not be looked up just now: prices and stock may be a few minutes old"

const notes = (
  { gaveUp, products }: Found,
  unread: { readonly words: boolean; readonly prices: boolean },
): Content => ({
  ...(products.length === 0 ? { note: nothing } : {}),
  ...(gaveUp.length === 0
    ? {}
    : { [products.length === 0 ? "alsoWithout" : "gaveUp"]: namesOfParts(gaveUp) }),
  ...(unread.words ? { words: "could not be searched just now, the rest of the wish was" } : {}),
  ...(unread.prices ? { prices: unsure } : {}),
})

const run = Effect.fnUntraced(function* (input: FindInput, caller: Caller) {
  const names = yield* StoreNames
  const wish = wishOf(input, names.catalogue, caller)
  if ("content" in wish) return wish
  const { words, ...withoutWords } = wish
  const today = yield* storeDay
  const ledger = new Ledger({ totalMs: caller.deadlineMs })
  const within: Deadline = (stage) => ledger.deadlineMs(allowed[stage])
  const vector =
    words === undefined
      ? undefined
      : yield* Effect.orElseSucceed(vectorOf(words, within("embedding")), () => undefined)
  const unsearched = words !== undefined && vector === undefined
  const found = yield* findOrLess({ wish: unsearched ? withoutWords : wish, vector, today, within })
  const [current, sums] = yield* Effect.all(
    [
      Effect.orElseSucceed(currentOf(found.products, today, within("facts")), () => undefined),
      asksPaperSum(wish)
        ? paperSums(idsOf(found.products), today, within("facts"))
        : Effect.succeed(new Map<string, number>()),
    ],
    { concurrency: "unbounded" },
  )
  const offers: ReadonlyArray<Offer> = (
    current ?? found.products.map((product) => toOffer(product, undefined, today))
  ).slice(0, wish.limit)
  const beyond = Math.max(0, (current ?? found.products).length - wish.limit)
  const unread = { words: unsearched, prices: current === undefined }
  const said = notes({ ...found, products: offers.map(({ product }) => product) }, unread)
  const { locale } = caller
  // Many lines are a list to choose from.
  const story = wish.limit <= usualLimit
  const { content, kept } = fitting(offers, (lines, dropped) => ({
    ...said,
    products: lines.map((offer) => ({
      ...productLine(offer, { locale, story, today }),
      ...sumOf(sums.get(offer.product.seriesId)),
    })),
    ...more(dropped + beyond),
  }))
  return told(content, {
    products: kept.slice(0, mostCards),
    series: idsOf(kept.map(({ product }) => product)),
    ...(unsearched && { label: asLabel(productsSought(input, locale, names, false) ?? "") }),
    found: found.gaveUp.length === 0 ? kept.length : 0,
  })
})

export const findProductsTool = tool({
  name: "find_products",
  label: { en: "the catalogue", ja: "カタログ" },
  sought: productsSought,
  description: "Finds manga by facts, theme or mood",
  Input: FindInput,
  run,
})
