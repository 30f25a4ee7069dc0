/** The table's rows of one source as a file has them, and what is wrong with those that break the rules of one. */
import {
  columns,
  type ProductRow,
  readProductRow,
  seriesColumns,
} from "@manga-assist/catalogue/rows"
import { Effect, Result, Stream } from "effect"
import type { CatalogueError } from "../CatalogueError.ts"
import type { Item, ProductTable } from "./ProductTable.ts"

/** Without the titles of the series, which the table has on every row. */
const recordOf = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).filter(
      ([name]) =>
        columns.includes(name) &&
        (item["volume"] === undefined || !Object.hasOwn(seriesColumns, name)),
    ),
  )

/** Of a row of the table, which has an id but no number. */
export interface RowFault {
  readonly id: string
  readonly field: string
  readonly rule: string
}

/** A row, or why it is none. */
const writtenRows = (
  table: Pick<ProductTable, "items">,
  source: string,
): Stream.Stream<Result.Result<ProductRow, ReadonlyArray<RowFault>>, CatalogueError> =>
  table.items.pipe(
    Stream.filter((item) => item["source"] === source),
    Stream.map((item) =>
      Result.mapError(readProductRow(recordOf(item)), (broken) =>
        broken.map((each) => ({ id: String(item["id"]), ...each })),
      ),
    ),
  )

/** Every series with its products: its own row first, then paper, digital, and box sets, by number. */
const inOrder = (a: ProductRow, b: ProductRow): number =>
  compare(a.seriesId, b.seriesId) ||
  (a.volume === undefined ? 0 : 1) - (b.volume === undefined ? 0 : 1) ||
  compare(b.format, a.format) ||
  (a.volume ?? 0) - (b.volume ?? 0)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Fails when the table cannot be read. */
export const readWritten = (table: Pick<ProductTable, "items">, source: string) =>
  Effect.gen(function* () {
    const rows: Array<ProductRow> = []
    const faults: Array<RowFault> = []
    yield* writtenRows(table, source).pipe(
      Stream.runForEach((row) =>
        Effect.sync(() => {
          if (Result.isSuccess(row)) rows.push(row.success)
          else faults.push(...row.failure)
        }),
      ),
    )
    return { rows: rows.sort(inOrder), faults }
  })
