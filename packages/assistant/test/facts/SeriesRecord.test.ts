/** A record tells every price and availability of a series' rows, and nothing that was not read. */
import { assert, describe, it } from "@effect/vitest"
import { boxId, demoCatalogue, volumeId } from "@manga-assist/catalogue"
import { estimateTokens } from "@manga-assist/payload"
import * as fc from "fast-check"
import { recordOf } from "../../src/facts/SeriesRecord.ts"
import { availabilityOf } from "../../src/products/Availability.ts"
import type { Fact } from "../../src/products/ProductFacts.ts"
import { rowsOf } from "./seriesRows.ts"

const catalogue = demoCatalogue()
const today = "2026-11-24"
const entryOf = (series: string) => {
  const entry = catalogue.of(series)
  assert(entry !== undefined)
  return entry
}
const told = (series: string, more: Partial<Parameters<typeof recordOf>[0]> = {}) =>
  recordOf({
    entry: entryOf(series),
    rows: rowsOf(series),
    complete: true,
    today,
    locale: "en",
    detail: "full",
    catalogue,
    ...more,
  })

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null
const fields = (value: unknown): Fields => (isFields(value) ? value : {})
const text = (value: unknown) => (typeof value === "string" && value !== "none" ? value : "")

const numbersIn = (ranges: string): ReadonlyArray<number> =>
  ranges === ""
    ? []
    : ranges.split(", ").flatMap((range) => {
        const [from = 0, to = from] = range.split("-").map(Number)
        return Array.from({ length: to - from + 1 }, (_, at) => from + at)
      })

const editions = { paperback: "paper", digital: "digital", "box-set": "boxes" } as const

/** All that can be read off a record, by the ids of the products; `undefined` where nothing is told. */
const readOff = (record: Fields): Readonly<Record<string, string>> => {
  const series = String(record["series"])
  const known = new Map<string, string>()
  const next = fields(record["next"])
  for (const format of ["paperback", "digital", "box-set"] as const) {
    const edition = fields(record[editions[format]])
    const prices = new Map<number, unknown>(
      text(edition["prices"])
        .split(/(?<=¥\d+), /u)
        .flatMap((run) => {
          const [ranges = "", price] = run.split(" ¥")
          return numbersIn(ranges).map((volume) => [volume, Number(price)] as const)
        }),
    )
    const ofNext = next[editions[format]]
    if (ofNext !== undefined) prices.set(Number(next["volume"]), ofNext)
    const preOrder = numbersIn(text(edition["preOrder"]))
    const soldOut = numbersIn(text(edition["soldOut"]))
    const left = new Map(
      [...text(edition["fewLeft"]).matchAll(/(\d+) \((\d+)\)/gu)].map(([, volume, copies]) => [
        Number(volume),
        copies,
      ]),
    )
    for (const [volume, price] of prices) {
      const copies = left.get(volume)
      const availability = preOrder.includes(volume)
        ? "pre-order"
        : format === "digital"
          ? "read-at-once"
          : soldOut.includes(volume)
            ? "sold-out"
            : copies === undefined
              ? "in-stock"
              : `few-left ${copies}`
      const id = format === "box-set" ? boxId(series, volume) : volumeId(series, volume, format)
      known.set(id, `${String(price)} ${availability}`)
    }
  }
  const { bundle } = fields(record["digital"])
  if (typeof bundle === "number") known.set(series, String(bundle))
  return Object.fromEntries(known)
}

const howItIs = (fact: Fact): string => {
  const kind = fact.format === "box-set" ? "box-set" : "volume"
  const availability = availabilityOf({ ...fact, kind }, today)
  const left = availability === "few-left" ? ` ${fact.stock}` : ""
  return fact.volume === undefined ? String(fact.price) : `${fact.price} ${availability}${left}`
}
const asTheyAre = (rows: ReadonlyMap<string, Fact>) =>
  Object.fromEntries([...rows.values()].map((fact) => [fact.id, howItIs(fact)]))

const dates = fc.constantFrom("2020-01-04", "2026-11-23", today, "2026-11-25", "2027-02-04")
const figures = fc.record({
  price: fc.constantFrom(528, 572, 605),
  stock: fc.integer({ min: 0, max: 7 }),
  releaseDate: dates,
})
/** Any of a series' rows, in any order: what is absent is not for sale. */
const anyRows = fc.constantFrom("akira", "blue-lock", "look-back", "one-piece").chain((series) => {
  const facts = [...rowsOf(series).values()]
  return fc
    .tuple(
      fc.shuffledSubarray(facts),
      fc.array(figures, { minLength: facts.length, maxLength: facts.length }),
    )
    .map(([some, drawn]) => ({
      series,
      rows: new Map(some.map((fact, at) => [fact.id, { ...fact, ...drawn[at] }] as const)),
    }))
})

