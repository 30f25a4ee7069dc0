/**
 * What the table and the index should hold: of each product its id and two hashes, of each series its row, and where all
 * rows can be read again.
 *
 * A document's hash says all that its content depends on, so that nothing but hashes is compared with the index.
 */
import {
  columns,
  isSeries,
  type ProductRow,
  seriesColumns,
  type SeriesRow,
} from "@manga-assist/catalogue/rows"
import { createHash } from "node:crypto"
import type { Stream } from "effect"
import type { CatalogueError } from "./CatalogueError.ts"

const hashOf = (text: string): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 12)

const inOrder = (names: ReadonlyArray<string>, record: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(names.map((name) => record[name] ?? null))

const ofSeries = Object.keys(seriesColumns)
const ofAll = columns.filter((name) => !ofSeries.includes(name))

/** Of the columns that a row has in a file; `record` is a row, or the table's item of one. */
export const rowHash = (record: Readonly<Record<string, unknown>>): string =>
  hashOf(inOrder(record["volume"] === undefined ? columns : ofAll, record))

/**
 * Entries of a series, of which searches by meaning find one: the bundle, the first volume in each format, the first
 * box set. A vector takes half of a document, and later volumes would have the same.
 */
const isEntry = ({ volume }: ProductRow): boolean => volume === undefined || volume === 1

export interface WantedProduct {
  readonly row: number
  readonly seriesId: string
  readonly hash: string
  readonly isEntry: boolean
}

export class Wanted {
  readonly rows: Stream.Stream<ProductRow, CatalogueError>
  readonly products = new Map<string, WantedProduct>()
  readonly series = new Map<string, SeriesRow>()
  readonly #seriesHashes = new Map<string, string>()

  constructor(rows: Stream.Stream<ProductRow, CatalogueError>) {
    this.rows = rows
  }

  /** `number` is that of the row, for those who wrote it. */
  add(row: ProductRow, number: number): void {
    this.products.set(row.id, {
      row: number,
      seriesId: row.seriesId,
      hash: rowHash({ ...row }),
      isEntry: isEntry(row),
    })
    if (!isSeries(row)) return
    this.series.set(row.seriesId, row)
    this.#seriesHashes.set(row.seriesId, hashOf(inOrder(ofSeries, { ...row })))
  }

  /** What a vector depends on: what the series is described by, and the model that makes it. */
  vectorHash(seriesId: string, model: string): string {
    return `${this.#seriesHashes.get(seriesId) ?? ""}.${hashOf(model)}`
  }

  /** Of a document; it ends with the hash of its vector if it has one. */
  documentHash({ hash, isEntry: has, seriesId }: WantedProduct, model: string): string {
    return has
      ? `${hash}.${this.vectorHash(seriesId, model)}`
      : `${hash}.${this.#seriesHashes.get(seriesId) ?? ""}`
  }
}
