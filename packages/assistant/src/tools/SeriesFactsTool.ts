/**
 * `series_facts`: the whole records of one to five series. Where they are too long together, the last ones are brief. A
 * title that the store does not carry is told with near ones.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Series } from "@manga-assist/catalogue"
import { Effect, Schema } from "effect"
import { recordOf } from "../facts/SeriesRecord.ts"
import { SeriesRecords, type SeriesRows } from "../facts/SeriesRecords.ts"
import { storeDay } from "../model/StoreClock.ts"
import { toOffer } from "../products/Offer.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { productOfFact } from "../products/table/ProductOfFact.ts"
import { mostTokens, tokensOf } from "./Fitting.ts"
import { seriesSought } from "./LookLabel.ts"
import { namesOf } from "./names/CatalogueNames.ts"
import { type Caller, type Content, quoted, readMs, told, tool } from "./Tool.ts"

const FactsInput = Schema.Struct({
  titles: Schema.Array(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100)))
    .annotate({ description: "At most 5" })
    .check(Schema.isMinLength(1), Schema.isMaxLength(5)),
})

interface Known {
  readonly entry: Series
  /** What was read of it in time. */
  readonly rows: SeriesRows | undefined
}

/** The most of the series whole, in their order, that fits. */
const mostWhole = (count: number, make: (whole: number) => Content): Content => {
  for (let whole = count; whole > 0; whole -= 1) {
    const content = make(whole)
    if (tokensOf(content) <= mostTokens) return content
  }
  return make(0)
}

const bundleOf = ({ entry, rows }: Known, catalogue: Catalogue, today: string) => {
  const fact = rows?.rows.get(entry.id)
  const product = productOfFact(fact, catalogue)
  return product === undefined ? [] : [toOffer(product, fact, today)]
}

const run = Effect.fnUntraced(function* (
  { titles }: typeof FactsInput.Type,
  { deadlineMs, locale }: Caller,
) {
  const { catalogue } = yield* StoreNames
  const names = namesOf(catalogue).titles
  const asked = titles.map((title) => ({ title, entry: catalogue.of(names.find(title)[0] ?? "") }))
  const entries = [...new Set(asked.flatMap(({ entry }) => entry ?? []))]
  const notCarried = asked.flatMap(({ entry, title }) =>
    entry === undefined ? [{ asked: quoted(title), near: names.nearest(title) }] : [],
  )
  const records = yield* SeriesRecords
  const { found } = yield* records.read(
    entries.map(({ id }) => ({ series: id, detail: "full" as const })),
    readMs({ deadlineMs }),
  )
  const today = yield* storeDay
  const known = entries.map((entry): Known => ({
    entry,
    rows: found.find(({ series }) => series === entry.id),
  }))
  const content = mostWhole(known.length, (whole) => {
    const told = known.map(({ entry, rows }, at) =>
      recordOf({
        entry,
        rows: rows?.rows ?? new Map(),
        complete: rows?.complete ?? false,
        today,
        locale,
        detail: at < whole ? (rows?.detail ?? "full") : "brief",
        catalogue,
      }),
    )
    const unread = told.flatMap(({ unread }, at) =>
      unread.map((part) => `${part} of ${known[at]?.entry.english}`),
    )
    const brief = known.slice(whole).map(({ entry }) => entry.english)
    return {
      ...(known.length > 0 && { records: told.map(({ record }) => record) }),
      ...(unread.length > 0 && { unread }),
      ...(brief.length > 0 && { onlyBriefly: brief }),
      ...(notCarried.length > 0 && { notCarried }),
    }
  })
  return told(content, {
    products: known.flatMap((each) => bundleOf(each, catalogue, today)),
    series: entries.map(({ id }) => id),
    // Of a series whose rows were not read, only the catalogue's facts are told.
    ...((found.length > 0 || entries.length === 0) && { found: found.length }),
  })
})

export const seriesFactsTool = tool({
  name: "series_facts",
  label: { en: "series", ja: "作品の情報" },
  sought: ({ titles }, locale, names) => seriesSought(titles, locale, names),
  description: "Whole records of series: volumes, prices, stock, dates, boxes, works",
  Input: FactsInput,
  run,
})
