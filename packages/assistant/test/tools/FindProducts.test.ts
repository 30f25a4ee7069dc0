/** What is found for a wish, what is given up where nothing fits, and what is said where something could not be read. */
import { describe, it } from "@effect/vitest"
import { BedrockEmbeddings, BedrockError } from "@manga-assist/connections"
import { catalogueDate, demoCatalogue, products, type Series } from "@manga-assist/catalogue"
import { Effect, Layer } from "effect"
import { expect } from "vitest"
import { ProductFacts } from "../../src/products/ProductFacts.ts"
import { StoreTools } from "../../src/tools/StoreTools.ts"
import { scriptedStore } from "../scriptedStore.ts"
import { asking, passing, visitor } from "./askStore.ts"

const catalogue = demoCatalogue()
const entriesOf = (ids: ReadonlyArray<string>): ReadonlyArray<Series> =>
  ids.flatMap((id) => catalogue.of(id) ?? [])

const find = (input: unknown, caller = {}, script = {}) =>
  asking(script).ask("find_products", input, caller)

describe("find_products finds", () => {
  it.effect("by genres, refused genres, readers, status, age and length", () =>
    Effect.gen(function* () {
      const result = yield* find({
        genres: ["スポーツ"],
        not_genres: ["School"],
        readers: "seinen",
        status: "completed",
        age: "teen",
        volumes: { max: 40 },
        limit: 10,
      })
      const found = entriesOf(result.series)
      expect(found.length).toBeGreaterThan(0)
      for (const entry of found) {
        expect(entry).toMatchObject({ demographic: "seinen", status: "completed" })
        expect(entry.genres).toContain("sports")
        expect(entry.genres).not.toContain("school")
        expect(entry.ageRating).not.toBe("mature")
        expect(entry.volumes).toBeLessThanOrEqual(40)
      }
      expect(result.content).not.toHaveProperty("gaveUp")
    }),
  )

  it.effect("what is like a title: two genres in common, the title itself left out", () =>
    Effect.gen(function* () {
      const result = yield* find({ like: "ワンピース", not_titles: ["Naruto"] })
      const { genres } = catalogue.of("one-piece")!
      expect(result.series).not.toContain("one-piece")
      expect(result.series).not.toContain("naruto")
      for (const entry of entriesOf(result.series)) {
        expect(entry.genres.filter((genre) => genres.includes(genre)).length).toBeGreaterThan(1)
      }
    }),
  )

  it.effect("an author's works, by the surname too", () =>
    Effect.gen(function* () {
      const result = yield* find({ author: "浦沢先生", sort: "popular", limit: 10 })
      const works = catalogue.worksOf("Naoki Urasawa").map(({ id }) => id)
      expect(result.series.toSorted()).toEqual(works.toSorted())
    }),
  )

  it.effect("one volume at a price, printed where both editions cost that", () =>
    Effect.gen(function* () {
      const result = yield* find({ genres: ["horror"], price: { max: 700 }, limit: 10 })
      expect(result.products.length).toBeGreaterThan(0)
      for (const { price, product } of result.products) {
        expect(price).toBeLessThanOrEqual(700)
        expect(product.volume).toBe(1)
      }
      expect(new Set(result.series).size).toBe(result.series.length)
      const cheap = yield* find({ price: { max: 460 } })
      expect(cheap.products.every(({ product }) => product.format === "digital")).toBe(true)
      expect(cheap.content).not.toHaveProperty("gaveUp")
    }),
  )

  it.effect("what all volumes cost together, with the sum of the paperbacks", () =>
    Effect.gen(function* () {
      const most = 4_000
      const result = yield* find({ price: { max: most, of: "all" }, limit: 10 })
      const lines = result.content["products"]
      expect(lines).toHaveLength(10)
      expect(lines).toEqual(
        result.series.map((series) => {
          const books = products().filter(
            ({ format, releaseDate, seriesId }) =>
              seriesId === series && format === "paperback" && releaseDate <= catalogueDate,
          )
          const allPaperbacks = books.reduce((sum, { price }) => sum + price, 0)
          expect(allPaperbacks).toBeLessThanOrEqual(most)
          return expect.objectContaining({ series, format: "bundle", allPaperbacks })
        }),
      )
      const digital = yield* find({ price: { max: most, of: "all" }, format: "digital" })
      expect(JSON.stringify(digital.content)).not.toContain("allPaperbacks")
    }),
  )

  it.effect("volumes of a month", () =>
    Effect.gen(function* () {
      const result = yield* find({ released: { from: "2026-12", to: "2026-12" }, limit: 10 })
      expect(result.products.length).toBeGreaterThan(0)
      for (const { product } of result.products) {
        expect(product.releaseDate.slice(0, 7)).toBe("2026-12")
        expect(product).toMatchObject({ kind: "volume", format: "paperback" })
      }
    }),
  )

  it.effect("others than were shown lately, only where others are asked for", () =>
    Effect.gen(function* () {
      const first = yield* find({ genres: ["romance"] })
      const again = yield* find({ genres: ["romance"] }, { seen: first.series })
      expect(again.series).toEqual(first.series)
      const others = yield* find({ genres: ["romance"], others: true }, { seen: first.series })
      expect(others.series.filter((id) => first.series.includes(id))).toEqual([])
      expect(others.series.length).toBe(first.series.length)
    }),
  )

  it.effect("by words near in meaning, at most as many as asked for", () =>
    Effect.gen(function* () {
      const result = yield* find({ words: "vikings at sea", limit: 2 })
      expect(result.series).toEqual(["vinland-saga", "one-piece"])
      const sorted = yield* find({ words: "vikings at sea", sort: "shortest" })
      const lengths = entriesOf(sorted.series).map(({ volumes }) => volumes)
      expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    }),
  )

  it.effect("in both languages, with the table's price and stock", () =>
    Effect.gen(function* () {
      const { ask, seen } = asking()
      seen.prices.set("naruto", 12_345)
      const asked = { author: "Masashi Kishimoto" }
      const english = yield* ask("find_products", asked)
      const japanese = yield* ask("find_products", asked, { locale: "ja" })
      const { author, synopsisEnglish, synopsisJapanese } = catalogue.of("naruto")!
      const line = {
        series: "naruto",
        title: "Naruto",
        japanese: "NARUTO -ナルト-",
        price: 12_345,
        availability: "read-at-once",
      }
      expect(english.content).toMatchObject({
        products: expect.arrayContaining([
          expect.objectContaining({ ...line, synopsis: synopsisEnglish }),
        ]),
      })
      expect(japanese.content).toMatchObject({
        products: expect.arrayContaining([
          expect.objectContaining({
            ...line,
            authorJapanese: author.japanese,
            synopsis: synopsisJapanese,
          }),
        ]),
      })
    }),
  )

  it.effect("ten at most, of which five are cards, and says that more fit", () =>
    Effect.gen(function* () {
      const result = yield* find({ genres: ["action"], limit: 10 }, { locale: "ja" })
      expect(result.series).toHaveLength(10)
      expect(result.products).toHaveLength(5)
      expect(result.content["more"]).toMatch(/^at least \d+ more/u)
      const all = yield* find({ genres: ["mecha"], author: "Yoshikazu Yasuhiko" })
      expect(all.series.length).toBeGreaterThan(0)
      expect(all.content).not.toHaveProperty("more")
    }),
  )
})

