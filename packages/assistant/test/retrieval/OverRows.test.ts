/** A plan about named series finds over their rows what a search finds over the catalogue. */
import { demoCatalogue, products } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { listedProduct, type ListedProduct } from "../../src/products/ListedProduct.ts"
import { onDay, type RetrievalPlan, term } from "../../src/products/RetrievalPlan.ts"
import { productOfFact } from "../../src/products/table/ProductOfFact.ts"
import { read } from "../demoShop.ts"
import { isOfRows, overRows } from "../../src/retrieval/OverRows.ts"
import { planRetrieval } from "../../src/retrieval/PlanRetrieval.ts"
import { rankByMention } from "../../src/retrieval/RankByMention.ts"
import { rowOf, rowsOf } from "../facts/seriesRows.ts"
import { matchesClauses } from "../matchesClauses.ts"

type FilterPlan = Extract<RetrievalPlan, { kind: "filter" }>

const today = "2026-11-24"
const catalogue = demoCatalogue()
const shop = products()
const bySeries = Map.groupBy(shop, ({ seriesId }) => seriesId)

const ofRows = (series: ReadonlyArray<string>): ReadonlyArray<ListedProduct> =>
  series.flatMap((id) =>
    [...rowsOf(id).values()].flatMap((fact) => productOfFact(fact, demoCatalogue()) ?? []),
  )

const valueOf = (product: object, field: string): number | string | undefined => {
  const value: unknown = Reflect.get(product, field)
  return typeof value === "number" || typeof value === "string" ? value : undefined
}

/** As an index sorts: what lacks a field comes last, whatever the order. */
const inOrder = (found: ReadonlyArray<object>, sort: FilterPlan["sort"]) =>
  found.toSorted((one, other) => {
    for (const [field, order] of sort.flatMap((by) => Object.entries(by))) {
      const [a, b] = [valueOf(one, field), valueOf(other, field)]
      if (a === b) continue
      if (a === undefined) return 1
      if (b === undefined) return -1
      return a < b === (order === "asc") ? -1 : 1
    }
    return 0
  })

/** What a search server answers, over all products of the shop. */
const searched = ({ filter, size, sort }: FilterPlan, series: ReadonlyArray<string>) => {
  const clauses = onDay(filter, today)
  const among = series.flatMap((id) => bySeries.get(id) ?? [])
  return inOrder(
    among.filter((product) => matchesClauses(product, clauses)),
    sort,
  )
    .slice(0, size)
    .flatMap((product) => listedProduct(product) ?? [])
}

/** Of which nobody asks in a title's words alone. */
const named = catalogue.series.filter(
  ({ english, id, japanese }) =>
    read(`How much is ${english}?`).slots.series.join() === id &&
    read(`${japanese}はいくら？`).slots.series.join() === id,
)
const entry = fc.constantFrom(...named)
const number = fc.integer({ min: 1, max: 40 })
const edition = fc.constantFrom(
  { en: "", ja: "" },
  { en: " in paperback", ja: "の紙" },
  { en: " digitally", ja: "の電子版" },
  { en: " as a box set", ja: "のボックスセット" },
)
const asked = fc.constantFrom<
  (title: string, volume: number, edition: { en: string; ja: string }) => string
>(
  (title, _volume, { en }) => `How much is ${title}${en}?`,
  (title, volume, { en }) => `Is volume ${volume} of ${title} in stock${en}?`,
  (title, volume, { en }) => `${title} volumes ${volume} and ${volume + 2}${en}, please`,
  (title) => `What is the latest volume of ${title}?`,
  (title) => `When does the next volume of ${title} come out?`,
  (title) => `How much is the whole series of ${title}?`,
  (title, _volume, { en }) => `What is the cheapest volume of ${title}${en}?`,
  (title) => `Tell me about ${title}`,
  (title, volume, { en }) => `When did ${title} ${volume} come out${en}?`,
)
const askedJa = fc.constantFrom<typeof asked extends fc.Arbitrary<infer A> ? A : never>(
  (title, _volume, { ja }) => `${title}${ja}はいくら？`,
  (title, volume, { ja }) => `${title}の${volume}巻${ja}はありますか？`,
  (title, volume, { ja }) => `${title}の${volume}巻と${volume + 2}巻${ja}をください`,
  (title) => `${title}の最新刊は？`,
  (title) => `${title}の次の巻はいつ？`,
  (title) => `${title}は全巻でいくら？`,
  (title, _volume, { ja }) => `${title}${ja}で一番安い巻は？`,
  (title) => `${title}について教えて`,
)
const questions = fc
  .tuple(entry, fc.option(entry), number, edition, asked, askedJa, fc.boolean())
  .map(([one, other, volume, format, en, ja, isEnglish]) => {
    const titles = [one, ...(other === null || other === one ? [] : [other])]
    return isEnglish
      ? en(titles.map(({ english }) => english).join(" and "), volume, format)
      : ja(titles.map(({ japanese }) => japanese).join("と"), volume, format)
  })

