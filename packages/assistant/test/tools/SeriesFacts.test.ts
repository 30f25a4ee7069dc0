/** The records of the series that a call names, and what is said of titles that the store does not carry. */
import { describe, it } from "@effect/vitest"
import { demoCatalogue, volumeId } from "@manga-assist/catalogue"
import { Effect, Layer } from "effect"
import { expect } from "vitest"
import { SeriesRecords } from "../../src/facts/SeriesRecords.ts"
import { StoreTools } from "../../src/tools/StoreTools.ts"
import { scriptedStore } from "../scriptedStore.ts"
import { asking, visitor } from "./askStore.ts"

const facts = (titles: ReadonlyArray<string>, caller = {}, script = {}) =>
  asking(script).ask("series_facts", { titles }, caller)

/** Reads the rows of one series, whatever is asked for. */
const akiraAlone = Layer.effect(
  SeriesRecords,
  Effect.map(SeriesRecords, (records) =>
    SeriesRecords.of({
      ...records,
      read: (topics, deadlineMs) =>
        records.read(
          topics.filter(({ series }) => series === "akira"),
          deadlineMs,
        ),
    }),
  ),
)

describe("series_facts", () => {
  it.effect("are whole records, by names in any language, each series once", () =>
    Effect.gen(function* () {
      const result = yield* facts(["ブルーロック", "Akira", "Blue Lock"])
      expect(result).toMatchObject({ ok: true, series: ["blue-lock", "akira"] })
      expect(result.content).toMatchObject({
        records: [
          {
            series: "blue-lock",
            title: "Blue Lock",
            japanese: "ブルーロック",
            newest: { volume: expect.any(Number) },
            paper: { all: expect.any(Number) },
          },
          { series: "akira", next: "none announced" },
        ],
      })
      expect(result.content).not.toHaveProperty("unread")
      expect(result.products.map(({ product }) => product.id)).toEqual(["blue-lock", "akira"])
    }),
  )

  it.effect("are in the caller's language", () =>
    Effect.gen(function* () {
      const { author, synopsisEnglish, synopsisJapanese } = demoCatalogue().of("monster")!
      const english = yield* facts(["Monster"])
      expect(english.content).toMatchObject({ records: [{ synopsis: synopsisEnglish }] })
      const japanese = yield* facts(["モンスター"], { locale: "ja" })
      expect(japanese.content).toMatchObject({
        records: [{ synopsis: synopsisJapanese, author: author.japanese }],
      })
    }),
  )

  it.effect("say what the store does not carry, with near titles", () =>
    Effect.gen(function* () {
      const result = yield* facts(["Dragon Ball GT", "Solo Leveling", "Akira"])
      expect(result.ok).toBe(true)
      expect(result.content).toMatchObject({
        records: [{ series: "akira" }],
        notCarried: [
          { asked: "Dragon Ball GT", near: expect.arrayContaining(["Dragon Ball / DRAGON BALL"]) },
          { asked: "Solo Leveling", near: [] },
        ],
      })
      const none = yield* facts(["Solo Leveling"])
      expect(none).toMatchObject({
        ok: true,
        content: { notCarried: [{ asked: "Solo Leveling", near: [] }] },
        products: [],
      })
    }),
  )

  it.effect("that are too long together are brief from the last on", () =>
    Effect.gen(function* () {
      const { ask, seen } = asking()
      // A price of its own for every volume.
      for (let volume = 1; volume < 120; volume += 1) {
        for (const format of ["paperback", "digital"] as const) {
          seen.prices.set(volumeId("one-piece", volume, format), 1_000 + volume)
        }
      }
      const result = yield* ask("series_facts", { titles: ["Akira", "One Piece"] })
      expect(result.content).toMatchObject({
        records: [{ series: "akira", paper: {} }, { series: "one-piece" }],
        onlyBriefly: ["One Piece"],
      })
      expect(result.content).not.toHaveProperty("records.1.paper")
      expect(result.content).not.toHaveProperty("unread")
    }),
  )

  it.effect("name the prices that could not be read, and tell the rest", () =>
    Effect.gen(function* () {
      const result = yield* facts(["Akira"], {}, { facts: "down" })
      expect(result.content).toMatchObject({
        records: [{ series: "akira", author: "Katsuhiro Otomo" }],
        unread: ["prices of Akira"],
      })
      expect(result).not.toHaveProperty("found")
      expect(JSON.stringify(result.content)).not.toContain("none announced")
    }),
  )

  it.effect("count those that were read", () =>
    Effect.gen(function* () {
      const both = yield* facts(["Akira", "One Piece", "Akira", "Solo Leveling"])
      expect(both).toMatchObject({ ok: true, found: 2 })
      const none = yield* facts(["Solo Leveling"])
      expect(none).toMatchObject({ ok: true, found: 0 })
      const one = yield* Effect.gen(function* () {
        const input = { titles: ["One Piece", "Akira"] }
        return yield* (yield* StoreTools).run({ name: "series_facts", input }, visitor)
      }).pipe(
        Effect.provide(
          Layer.fresh(StoreTools.layer).pipe(
            Layer.provide(akiraAlone),
            Layer.provide(scriptedStore({}).layer),
          ),
        ),
      )
      expect(one).toMatchObject({ ok: true, found: 1, series: ["one-piece", "akira"] })
    }),
  )

  it.effect.each([
    [{}, "titles"],
    [{ titles: [] }, "titles"],
    [{ titles: ["a", "b", "c", "d", "e", "f"] }, "titles"],
    [{ titles: [""] }, "titles[0]"],
    [{ titles: ["Akira", "x".repeat(101)] }, "titles[1]"],
    [{ titles: ["Akira"], volumes: "all" }, "volumes"],
  ] as const)("refuse %j", ([input, field]) =>
    Effect.gen(function* () {
      const result = yield* asking().ask("series_facts", input)
      expect(result).toMatchObject({ ok: false, content: { field, rule: expect.any(String) } })
    }),
  )
})
