/** What is sold as one thing: how it is searched, told to the model, shown and answered without one. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Catalogue, loadShop, seriesOfRow, type Series } from "@manga-assist/catalogue"
import { isSeries, productOfRow, readProductRow } from "@manga-assist/catalogue/rows"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { recordOf } from "../src/facts/SeriesRecord.ts"
import { keyed } from "../src/facts/Topic.ts"
import { catalogueAnswer } from "../src/products/CatalogueAnswer.ts"
import { toCard, toOffer } from "../src/products/Offer.ts"
import { promptProduct } from "../src/prompt/PromptProduct.ts"
import { promptVersionOf, systemPromptOf } from "../src/prompt/SystemPrompt.ts"
import { read } from "../src/reading/Read.ts"
import { demoNames } from "../src/reading/StoreNames.ts"
import { planRetrieval } from "../src/retrieval/PlanRetrieval.ts"

const folder = fileURLToPath(new URL("../../../examples/bicycles", import.meta.url))
const shop = loadShop(folder)
const today = "2026-11-24"

const record = {
  id: "komichi-20",
  seriesId: "komichi-20",
  format: "item",
  price: 64_800,
  stock: 3,
  popularity: 330,
  releaseDate: "2024-05-20",
  url: "https://bicycles.example/komichi-20",
  title: "Komichi 20",
  japaneseTitle: "コミチ20",
  romaji: "Komichi 20",
  authors: ["Orihime"],
  japaneseAuthors: ["オリヒメ"],
  genres: ["folding"],
  firstYear: 2024,
  synopsis: "It folds.",
  japaneseSynopsis: "たためます。",
}
const row = Result.getOrThrow(readProductRow(record))
if (!isSeries(row)) throw new Error("an item is a series of its own")
const entry: Series = seriesOfRow({ ...row, named: "0", namedAt: "2026-11-24T00:00:00.000Z" })
const names = makeStoreReader(new Catalogue([entry], shop.genres), shop)
const ask = (text: string) => read(names, text)
const offer = toOffer(productOfRow(row, row), undefined, today)

const brokenBy = (more: object) =>
  Result.match(readProductRow({ ...record, ...more }), {
    onFailure: (broken) => broken,
    onSuccess: () => [],
  })

describe("an item", () => {
  it("has no property of a book", () => {
    expect(brokenBy({ pages: 200 })).toEqual([
      { field: "pages", rule: "must be empty: an item is no book" },
    ])
    expect(brokenBy({ volume: 2 })).toContainEqual({
      field: "title",
      rule: "must be empty: only the row of the series, without a volume, has it",
    })
    expect(brokenBy({ format: "digital" }).map(({ field }) => field)).toContain("volumes")
  })

  it("is searched as the whole that it is, whatever books would be", () => {
    for (const text of [
      "How much is the Komichi 20?",
      "What is the cheapest bike?",
      "Is there a folding bike under 70,000 yen?",
      "What are the new releases?",
    ]) {
      const plan = JSON.stringify(planRetrieval(ask(text)))
      expect(plan).toContain('{"term":{"kind":"series"}}')
      expect(plan).not.toMatch(/"term":\{"(?:format|volume)"|"kind":"volume"/u)
    }
  })

  it("is told with what it has, and nothing of a book", () => {
    expect(promptProduct(offer, ask("Tell me about the Komichi 20"), "full")).toEqual({
      id: "komichi-20",
      title: "Komichi 20",
      japanese: "コミチ20",
      author: "Orihime",
      genres: ["folding"],
      releaseDate: "2024-05-20",
      price: 64_800,
      availability: "few-left",
      left: 3,
      synopsis: "It folds.",
    })
    const fact = { ...row, volume: undefined }
    const { volume: _none, ...known } = fact
    const told = recordOf({
      entry,
      rows: new Map([[entry.id, known]]),
      complete: true,
      today,
      locale: "ja",
      detail: "full",
      catalogue: names.catalogue,
    })
    expect(told.record).toEqual({
      series: "komichi-20",
      title: "Komichi 20",
      japanese: "コミチ20",
      author: "オリヒメ",
      genres: ["folding"],
      began: 2024,
      synopsis: "たためます。",
      price: 64_800,
      availability: "few-left",
      date: "2024-05-20",
      left: 3,
    })
    expect(keyed({ series: entry.id, detail: "full" }, names.catalogue)?.keys).toEqual([entry.id])
  })

  it("has a card without kind and format", () => {
    expect(toCard(offer)).toEqual({
      id: "komichi-20",
      title: "Komichi 20",
      japanese: "コミチ20",
      price: { amount: 64_800, currency: "JPY" },
      inStock: true,
      availability: "few-left",
      url: "https://bicycles.example/komichi-20",
    })
  })

  it("is named without an edition where no model answers", () => {
    expect(catalogueAnswer(ask("How much is the Komichi 20?"), [offer], [])).toContain(
      "Komichi 20 is ¥64,800, in stock.",
    )
  })
})

describe("the prompt of a shop", () => {
  it("has its genres and rules, and none of another's", () => {
    const prompt = systemPromptOf(shop)
    expect(prompt).toContain("folding: Folding / 折りたたみ")
    expect(prompt).toContain("Delivery costs ¥3,300 for a bicycle")
    expect(prompt).not.toMatch(/manga|\{genres\}|\{policies\}/iu)
    expect(promptVersionOf(shop)).not.toBe(promptVersionOf(demoNames().shop))
  })

  it("greets in its own words", () => {
    expect(catalogueAnswer(ask("Hello!"), [], [])).toBe(shop.greeting.en)
  })

  it("has rows that an import takes", () => {
    const [header = "", ...rows] = readFileSync(`${folder}/products.csv`, "utf8").trim().split("\n")
    expect(header.split(",")).toEqual(expect.arrayContaining(Object.keys(record)))
    expect(rows.length).toBeGreaterThan(10)
  })
})
