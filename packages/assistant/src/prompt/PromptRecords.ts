/**
 * Records of series as prompts state them: in full for a conversation; for an answer that is everybody's without the
 * stock of single books, which would end it with every sale. Pure.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { recordOf } from "../facts/SeriesRecord.ts"
import type { SeriesRows } from "../facts/SeriesRecords.ts"
import type { PromptRecord } from "./Prompt.ts"

export const promptRecords = (
  found: ReadonlyArray<SeriesRows>,
  of: { readonly locale: Locale; readonly today: string; readonly catalogue: Catalogue },
): ReadonlyArray<PromptRecord> =>
  found.flatMap(({ complete, detail, rows, series }) => {
    const entry = of.catalogue.of(series)
    if (entry === undefined) return []
    return [{ series, detail, facts: recordOf({ ...of, entry, rows, complete, detail }).record }]
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

/** For an answer that is everybody's. */
export const recordsForAll: typeof promptRecords = (found, of) =>
  promptRecords(found, of).map((record) => ({
    ...record,
    facts: Object(withoutStock(record.facts)),
  }))