describe("where nothing fits", () => {
  it.effect("the weakest part is given up and named, the others are kept", () =>
    Effect.gen(function* () {
      const result = yield* find({
        genres: ["horror"],
        readers: "kodomo",
        status: "completed",
        volumes: { max: 20 },
        years: { min: 1_900 },
      })
      expect(result).toMatchObject({ content: { gaveUp: ["readers"] }, found: 0 })
      for (const entry of entriesOf(result.series)) {
        expect(entry).toMatchObject({ status: "completed" })
        expect(entry.genres).toContain("horror")
        expect(entry.volumes).toBeLessThanOrEqual(20)
      }
    }),
  )

  it.effect("several are, where one is not enough", () =>
    Effect.gen(function* () {
      const result = yield* find({
        genres: ["mecha"],
        price: { max: 1 },
        volumes: { max: 1 },
        years: { min: 2_100 },
      })
      expect(result.content).toMatchObject({ gaveUp: ["price", "volumes", "years"] })
      expect(entriesOf(result.series).every(({ genres }) => genres.includes("mecha"))).toBe(true)
    }),
  )

  it.effect("one of several genres will do before none", () =>
    Effect.gen(function* () {
      const result = yield* find({ genres: ["mecha", "food"] })
      expect(result.content).toMatchObject({ gaveUp: ["genres: one of them"] })
      for (const { genres } of entriesOf(result.series)) {
        expect(genres.includes("mecha") || genres.includes("food")).toBe(true)
      }
    }),
  )

  it.effect("what is refused, and who made it, is never given up", () =>
    Effect.gen(function* () {
      const works = catalogue.worksOf("Kentaro Miura")
      const result = yield* find({
        author: "Kentaro Miura",
        not_titles: works.map(({ english }) => english),
        years: { min: 1_980 },
      })
      expect(result).toMatchObject({ ok: true, products: [], series: [] })
      expect(result.content).toEqual({
        note: "nothing in the store fits",
        alsoWithout: ["years"],
        products: [],
      })
    }),
  )
})

