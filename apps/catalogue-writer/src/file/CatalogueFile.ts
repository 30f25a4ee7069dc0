/**
 * A catalogue file as rows: read once to check it as a whole, and then again by whoever writes it, so that of each product
 * only its id and two hashes are kept in memory, and of each series its row.
 */
import { type ProductRow, readProductRow } from "@manga-assist/catalogue/rows"
import { Effect, Result, Stream } from "effect"
import { CatalogueError } from "../CatalogueError.ts"
import { Wanted } from "../Wanted.ts"
import { Faults } from "./Fault.ts"
import { type FileFormat, rawRecords } from "./RawRecords.ts"

const mostShown = 40

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? ""
  return text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`
}

const unreadable = (cause: unknown) =>
  new CatalogueError({ reason: "file", detail: cause instanceof Error ? cause.message : "", cause })

/** The rows of a file that was found valid; a row that is not valid any longer is left out. */
const rowsOfFile = (file: string, format: FileFormat): Stream.Stream<ProductRow, CatalogueError> =>
  Stream.fromAsyncIterable(rawRecords(file, format), unreadable).pipe(
    Stream.flatMap((raw) => {
      const row = "record" in raw ? Result.getOrUndefined(readProductRow(raw.record)) : undefined
      return row === undefined ? Stream.empty : Stream.succeed(row)
    }),
  )

/** What the file holds, or all that is wrong with it. Fails only when it cannot be read. */
export const checkFile = (
  file: string,
  format: FileFormat,
): Effect.Effect<{ readonly wanted: Wanted; readonly faults: Faults }, CatalogueError> =>
  Effect.suspend(() => {
    const wanted = new Wanted(rowsOfFile(file, format))
    const faults = new Faults()
    /** The first row that names each series. */
    const named = new Map<string, number>()
    /** Those that have a row, be it a wrong one. */
    const series = new Set<unknown>()
    const take = (number: number, row: ProductRow) => {
      const known = wanted.products.get(row.id)?.row
      if (known !== undefined) {
        faults.add({
          row: number,
          field: "id",
          rule: `must be in the file once, and is in row ${known}`,
          found: row.id,
        })
        return
      }
      wanted.add(row, number)
      if (!named.has(row.seriesId)) named.set(row.seriesId, number)
    }
    return Stream.fromAsyncIterable(rawRecords(file, format), unreadable).pipe(
      Stream.runForEach((raw) =>
        Effect.sync(() => {
          if ("faults" in raw) {
            for (const fault of raw.faults) faults.add({ row: raw.row, ...fault })
            return
          }
          if (raw.record["volume"] === undefined) series.add(raw.record["seriesId"])
          const row = readProductRow(raw.record)
          if (Result.isSuccess(row)) take(raw.row, row.success)
          else {
            for (const broken of row.failure) {
              const value = raw.record[broken.field]
              faults.add({
                row: raw.row,
                ...broken,
                ...(value === undefined ? {} : { found: shown(value) }),
              })
            }
          }
        }),
      ),
      Effect.map(() => {
        for (const [found, row] of named) {
          if (series.has(found)) continue
          const rule = "must have a row of its own, without a volume, that describes the series"
          faults.add({ row, field: "seriesId", rule, found })
        }
        if (wanted.products.size === 0 && faults.count === 0) {
          faults.add({ row: 1, field: "(file)", rule: "must have rows" })
        }
        return { wanted, faults }
      }),
    )
  })
