/** Records in prompts: of what was found, in its order; for everybody without the stock of single books. */
import { demoCatalogue } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SeriesRows } from "../../src/facts/SeriesRecords.ts"
import { promptRecords, recordsForAll } from "../../src/prompt/PromptRecords.ts"
import { rowsOf } from "../facts/seriesRows.ts"

const catalogue = demoCatalogue()
const of = { locale: "en", today: "2026-11-24", catalogue } as const

const found = (series: string, more: Partial<SeriesRows> = {}): SeriesRows => ({
  series,
  detail: "full",
  rows: rowsOf(series),
  complete: true,
  ...more,
})
/** Every name of a field, however deep. */
const namesIn = (value: unknown): ReadonlyArray<string> =>
  [...JSON.stringify(value).matchAll(/"(\w+)":/gu)].map(([, name]) => name ?? "")

const id = fc.constantFrom("akira", "blue-lock", "look-back", "one-piece", "berserk")

describe("records for everybody", () => {
  it("say the same whatever is in stock", () => {
    fc.assert(
      fc.property(
        id,
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
        (series, stocks) => {
          const rows = new Map(
            [...rowsOf(series)].map(([key, fact], at) => [
              key,
              { ...fact, stock: stocks[at % stocks.length] ?? 0 },
            ]),
          )
          expect(recordsForAll([found(series, { rows })], [], of)).toEqual(
            recordsForAll([found(series)], [], of),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it("have no field of stock, and all others of the record", () => {
    const ofStock = new Set(["availability", "left", "soldOut", "fewLeft"])
    for (const { id: series } of catalogue.series) {
      const [all] = recordsForAll([found(series)], [], of)
      const [own] = promptRecords([found(series)], of)
      expect(namesIn(all?.facts)).toEqual(namesIn(own?.facts).filter((name) => !ofStock.has(name)))
      expect(all?.facts).toMatchObject({
        paper: expect.objectContaining({ all: expect.any(Number) }),
      })
    }
  })

  it("change with any price or date", () => {
    fc.assert(
      fc.property(id, fc.nat(), fc.boolean(), (series, pick, isPrice) => {
        const facts = [...rowsOf(series)]
        const [key, fact] = facts[pick % facts.length] ?? []
        if (key === undefined || fact === undefined) return
        // A box set's date is told by no record, nor is a bundle's.
        fc.pre(isPrice || (fact.volume !== undefined && fact.format === "paperback"))
        const change = isPrice ? { price: fact.price + 1 } : { releaseDate: "2031-01-01" }
        const rows = new Map([...facts, [key, { ...fact, ...change }] as const])
        expect(recordsForAll([found(series, { rows })], [], of)).not.toEqual(
          recordsForAll([found(series)], [], of),
        )
      }),
      { numRuns: 100 },
    )
  })

  it("have beside them what the catalogue says of others, and no figure of these", () => {
    const [own, other, more] = recordsForAll(
      [found("dragon-ball")],
      ["dragon-ball", "dragon-ball-super"],
      of,
    )
    expect([own?.series, own?.detail]).toEqual(["dragon-ball", "full"])
    expect([other?.series, other?.detail]).toEqual(["dragon-ball-super", "brief"])
    expect(more).toBeUndefined()
    expect(namesIn(other?.facts)).not.toContain("bundle")
    expect(JSON.stringify(other?.facts)).not.toContain("none")
  })
})

describe("records for a conversation", () => {
  it("are of what was found, in its order and detail, with all stock", () => {
    const records = promptRecords([found("akira"), found("berserk", { detail: "brief" })], of)
    expect(records.map(({ detail, series }) => `${series} ${detail}`)).toEqual([
      "akira full",
      "berserk brief",
    ])
    expect(namesIn(records[0]?.facts)).toEqual(expect.arrayContaining(["soldOut", "fewLeft"]))
    expect(promptRecords([found("no-such-series")], of)).toEqual([])
  })

  it("deny nothing that was not read", () => {
    fc.assert(
      fc.property(
        id,
        fc.constantFrom("full", "brief"),
        fc.nat({ max: 40 }),
        (series, detail, count) => {
          const rows = new Map([...rowsOf(series)].slice(1, count))
          const [record] = promptRecords([found(series, { rows, detail, complete: false })], of)
          const { works: _works, ...facts } = Object(record?.facts)
          expect(JSON.stringify(facts)).not.toMatch(/none/u)
        },
      ),
    )
  })
})