describe("a plan over rows", () => {
  it("finds what a search finds, in its order, for questions about series", () => {
    const told = { found: 0, sorted: 0, several: 0, kinds: new Set<string>() }
    fc.assert(
      fc.property(questions, (text) => {
        const { reads, slots } = read(text)
        const plan = planRetrieval(read(text))
        if (plan.kind !== "filter" || slots.series.length === 0) return
        const found = overRows(plan, ofRows(slots.series), today)
        if (found === undefined) return
        const expected = searched(plan, slots.series)
        const idsOf = (list: ReadonlyArray<ListedProduct>) =>
          rankByMention(list, slots).map(({ id }) => id)
        expect(idsOf(found), text).toEqual(idsOf(expected))
        told.found += found.length > 0 ? 1 : 0
        told.sorted += plan.sort.some((by) => "volume" in by || "price" in by) ? 1 : 0
        told.several += slots.series.length > 1 ? 1 : 0
        told.kinds.add(reads)
      }),
      { numRuns: 3_000, seed: 1 },
    )
    expect(told.found).toBeGreaterThan(2_000)
    expect(told.sorted).toBeGreaterThan(1_000)
    expect(told.several).toBeGreaterThan(500)
    expect([...told.kinds]).toEqual(
      expect.arrayContaining(["series", "books", "whole", "releases", "released", "cheapest"]),
    )
  })

  it("is of products that a search would have found, but for their pages", () => {
    for (const id of ["blue-lock", "monster", "one-piece"]) {
      const byId = new Map(ofRows([id]).map((product) => [product.id, product]))
      expect(byId.size).toBe(bySeries.get(id)?.length)
      for (const product of bySeries.get(id) ?? []) {
        const { pages: _pages, ...listed } = listedProduct(product) ?? {}
        expect(byId.get(product.id)).toEqual(listed)
      }
    }
  })

  const plan = (more: Partial<FilterPlan>): FilterPlan => ({
    kind: "filter",
    filter: [],
    sort: [{ id: "asc" }],
    size: 5,
    ids: [],
    ...more,
  })

  it.each([
    ["filters by genre", plan({ filter: [term("genres", "horror")] })],
    ["refuses an author", plan({ filter: [{ bool: { must_not: [term("authorKeys", "x")] } }] })],
    ["sorts by the year", plan({ sort: [{ firstYear: "asc" }, { id: "asc" }] })],
    [
      "asks for the status within another clause",
      plan({
        filter: [{ bool: { should: [{ bool: { filter: [term("status", "ongoing")] } }] } }],
      }),
    ],
    [
      "would try such a field next",
      plan({ otherwise: plan({ filter: [term("demographic", "josei")] }) }),
    ],
  ])("is none where it %s", (_, needs) => {
    expect(isOfRows(needs)).toBe(false)
    expect(overRows(needs, ofRows(["monster"]), today)).toBeUndefined()
  })

  it("takes the store's day for now", () => {
    const next = planRetrieval(read("When does the next volume of Blue Lock come out?"))
    const latest = planRetrieval(read("What is the latest volume of Blue Lock?"))
    const first = (of: RetrievalPlan, day: string) =>
      of.kind === "filter" ? overRows(of, ofRows(["blue-lock"]), day)?.[0]?.volume : undefined
    const comesOut = rowOf("blue-lock-v34-paperback")?.releaseDate ?? ""
    const dayBefore = new Date(Date.parse(comesOut) - 86_400_000).toISOString().slice(0, 10)
    expect(comesOut > today).toBe(true)
    expect(first(next, today)).toBe(34)
    expect([today, dayBefore, comesOut].map((day) => first(latest, day))).toEqual([33, 33, 34])
  })
})
