/** What an import writes, removes and refuses, over a collection that shows documents late and takes none with an id. */
import { productOfRow, type ProductRow } from "@manga-assist/catalogue/rows"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { differences } from "../../src/sync/Check.ts"
import { synchronize, type Synchronize } from "../../src/sync/Synchronize.ts"
import { atOnce, fakePlaces, someRows, wantedOf } from "./fakePlaces.ts"

type Fake = ReturnType<typeof fakePlaces>

const run = (
  { places }: Pick<Fake, "places">,
  rows: ReadonlyArray<ProductRow>,
  options: Partial<Synchronize> = {},
) =>
  atOnce(
    synchronize({
      wanted: wantedOf(rows),
      places,
      dryRun: false,
      progress: () => undefined,
      ...options,
    }),
  )

const written = {
  products: someRows.length,
  rowsWritten: someRows.length,
  documentsWritten: someRows.length,
  removed: 0,
}
const unchanged = { ...written, rowsWritten: 0, documentsWritten: 0 }

const sources = ({ state }: Fake) =>
  state.documents
    .map(({ _source }) =>
      Object.fromEntries(
        Object.entries(_source).filter(([name]) => !["hash", "source", "vector"].includes(name)),
      ),
    )
    .toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1))

const productsOf = (rows: ReadonlyArray<ProductRow>) => {
  const wanted = wantedOf(rows)
  return rows
    .flatMap((row) => {
      const series = wanted.series.get(row.seriesId)
      return series === undefined ? [] : [productOfRow(row, series)]
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const expectHeld = (fake: Fake, rows: ReadonlyArray<ProductRow>) => {
  expect(sources(fake)).toEqual(productsOf(rows))
  expect([...fake.rows.keys()].sort()).toEqual(rows.map(({ id }) => id).sort())
}

const dearer = someRows.map((row) => ({ ...row, price: row.price + 1 }))
const [first] = someRows
const withoutFirst = someRows.filter(({ seriesId }) => seriesId !== first?.seriesId)

describe("an import", () => {
  it.effect("writes every product once, and a vector with the entries of each series alone", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      expect(yield* run(fake, someRows)).toEqual(written)
      expectHeld(fake, someRows)
      const withVector = fake.state.documents.flatMap(({ _source: { id, vector } }) =>
        vector === undefined ? [] : [id],
      )
      expect(new Set(withVector)).toEqual(
        new Set(someRows.flatMap(({ id, volume = 1 }) => (volume === 1 ? [id] : []))),
      )
      expect(fake.embedded).toHaveLength(4)
    }),
  )

  it.effect("changes nothing the second time", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      yield* run(fake, someRows)
      fake.asked.length = 0
      expect(yield* run(fake, someRows)).toEqual(unchanged)
      expect(new Set(fake.asked)).toEqual(
        new Set(["GET /products/_mapping", "POST /products/_search"]),
      )
      expect(fake.embedded).toHaveLength(4)
    }),
  )

  it.effect("only says what it would do when dry", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      expect(yield* run(fake, someRows, { dryRun: true })).toEqual(written)
      expect(fake.asked).toEqual(["GET /products/_mapping"])
      expect(fake.rows.size).toBe(0)
    }),
  )

  it.effect("replaces documents of changed products, with the vectors that they had", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      yield* run(fake, someRows)
      yield* run(fake, dearer)
      expectHeld(fake, dearer)
      expect(fake.embedded).toHaveLength(4)
      expect(
        fake.state.documents.filter(({ _source: { vector } }) => vector !== undefined),
      ).toHaveLength(someRows.filter(({ volume = 1 }) => volume === 1).length)
    }),
  )

  it.effect("embeds again what is described otherwise", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      yield* run(fake, someRows)
      const other = someRows.map((row) =>
        row.volume === undefined && row.id === first?.id
          ? { ...row, synopsis: "Another story." }
          : row,
      )
      yield* run(fake, other)
      expectHeld(fake, other)
      expect(fake.embedded.slice(4)).toEqual([first?.seriesId])
    }),
  )

  it.effect("mends a row that somebody changed in the table", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      yield* run(fake, someRows)
      const id = String(first?.id)
      fake.rows.set(id, { ...fake.rows.get(id), stock: 1 })
      expect(yield* run(fake, someRows)).toEqual({ ...unchanged, rowsWritten: 1 })
      expect(fake.rows.get(id)).toMatchObject({ stock: first?.stock })
    }),
  )

  it.effect("waits for documents that are shown late, and removes one that was written twice", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.state.hiddenFor = 5
      yield* run(fake, someRows)
      expectHeld(fake, someRows)
      // Killed after the write, and resumed before the first document is shown.
      fake.state.documents = []
      const { documents } = yield* run(fake, someRows).pipe(Effect.as(fake.state))
      for (const each of documents) each.hidden = 3
      expect(yield* run(fake, someRows)).toMatchObject({ documentsWritten: someRows.length })
      expectHeld(fake, someRows)
    }),
  )

  it.effect("ends when documents are not shown within 90 s", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.state.hiddenFor = 1_000_000
      expect(yield* Effect.flip(run(fake, someRows))).toMatchObject({ reason: "unseen" })
    }),
  )
})

