/**
 * A stamp of all prices and dates of a series, so that an answer that tells what the whole costs can be checked without
 * a figure for each volume. Stock is no part of it. Pure.
 */
import { Schema } from "effect"
import { hash } from "node:crypto"
import type { SeriesRows } from "./SeriesRecords.ts"

export const SeriesStamp = Schema.Struct({ series: Schema.String, stamp: Schema.String })
export type SeriesStamp = typeof SeriesStamp.Type

export const stampOf = ({ rows, series }: Pick<SeriesRows, "rows" | "series">): SeriesStamp => {
  const told = [...rows.values()]
    .map(({ id, price, releaseDate }) => `${id} ${price} ${releaseDate}`)
    .toSorted()
  return { series, stamp: hash("sha256", told.join("\n"), "base64url").slice(0, 16) }
}
