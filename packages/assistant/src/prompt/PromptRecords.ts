/**
 * Records of series as prompts state them: in full for a conversation; for an answer that is everybody's without the
 * stock of single books, which would end it with every sale. Pure.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { recordOf } from "../facts/SeriesRecord.ts"
import type { SeriesRows } from "../facts/SeriesRecords.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { PromptRecord } from "./Prompt.ts"

interface Told {
  readonly locale: Locale
  readonly today: string
  readonly catalogue: Catalogue
}

/** By what it depends on beside its rows. */
const madeOf = oncePer((_rows: SeriesRows["rows"]) => new Map<string, object>())

/** Rows are kept from turn to turn: a record of them is made, and written as JSON, once for all prompts of a day. */
const factsOf = (
  { complete, detail, rows }: SeriesRows,
  entry: Series,
  { catalogue, locale, today }: Told,
): object => {
  const made = madeOf(rows)
  const key = `${entry.id} ${today} ${locale} ${detail} ${complete}`
  const known = made.get(key)
  if (known !== undefined) return known
  const { record } = recordOf({ catalogue, locale, today, entry, rows, complete, detail })
  made.set(key, record)
  return record
}

export const promptRecords = (
  found: ReadonlyArray<SeriesRows>,
  of: Told,
): ReadonlyArray<PromptRecord> =>
  found.flatMap((rows) => {
    const entry = of.catalogue.of(rows.series)
    if (entry === undefined) return []
    return [{ series: rows.series, detail: rows.detail, facts: factsOf(rows, entry, of) }]
  })

const ofStock: ReadonlySet<string> = new Set(["availability", "left", "soldOut", "fewLeft"])

const withoutStock = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutStock)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      ofStock.has(name) ? [] : [[name, withoutStock(each)]],
    ),
  )
}

/** For an answer that is everybody's. `beside`: series of which only what the catalogue says is told. */
export const recordsForAll = (
  found: ReadonlyArray<SeriesRows>,
  beside: ReadonlyArray<string>,
  of: Told,
): ReadonlyArray<PromptRecord> => {
  const others = beside.filter((id) => found.every(({ series }) => series !== id))
  const told = others.map((series) => ({
    series,
    detail: "brief" as const,
    rows: new Map(),
    complete: false,
  }))
  return promptRecords([...found, ...told], of).map(({ detail, facts, series }) => ({
    series,
    detail,
    facts: Object(withoutStock(facts)),
  }))
}