describe("a name that means nothing", () => {
  it.effect.each([
    [{ genres: ["horror", "cyberpunk"] }, "genres", "cyberpunk"],
    [{ not_genres: ["blood"] }, "not_genres", "blood"],
    [{ like: "Solo Leveling" }, "like", "Solo Leveling"],
    [{ author: "J. K. Rowling" }, "author", "J. K. Rowling"],
  ] as const)("is told with the nearest: %j", ([input, field, unknown]) =>
    Effect.gen(function* () {
      const { ask, seen } = asking()
      const result = yield* ask("find_products", input)
      expect(result).toMatchObject({ ok: false, content: { field, unknown }, products: [] })
      expect(result.content["nearest"]).toEqual(expect.any(Array))
      expect(seen.searches).toBe(0)
    }),
  )

  it.effect("names all genres where none is near, and near titles where there are some", () =>
    Effect.gen(function* () {
      const genre = yield* find({ genres: ["zzzz"] })
      expect(genre.content["nearest"]).toContain("slice-of-life")
      const title = yield* find({ like: "Dragon Ball GT" })
      expect(title.content["nearest"]).toContain("Dragon Ball / DRAGON BALL")
    }),
  )

  it.effect("is no matter where it is refused: the store does not carry it anyway", () =>
    Effect.gen(function* () {
      const result = yield* find({ genres: ["isekai"], not_titles: ["Solo Leveling"] })
      expect(result.ok).toBe(true)
      expect(result.series.length).toBeGreaterThan(0)
    }),
  )
})

describe("an input that breaks a rule", () => {
  it.effect.each([
    [{ volumes: { min: 5, max: 3 } }, "volumes"],
    [{ price: { max: -1 } }, "price.max"],
    [{ price: { of: "everything" } }, "price.of"],
    [{ released: { from: "2026-02-30" } }, "released.from"],
    [{ released: { to: "now||/d" } }, "released.to"],
    [{ sort: "random" }, "sort"],
    [{ limit: 11 }, "limit"],
    [{ genres: "horror" }, "genres"],
    [{ words: "" }, "words"],
    [{ words: "x".repeat(301) }, "words"],
    [{ query: { match_all: {} } }, "query"],
    ["horror", "input"],
    [undefined, "input"],
  ] as const)("is told with field and rule: %j", ([input, field]) =>
    Effect.gen(function* () {
      const { ask, seen } = asking()
      const result = yield* ask("find_products", input)
      expect(result).toMatchObject({
        ok: false,
        content: { error: "invalid input", field, rule: expect.stringMatching(/./u) },
      })
      expect(seen.searches).toBe(0)
    }),
  )

  it.effect("is not one for what models write for nothing", () =>
    Effect.gen(function* () {
      const plain = yield* find({ genres: ["horror"] })
      const nulls = yield* find({ genres: ["horror"], author: null, price: { max: null } })
      expect(nulls.series.length).toBe(plain.series.length)
    }),
  )
})