describe("what is gone from the file", () => {
  it.effect(
    "goes from index and table where that is allowed, and is refused beyond one in ten",
    () =>
      Effect.gen(function* () {
        const fake = fakePlaces()
        yield* run(fake, someRows)
        const count = someRows.length - withoutFirst.length
        expect(yield* Effect.flip(run(fake, withoutFirst))).toMatchObject({
          _tag: "Refused",
          removes: { count, of: someRows.length },
        })
        expectHeld(fake, someRows)
        expect(yield* run(fake, withoutFirst, { mostRemoved: count })).toMatchObject({
          removed: count,
        })
        expectHeld(fake, withoutFirst)
      }),
  )

  it.effect("stays if another source wrote it, and such a product is not taken over", () =>
    Effect.gen(function* () {
      const fake = fakePlaces("others")
      const own = someRows.filter(({ seriesId }) => seriesId === first?.seriesId)
      yield* run(fake, own)
      const places = { ...fake.places, source: "catalogue" }
      yield* run({ places }, withoutFirst)
      expectHeld(fake, someRows)
      const failure = yield* Effect.flip(run({ places }, someRows))
      expect(failure).toMatchObject({ _tag: "Refused" })
      expect("faults" in failure ? failure.faults[0] : undefined).toEqual({
        row: 1,
        field: "id",
        rule: 'must not be that of a product which the source "others" wrote',
        found: first?.id,
      })
    }),
  )

  it.effect("stays if nobody says who wrote it, but a wanted row is taken over", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.rows.set("stray", { id: "stray", price: 1 })
      fake.rows.set(String(first?.id), { id: first?.id, price: 1 })
      yield* run(fake, someRows)
      expect(fake.rows.get("stray")).toEqual({ id: "stray", price: 1 })
      expect(fake.rows.get(String(first?.id))).toMatchObject({
        price: first?.price,
        source: "catalogue",
      })
    }),
  )
})