describe("the record of a series", () => {
  it("tells every price and availability of the demo shop, in both languages", () => {
    for (const { id } of catalogue.series) {
      for (const locale of ["en", "ja"] as const) {
        const { record, unread } = told(id, { locale })
        assert.deepStrictEqual(readOff(record), asTheyAre(rowsOf(id)), id)
        assert.deepStrictEqual(unread, [])
      }
    }
  })

  it("tells them of any rows, and adds up what is out", () => {
    fc.assert(
      fc.property(anyRows, ({ rows, series }) => {
        const { record } = told(series, { rows })
        assert.deepStrictEqual(readOff(record), asTheyAre(rows))
        const out = [...rows.values()].filter(({ releaseDate }) => releaseDate <= today)
        for (const [part, format] of [
          ["paper", "paperback"],
          ["digital", "digital"],
        ] as const) {
          const { all = 0 } = fields(Reflect.get(record, part))
          const books = out.filter((fact) => fact.format === format && fact.volume !== undefined)
          assert.strictEqual(
            all,
            books.reduce((sum, { price }) => sum + price, 0),
          )
        }
      }),
      { numRuns: 200 },
    )
  })

  it("names the newest volume that is out and the next one behind it", () => {
    fc.assert(
      fc.property(anyRows, ({ rows, series }) => {
        const numbered = [...rows.values()].flatMap(({ format, releaseDate, volume }) =>
          volume === undefined || format === "box-set" ? [] : [{ format, releaseDate, volume }],
        )
        const isOut = (volume: number) => {
          const of = numbered.filter((book) => book.volume === volume)
          const book = of.find(({ format }) => format === "paperback") ?? of[0]
          return book !== undefined && book.releaseDate <= today
        }
        const volumes = [...new Set(numbered.map(({ volume }) => volume))].toSorted((a, b) => a - b)
        const newest = volumes.findLast(isOut)
        const next = volumes.find((volume) => volume > (newest ?? 0))
        const { record } = told(series, { rows })
        const [first, second] = [Reflect.get(record, "newest"), Reflect.get(record, "next")]
        if (newest === undefined) assert.strictEqual(first, "none")
        else assert.strictEqual(fields(first)["volume"], newest)
        if (next === undefined) assert.strictEqual(second, "none announced")
        else assert.strictEqual(fields(second)["volume"], next)
      }),
    )
  })

  it("has the fields of its contract in their order", () => {
    const { record } = told("blue-lock")
    assert.deepStrictEqual(
      Object.keys(record),
      `series title japanese author readers genres age began status publisher volumes synopsis firstDate newest next paper digital
       boxes boxless works`.split(/\s+/u),
    )
    assert.deepInclude(record, {
      firstDate: rowsOf("blue-lock").get("blue-lock-v1-paperback")?.releaseDate,
      newest: {
        volume: 33,
        date: "2026-10-17",
        paper: 649,
        digital: 583,
        availability: "in-stock",
      },
      paper: {
        prices: "1-18 ¥605, 19-33 ¥649",
        all: 20_625,
        soldOut: "19, 21",
        fewLeft: "20 (3), 28 (2), 32 (1)",
        preOrder: "34",
      },
      digital: {
        prices: "1-18 ¥550, 19-33 ¥583",
        all: 18_645,
        preOrder: "34",
        bundle: 15_850,
      },
      boxless: "31-33",
      works: "none",
    })
    const japanese = told("domu-a-childs-dream", { locale: "ja" }).record
    assert.deepInclude(japanese, {
      title: "Domu: A Child's Dream",
      japanese: "童夢",
      author: "大友克洋",
      works: ["AKIRA"],
    })
  })

  it("is one line where it is brief", () => {
    assert.deepStrictEqual(told("akira", { detail: "brief" }), {
      record: {
        series: "akira",
        title: "Akira",
        japanese: "AKIRA",
        author: "Katsuhiro Otomo",
        genres: ["sci-fi", "action", "thriller"],
        began: 1982,
        status: "completed",
        volumes: 6,
        age: "mature",
        bundle: 3370,
      },
      unread: [],
    })
  })

  it("says that there is none only where the rows were read", () => {
    const none = told("akira", { rows: new Map() }).record
    assert.deepInclude(none, {
      newest: "none",
      next: "none announced",
      paper: "none",
      digital: "none",
      boxes: "none",
    })
    const bundle = new Map([...rowsOf("akira")].filter(([id]) => id === "akira"))
    for (const rows of [new Map(), bundle, rowsOf("akira")]) {
      for (const detail of ["full", "brief"] as const) {
        const { record, unread } = told("akira", { rows, detail, complete: false })
        assert.deepStrictEqual(unread, ["prices"])
        assert.notInclude(JSON.stringify(record), "none")
        const hasBundle = detail === "brief" && rows.size > 0
        assert.strictEqual(JSON.stringify(record).includes("3370"), hasBundle)
      }
    }
    assert.deepInclude(told("akira", { rows: new Map(), detail: "brief" }).record, {
      bundle: "none",
    })
  })

  it("sees a volume as out from its day on", () => {
    const on = (day: string) => told("blue-lock", { today: day }).record
    assert.deepInclude(on("2027-01-16"), { boxless: "31-33" })
    const after = on("2027-01-17")
    assert.deepInclude(after, { next: "none announced", boxless: "31-34" })
    assert.deepInclude(fields(Reflect.get(after, "newest")), { volume: 34 })
  })

  it("takes about 300 tokens", () => {
    const tokens = (id: string) => estimateTokens(JSON.stringify(told(id).record)).likely
    assert.isBelow(tokens("one-piece"), 590)
    const mean = (detail: "full" | "brief", locale: "en" | "ja") => {
      const counts = catalogue.series.map(
        ({ id }) => estimateTokens(JSON.stringify(told(id, { detail, locale }).record)).likely,
      )
      return counts.reduce((sum, count) => sum + count, 0) / counts.length
    }
    assert.isBelow(mean("full", "en"), 345)
    assert.isBelow(mean("full", "ja"), 405)
    assert.isBelow(mean("brief", "en"), 80)
    assert.isBelow(mean("brief", "ja"), 90)
  })
})