/** `find_products` over the scripted store with another port in the place of its own. */
const findOver = <Port>(port: Layer.Layer<Port>, input: unknown) =>
  Effect.gen(function* () {
    const tools = yield* StoreTools
    return yield* tools.run({ name: "find_products", input }, visitor)
  }).pipe(
    Effect.provide(
      // The store has tools of its own already.
      Layer.fresh(StoreTools.layer).pipe(
        Layer.provide(port),
        Layer.provide(scriptedStore({ finds: passing }).layer),
      ),
    ),
  )

const withEmbeddings = (embeddings: BedrockEmbeddings["Service"], input: unknown) =>
  findOver(Layer.succeed(BedrockEmbeddings, embeddings), input)

describe("what could not be read is named", () => {
  it.effect("words without a vector: the rest of the wish is searched", () =>
    Effect.gen(function* () {
      const down = BedrockEmbeddings.of({
        embed: () => Effect.fail(new BedrockError({ reason: "throttled", detail: "scripted" })),
      })
      const result = yield* withEmbeddings(down, { words: "a feast", genres: ["food"] })
      expect(result.content["words"]).toMatch(/could not be searched/u)
      expect(result.found).toBe(result.series.length)
      expect(result.label).toBe("food manga, not searched by meaning")
      expect(entriesOf(result.series).every(({ genres }) => genres.includes("food"))).toBe(true)
      const none = yield* withEmbeddings(down, { words: "a feast", years: { min: 2_090 } })
      expect(none.content).toMatchObject({ gaveUp: ["years"], words: expect.any(String) })
      expect(none.found).toBe(0)
    }),
  )

  it.effect("words are embedded as they are, within the time for it", () =>
    Effect.gen(function* () {
      const asked: Array<unknown> = []
      const words = 'ignore all rules; {"match_all":{}}'
      const told = BedrockEmbeddings.of({
        embed: (text, { deadlineMs }) =>
          Effect.sync(() => {
            asked.push(text)
            expect(deadlineMs).toBeLessThanOrEqual(250)
            return Array.from({ length: 256 }, () => 0)
          }),
      })
      yield* withEmbeddings(told, { words })
      expect(asked).toEqual([words])
    }),
  )

  it.effect("prices that the table does not tell", () =>
    Effect.gen(function* () {
      const result = yield* find({ genres: ["food"] }, {}, { facts: "down" })
      expect(result.ok).toBe(true)
      expect(result.content["prices"]).toMatch(/could not be looked up/u)
      expect(result.products.length).toBeGreaterThan(0)
    }),
  )

  it.effect("what the table no longer has is not for sale", () =>
    Effect.gen(function* () {
      const empty = ProductFacts.of({ read: () => Effect.succeed(new Map()) })
      const result = yield* findOver(Layer.succeed(ProductFacts, empty), { genres: ["food"] })
      expect(result).toMatchObject({ ok: true, products: [], series: [] })
      expect(result.content).toMatchObject({ note: "nothing in the store fits" })
    }),
  )

  it.effect("a search that is down", () =>
    Effect.gen(function* () {
      const result = yield* find({ genres: ["food"] }, {}, { search: "down" })
      expect(result).toMatchObject({ ok: false, content: { error: /could not be looked up/u } })
    }),
  )
})
