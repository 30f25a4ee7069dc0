/** What books cost together: to the yen, by the table's rows, and what of it cannot be had now. */
import { assert, describe, it } from "@effect/vitest"
import { demoCatalogue, products, volumeId } from "@manga-assist/catalogue"
import { Effect } from "effect"
import * as fc from "fast-check"
import { expect, test } from "vitest"
import type { Fact } from "../../src/products/ProductFacts.ts"
import { billOf } from "../../src/tools/price/Bill.ts"
import { reckoned } from "../../src/tools/price/Reckoned.ts"
import { asking } from "./askStore.ts"

const catalogue = demoCatalogue()
const entry = catalogue.of("blue-lock")!
const today = "2026-11-24"

const factOf = (
  volume: number,
  price: number,
  stock: number,
  releaseDate = "2020-01-01",
): Fact => ({
  id: volumeId(entry.id, volume, "paperback"),
  seriesId: entry.id,
  title: entry.english,
  japaneseTitle: entry.japanese,
  format: "paperback",
  volume,
  price,
  stock,
  releaseDate,
})

const rows = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 5_000 }),
    fc.constantFrom(0, 1, 3, 50),
    fc.constantFrom("2020-01-01", "2026-12-17"),
  ),
  { minLength: 1, maxLength: 30 },
)

describe("a line", () => {
  test("counts every volume asked for once, to the yen, whatever the rows say", () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 99 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 5 }),
        (table, copies, onlyInStock, missing) => {
          const books = table.map(([price, stock, date], at) => factOf(at + 1, price, stock, date))
          const facts = new Map(books.map((fact) => [fact.id, fact]))
          const numbers = Array.from({ length: books.length + missing }, (_, at) => at + 1)
          const line = { entry, format: "paperback" as const, numbers, copies }
          const made = reckoned({ ...line, only_in_stock: onlyInStock }, facts, today)
          const ships = books.filter(
            ({ releaseDate, stock }) => releaseDate <= today && stock >= copies,
          )
          const total = (of: ReadonlyArray<Fact>) =>
            of.reduce((sum, { price }) => sum + price * copies, 0)
          expect(made.sum).toBe(total(onlyInStock ? ships : books))
          expect(made.sumNow).toBe(total(ships))
          expect(made.content).toMatchObject({
            sum: made.sum,
            books: (onlyInStock ? ships : books).length * copies,
          })
          expect("doNotExist" in made.content).toBe(missing > 0)
          expect("shipsNow" in made.content).toBe(!onlyInStock && ships.length < books.length)
        },
      ),
    )
  })

  test("names what cannot ship, what comes later and when, and what does not exist", () => {
    const facts = new Map(
      [
        factOf(1, 561, 20),
        factOf(2, 561, 0),
        factOf(3, 605, 1),
        factOf(4, 605, 0, "2026-12-17"),
      ].map((fact) => [fact.id, fact]),
    )
    const line = { entry, format: "paperback" as const, numbers: [1, 2, 3, 4, 5], copies: 2 }
    expect(reckoned(line, facts, today).content).toEqual({
      series: "blue-lock",
      title: "Blue Lock",
      japanese: "ブルーロック",
      format: "paperback",
      copies: 2,
      volumes: "1-4",
      books: 8,
      prices: "1-2 ¥561, 3-4 ¥605",
      sum: 4_664,
      soldOut: "2",
      tooFewCopies: "3 (1 left)",
      preOrder: "4 (2026-12-17)",
      doNotExist: "5",
      shipsNow: { books: 2, sum: 1_122 },
    })
  })
})

const amount = fc.integer({ min: 0, max: 1e6 })
test("a bill adds up, and sends nothing that is read in the reader", () => {
  fc.assert(
    fc.property(amount, amount, fc.boolean(), (printed, digital, giftWrap) => {
      const bill = billOf(
        { printed, digital },
        { destination: "domestic", shipTo: "domestic", giftWrap },
      )
      expect(bill).toMatchObject({
        goods: printed + digital,
        shipping: printed === 0 || printed >= 3_000 ? 0 : 350,
        total:
          printed +
          digital +
          (giftWrap && printed > 0 ? 300 : 0) +
          (printed === 0 || printed >= 3_000 ? 0 : 350),
      })
    }),
  )
  const unknown = { destination: undefined, shipTo: "unknown place", giftWrap: true }
  expect(billOf({ printed: 1_000, digital: 500 }, unknown)).toEqual({
    goods: 1_500,
    wrapping: 300,
    shipTo: "unknown place",
    domestic: { shipping: 350, total: 2_150 },
    abroad: { shipping: 1_800, total: 3_600 },
  })
})

const sumOf = (ids: ReadonlyArray<string>) =>
  products()
    .filter(({ id }) => ids.includes(id))
    .reduce((sum, { price }) => sum + price, 0)

