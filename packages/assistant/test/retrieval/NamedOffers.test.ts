/** Cards that close a turn: of the books that its answer names, as the prompt held them. */
import { demoCatalogue, products } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SeriesRows } from "../../src/facts/SeriesRecords.ts"
import { listedProduct } from "../../src/products/ListedProduct.ts"
import { toOffer } from "../../src/products/Offer.ts"
import { offersNamed } from "../../src/retrieval/NamedOffers.ts"
import { rowOf, rowsOf } from "../facts/seriesRows.ts"

const catalogue = demoCatalogue()
const today = "2026-11-24"
const byId = new Map(products().map((product) => [product.id, product]))

const record = (series: string, more: Partial<SeriesRows> = {}): SeriesRows => ({
  series,
  detail: "full",
  rows: rowsOf(series),
  complete: true,
  ...more,
})
const offer = (id: string, price = 1) => {
  const product = listedProduct(byId.get(id))
  if (product === undefined) throw new Error(`${id} is no product`)
  return toOffer(product, { price, stock: 1, releaseDate: product.releaseDate }, today)
}
const cards = (
  text: string,
  records: ReadonlyArray<SeriesRows>,
  told: ReadonlyArray<ReturnType<typeof offer>> = [],
) =>
  offersNamed(text, { records, told: [{ words: "x", offers: told }] }, catalogue, today).map(
    ({ price, product }) => [product.id, price],
  )
const bundlePrice = (id: string) => rowOf(id)?.price

describe("offers that an answer names", () => {
  it("are bundles of the series with a record, in the order of the answer", () => {
    const records = [record("monster"), record("pluto", { detail: "brief" }), record("akira")]
    expect(cards("『PLUTO』は完結しています。Monster is longer than Pluto.", records)).toEqual([
      ["pluto", bundlePrice("pluto")],
      ["monster", bundlePrice("monster")],
    ])
  })

  it("are what the second search found, where it found it", () => {
    expect(cards("Try Monster.", [record("monster")], [offer("monster-v1-paperback", 7)])).toEqual([
      ["monster-v1-paperback", 7],
    ])
  })

  it("are none of what the prompt did not hold, or could not read", () => {
    expect(cards("Try Monster and Akira.", [record("akira")])).toEqual([
      ["akira", bundlePrice("akira")],
    ])
    const unread = record("monster", { rows: new Map(), complete: false })
    expect(cards("Try Monster.", [unread])).toEqual([])
    expect(cards("We ship today.", [record("monster")])).toEqual([])
    expect(offersNamed("Monster", { records: [], told: [] }, catalogue, today)).toEqual([])
  })

  it("are five at most, each series once, in the order that they are named", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...catalogue.series].slice(0, 60), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (named, isTwice) => {
          const text = named.map(({ english }) => `${english} ◦ `).join("")
          const found = cards(
            isTwice ? text + text : text,
            named.map(({ id }) => record(id)),
          )
          expect(found.map(([id]) => id)).toEqual(named.slice(0, 5).map(({ id }) => id))
        },
      ),
      { numRuns: 100 },
    )
  })

  it("have the availability of the day", () => {
    const [soldOut] = [...rowsOf("blue-lock").values()]
    if (soldOut === undefined) throw new Error("no rows")
    const [found] = offersNamed(
      "Blue Lock",
      { records: [record("blue-lock")], told: [] },
      catalogue,
      today,
    )
    expect(found).toMatchObject({ availability: "read-at-once", inStock: true })
  })
})