describe("a collection that is not able just now", () => {
  it.effect("is waited for while it does not know the new index", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      let refused = 0
      fake.state.refuse = (call) =>
        call.endsWith("_bulk") && (refused += 1) <= 3
          ? { status: 404, text: "no such index" }
          : undefined
      yield* run(fake, someRows)
      expectHeld(fake, someRows)
    }),
  )

  it.effect("is sent again only what it refused for now", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      const sent: Array<number> = []
      fake.state.refuse = (call, lines) => {
        if (!call.endsWith("_bulk")) return undefined
        sent.push(lines.length / 2)
        if (sent.length > 1) return undefined
        const items = Array.from({ length: lines.length / 2 }, (_, at) => {
          const isTaken = at % 2 === 0
          if (isTaken) {
            const _source = JSON.parse(lines[2 * at + 1] ?? "")
            fake.state.documents.push({ _id: `t${at}`, _source, hidden: 0 })
          }
          return { index: { status: isTaken ? 201 : 429 } }
        })
        return { status: 200, text: JSON.stringify({ errors: true, items }) }
      }
      yield* run(fake, someRows)
      expectHeld(fake, someRows)
      expect(sent).toEqual([someRows.length, Math.floor(someRows.length / 2)])
    }),
  )

  it.effect("is given up after 90 s", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.state.refuse = (call) =>
        call.endsWith("_bulk") ? { status: 429, text: "slow" } : undefined
      expect(yield* Effect.flip(run(fake, someRows))).toMatchObject({
        reason: "busy",
        message: "opensearch: writing documents was answered with 429: slow",
      })
    }),
  )

  it.effect.each([
    ["GET /products/_mapping", "the mapping"],
    ["PUT /products", "making products"],
    ["POST /_bulk", "writing documents"],
  ])("is not asked again where %s is forbidden", ([refused, what]) =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.state.refuse = (call) => (call === refused ? { status: 403, text: "denied" } : undefined)
      expect(yield* Effect.flip(run(fake, someRows))).toMatchObject({
        reason: "refused",
        message: `opensearch: ${what} was answered with 403: denied`,
      })
    }),
  )

  it.effect("ends it with what a refused document was answered", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.state.refuse = (call, lines) => {
        const items = lines.slice(1, 2).map(() => ({ index: { status: 400, error: "strict" } }))
        return call.endsWith("_bulk") ? { status: 200, text: JSON.stringify({ items }) } : undefined
      }
      expect(yield* Effect.flip(run(fake, someRows))).toMatchObject({
        reason: "refused",
        message: expect.stringContaining("strict"),
      })
    }),
  )

  it.effect.each(["_search", "_bulk"])("ends it where %s is answered with no JSON", (call) =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      yield* run(fake, withoutFirst)
      fake.state.refuse = (asked) =>
        asked.endsWith(call) ? { status: 200, text: "<html>" } : undefined
      expect(yield* Effect.flip(run(fake, someRows))).toMatchObject({
        reason: "refused",
        message: expect.stringMatching(/^opensearch: .* was answered with no JSON$/u),
      })
    }),
  )

  it.effect("with an index of another version is left alone", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      fake.state.definition = '{"mappings":{"_meta":{"layout":1}}}'
      expect(yield* Effect.flip(run(fake, someRows))).toMatchObject({
        reason: "refused",
        message: expect.stringContaining("OPENSEARCH_INDEX"),
      })
    }),
  )
})

describe("a check", () => {
  it.effect("names what differs between rules, table and index", () =>
    Effect.gen(function* () {
      const fake = fakePlaces()
      yield* run(fake, someRows)
      expect((yield* atOnce(differences(fake.places))).found).toEqual([])
      const [a, b, c, d] = someRows.filter(({ volume = 0 }) => volume > 1).map(({ id }) => id)
      fake.rows.set(String(a), { ...fake.rows.get(String(a)), stock: 7.5 })
      fake.rows.set(String(b), { ...fake.rows.get(String(b)), price: 1 })
      fake.rows.delete(String(c))
      fake.state.documents = fake.state.documents.filter(({ _source }) => _source["id"] !== d)
      const twice = fake.state.documents.find(({ _source: { id } }) => id === first?.id)
      if (twice !== undefined) fake.state.documents.push({ ...twice, _id: "again" })
      expect((yield* atOnce(differences(fake.places))).found).toEqual([
        `${a}: in the table stock must be a whole number from 0 to 1,000,000`,
        `${b}: the index has another content than the table`,
        `${d}: is in the table, not in the index`,
        `${first?.id}: is in the index more than once`,
        `${c}: is in the index, not in the table`,
      ])
    }),
  )
})