describe("price_of", () => {
  it.effect("adds up several lines, with wrapping and shipping", () =>
    Effect.gen(function* () {
      const { ask } = asking()
      const result = yield* ask("price_of", {
        lines: [
          { series: "ワンピース", volumes: "1-2" },
          { series: "Blue Lock", format: "bundle" },
          { series: "one piece", volumes: "1", format: "box-set", copies: 1 },
        ],
        ship_to: "Hokkaido",
        gift_wrap: true,
      })
      const printed = sumOf(["one-piece-v1-paperback", "one-piece-v2-paperback", "one-piece-box-1"])
      const bundle = sumOf(["blue-lock"])
      assert.isTrue(result.ok)
      expect(result.content).toMatchObject({
        goods: printed + bundle,
        wrapping: 300,
        shipTo: "domestic",
        shipping: 0,
        total: printed + bundle + 300,
        currency: "JPY",
      })
      expect(result.series).toEqual(["one-piece", "blue-lock"])
      expect(result.products.map(({ product }) => product.id)).toEqual([
        "one-piece-v1-paperback",
        "blue-lock",
        "one-piece-box-1",
      ])
    }),
  )

  it.effect(
    "takes the table's prices and those of all volumes that are out unless told others",
    () =>
      Effect.gen(function* () {
        const { ask, seen } = asking()
        const { volumes } = catalogue.of("monster")!
        for (let volume = 1; volume <= volumes; volume += 1) {
          seen.prices.set(volumeId("monster", volume, "paperback"), 100)
        }
        const result = yield* ask("price_of", { lines: [{ series: "Monster" }] })
        expect(result.content).toMatchObject({
          lines: [{ volumes: `1-${volumes}`, books: volumes, sum: 100 * volumes }],
          shipTo: "domestic, as no place was given",
          shipping: 100 * volumes >= 3_000 ? 0 : 350,
        })
      }),
  )

  it.effect("tells both ways where nobody knows the place", () =>
    Effect.gen(function* () {
      const { ask } = asking()
      const lines = [{ series: "Akira", volumes: "1" }]
      const result = yield* ask("price_of", { lines, ship_to: "Mordor" })
      const goods = sumOf(["akira-v1-paperback"])
      expect(result.content).toMatchObject({
        domestic: { shipping: 350, total: goods + 350 },
        abroad: { shipping: 1_800, total: goods + 1_800 },
      })
      const abroad = yield* ask("price_of", { lines, ship_to: "Brazil" })
      expect(abroad.content).toMatchObject({ shipTo: "abroad", total: goods + 1_800 })
    }),
  )

  it.effect("adds up the rest where a title is not carried, and says so", () =>
    Effect.gen(function* () {
      const { ask } = asking()
      const result = yield* ask("price_of", {
        lines: [{ series: "Solo Leveling" }, { series: "Akira", volumes: "1" }],
      })
      expect(result.content).toMatchObject({
        notCarried: [{ asked: "Solo Leveling", near: [] }],
        goods: sumOf(["akira-v1-paperback"]),
      })
      const none = yield* ask("price_of", { lines: [{ series: "Solo Leveling" }] })
      expect(none.content).not.toHaveProperty("total")
      expect(none.products).toEqual([])
    }),
  )

  it.effect("says that there is no box, no such volume, no bundle", () =>
    Effect.gen(function* () {
      const { ask } = asking()
      const { volumes } = catalogue.of("akira")!
      const result = yield* ask("price_of", {
        lines: [
          { series: "Akira", format: "box-set" },
          { series: "Akira", volumes: "1, 90-99" },
        ],
      })
      expect(volumes).toBeLessThan(10)
      expect(result.content).toMatchObject({
        lines: [
          { boxes: "none", books: 0, sum: 0 },
          { volumes: "1", books: 1, doNotExist: "90-99" },
        ],
      })
    }),
  )

  it.effect.each([
    [{}, "lines"],
    [{ lines: [] }, "lines"],
    [{ lines: Array.from({ length: 11 }, () => ({ series: "Akira" })) }, "lines"],
    [{ lines: [{ series: "" }] }, "lines[0].series"],
    [{ lines: [{ series: "Akira", copies: 100 }] }, "lines[0].copies"],
    [{ lines: [{ series: "Akira", copies: 1.5 }] }, "lines[0].copies"],
    [{ lines: [{ series: "Akira", volumes: "1-999" }] }, "lines[0].volumes"],
    [{ lines: [{ series: "Akira", volumes: "the good ones" }] }, "lines[0].volumes"],
    [{ lines: [{ series: "Akira", format: "hardcover" }] }, "lines[0].format"],
    [{ lines: [{ series: "Akira", user: "demo-03" }] }, "lines[0].user"],
    [{ lines: [{ series: "Akira" }], ship_to: "x".repeat(101) }, "ship_to"],
    [
      {
        lines: ["Kochikame", "One Piece"].flatMap((series) => [
          { series, format: "paperback" },
          { series, format: "digital" },
        ]),
      },
      "lines",
    ],
  ] as const)("refuses %j", ([input, field]) =>
    Effect.gen(function* () {
      const { ask, seen } = asking()
      const result = yield* ask("price_of", input)
      assert.isFalse(result.ok)
      expect(result.content).toMatchObject({
        error: "invalid input",
        field,
        rule: expect.any(String),
      })
      expect(seen.searches).toBe(0)
    }),
  )
})
