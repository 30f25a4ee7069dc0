import { demoCatalogue } from "@manga-assist/catalogue"
import { series } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { toCard, toOffer } from "../src/products/Offer.ts"
import { productOfFact } from "../src/products/table/ProductOfFact.ts"

const today = "2026-11-30"
const [first] = series()
const entry = first!

const fact = (changes: object) => ({
  id: `${entry.id}-v1-paperback`,
  seriesId: entry.id,
  title: entry.english,
  japaneseTitle: entry.japanese,
  format: "paperback" as const,
  volume: 1,
  price: 528,
  stock: 12,
  releaseDate: "2020-01-04",
  ...changes,
})

const offerOf = (changes: object = {}) => {
  const row = fact(changes)
  return toOffer(productOfFact(row, demoCatalogue())!, row, today)
}

describe("an offer", () => {
  it("is in stock while a copy can ship today", () => {
    expect(offerOf()).toMatchObject({ inStock: true, availability: "in-stock" })
    expect(offerOf({ stock: 1 })).toMatchObject({ inStock: true, availability: "few-left" })
    expect(offerOf({ stock: 0 })).toMatchObject({ inStock: false, availability: "sold-out" })
  })

  it("is not in stock before it is out, whatever lies in the warehouse", () => {
    expect(offerOf({ releaseDate: "2026-12-17", stock: 80 })).toMatchObject({
      inStock: false,
      availability: "pre-order",
    })
  })

  it("goes by the index where the table could not be read", () => {
    const listed = productOfFact(fact({ stock: 3 }), demoCatalogue())!
    expect(toOffer(listed, undefined, today)).toMatchObject({ availability: "few-left" })
    expect(toOffer({ ...listed, releaseDate: "2026-12-17" }, undefined, today)).toMatchObject({
      inStock: false,
    })
  })
})

describe("a card", () => {
  it("says what it is of, and how it can be had", () => {
    expect(toCard(offerOf())).toEqual({
      id: `${entry.id}-v1-paperback`,
      title: entry.english,
      japanese: entry.japanese,
      kind: "volume",
      volume: 1,
      format: "paperback",
      price: { amount: 528, currency: "JPY" },
      inStock: true,
      availability: "in-stock",
      url: `https://manga.example/${entry.id}/1/paperback`,
    })
  })

  it("of a bundle counts its volumes, of a box set names them", () => {
    const bundle = toCard(offerOf({ id: entry.id, volume: undefined, format: "digital" }))
    expect(bundle).toMatchObject({
      kind: "bundle",
      volumes: entry.volumes,
      availability: "read-at-once",
    })
    expect(bundle).not.toHaveProperty("volume")
    expect(
      toCard(offerOf({ id: `${entry.id}-box-2`, volume: 2, format: "box-set" })),
    ).toMatchObject({
      kind: "box-set",
      volume: 2,
      volumes: [11, 20],
    })
  })
})
