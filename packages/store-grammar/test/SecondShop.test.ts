/** Another shop in the same process: the bicycles of `examples`, with words, patterns and rules of their own. */
import { fileURLToPath } from "node:url"
import { Catalogue, demoCatalogue, loadShop, mangaShop, type Series } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { grammarOf } from "../src/StoreGrammar.ts"
import { makeStoreReader } from "../src/StoreReader.ts"

const shop = loadShop(fileURLToPath(new URL("../../../examples/bicycles", import.meta.url)))

const bicycle = (id: string, english: string, japanese: string): Series => ({
  id,
  isItem: true,
  english,
  japanese,
  romaji: english,
  aliases: [],
  author: { english: "Orihime", japanese: "オリヒメ" },
  genres: ["folding"],
  firstYear: 2024,
  volumes: 1,
  synopsisEnglish: "It folds.",
  synopsisJapanese: "たためます。",
})

const bicycles = makeStoreReader(
  new Catalogue(
    [bicycle("komichi-20", "Komichi 20", "コミチ20"), bicycle("hane", "Hane", "ハネオリ")],
    shop.genres,
  ),
  shop,
)
const manga = makeStoreReader(demoCatalogue(), mangaShop())

const formOf = (text: string, reader = bicycles): string | undefined => {
  const { reading } = reader.read(text)
  return reading.known ? reading.form : undefined
}

describe("a second shop", () => {
  it("has a row for each form that its patterns can produce, and no other", () => {
    const { forms, grammar } = grammarOf(shop)
    const shapes = grammar.shapes
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("@"))
      .map((line) => line.slice(0, line.indexOf(":")))
    expect([...forms.keys()].toSorted()).toEqual([...new Set(shapes)].toSorted())
  })

  it.each([
    ["weight SERIES=komichi-20", "How heavy is the Komichi 20?", "コミチ20の重さは？"],
    ["gears SERIES=hane", "How many gears does the Hane have?", "ハネオリは何段変速？"],
    ["maker SERIES=komichi-20", "Who makes the Komichi 20?", "コミチ20のメーカーは？"],
    ["price SERIES=komichi-20", "What does the Komichi 20 cost?", "コミチ20はいくら？"],
    ["recommend GENRE=folding", "Do you have folding bikes?", "折りたたみ自転車はありますか？"],
  ])("reads %s in both languages, as its own sentence does", (form, english, japanese) => {
    for (const text of [english, japanese]) {
      const { locale, reading } = bicycles.read(text)
      expect(formOf(text)).toBe(form)
      const sentence = reading.known ? bicycles.sentenceOf(reading, locale) : undefined
      expect(formOf(sentence ?? "")).toBe(form)
    }
  })

  it("knows its own words and names alone, as the other shop does", () => {
    expect(formOf("How many volumes of One Piece are there?")).toBeUndefined()
    expect(formOf("How much is One Piece volume 3?")).toBeUndefined()
    expect(formOf("How heavy is the Komichi 20?", manga)).toBeUndefined()
    expect(formOf("How much is One Piece volume 3?", manga)).toBe("price BOOK=one-piece#3")
    expect(bicycles.grammarVersion).not.toBe(manga.grammarVersion)
  })

  it("is asked for its rules by the names of what it sells", () => {
    expect(bicycles.read("Can I return a bicycle?").rules).toMatchObject([{ topic: "returns" }])
    expect(manga.read("Can I return a bicycle?").rules).toBeUndefined()
    expect(bicycles.read("自転車は返品できますか？").rules).toMatchObject([{ topic: "returns" }])
  })

  it("is refused for a kind of word that nothing asks for", () => {
    const words = [{ file: "words/more.words", text: "BELL: bell; ベル\n" }]
    expect(() => grammarOf({ ...shop, words })).toThrow(
      expect.objectContaining({
        _tag: "ShopError",
        file: "words/more.words",
        field: "line 1",
        rule: 'the glossary has no kind "BELL"',
      }),
    )
  })

  it("is refused for a form without a sentence in one of the languages", () => {
    const forms = [{ file: "questions/more.forms", text: "late | policy | nothing | | a |" }]
    expect(() => grammarOf({ ...shop, forms })).toThrow(
      expect.objectContaining({ _tag: "ShopError", file: "questions" }),
    )
  })
})
