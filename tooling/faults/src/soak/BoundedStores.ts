/**
 * `docs/bounded-stores.md`, written by hand: every collection of the chat server's sources, by its file. A row is a store
 * with a bound; the list below the table has the collections that end with the call that made them.
 */
import { table } from "../OwnPage.ts"
import type { CacheFill } from "./KnownCaches.ts"

export const storesPage = new URL("../../../../docs/bounded-stores.md", import.meta.url)

export interface BoundedStore {
  readonly what: string
  /** Of the repository. */
  readonly file: string
  /** What the collection is called there. */
  readonly named: string
  /** In words; a number first where it is one. */
  readonly bound: string
  readonly unit: string
  /** Bytes that a unit takes at most. */
  readonly each: number
  readonly why: string
}

/** Cells of the table's rows, heading aside. */
export const readStores = (page: string): ReadonlyArray<BoundedStore> =>
  page
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.includes(".ts"))
    .map((line) => {
      const [, what = "", place = "", bound = "", unit = "", each = "", why = ""] = line
        .split("|")
        .map((cell) => cell.trim())
      const [, file = "", named = ""] = /^`(\S+)` (.+)$/u.exec(place) ?? []
      return { what, file, named, bound, unit, each: numberOf(each), why }
    })

/** How many collections of each file end with the call. */
export const readCalls = (page: string): ReadonlyMap<string, number> =>
  new Map(
    [...page.matchAll(/^- `(\S+)` (\d+)/gmu)].map(([, file = "", many]) => [file, Number(many)]),
  )

const numberOf = (text: string): number =>
  Number(/^[\d,]+/u.exec(text)?.[0].replaceAll(",", "") ?? 0)

/** Who made it writes to it first, or whom its row names. */
const isOf = ({ bound, file, named }: BoundedStore, fill: CacheFill): boolean =>
  (file === fill.file || named.includes(fill.file)) && numberOf(bound) === fill.bound

/** What a unit of this cache's bound takes; 1 where the table does not know it. */
export const entryBytesBy =
  (stores: ReadonlyArray<BoundedStore>) =>
  (fill: CacheFill): number =>
    stores.find((store) => isOf(store, fill))?.each ?? 1

/** The rows of the page: what each holds at the end, and the most it was seen to hold, of its fullest of this kind. */
export const boundedTable = (
  stores: ReadonlyArray<BoundedStore>,
  samples: ReadonlyArray<ReadonlyArray<CacheFill>>,
): string => {
  const fullest = (store: BoundedStore, fills: ReadonlyArray<CacheFill>) =>
    fills.filter((fill) => isOf(store, fill)).map(({ used }) => used)
  const shown = (values: ReadonlyArray<number>) =>
    values.length === 0 ? "–" : Math.max(...values).toLocaleString("en")
  return table([
    ["store", "where", "bound", "unit", "now", "most seen"],
    ...stores.map((store) => [
      store.what,
      `\`${store.file.split("/").at(-1) ?? ""}\` ${store.named}`,
      store.bound,
      store.unit,
      shown(fullest(store, samples.at(-1) ?? [])),
      shown(samples.flatMap((fills) => fullest(store, fills))),
    ]),
  ])
}
