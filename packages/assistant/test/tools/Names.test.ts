/** What names of titles, genres and people mean, as people write them. */
import { demoCatalogue } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { namesOf } from "../../src/tools/names/CatalogueNames.ts"
import { NameIndex } from "../../src/tools/names/NameIndex.ts"

const catalogue = demoCatalogue()
const { genres, people, titles } = namesOf(catalogue)

describe("titles", () => {
  it("are found by id, by every name and alias, and by those with other letters around", () => {
    for (const { aliases, english, id, japanese, romaji } of catalogue.series) {
      for (const name of [id, english, japanese, romaji, ...aliases]) {
        expect([name, titles.find(name)]).toEqual([name, [id]])
        const written = `  『${name.toUpperCase().normalize("NFKD")}』 manga`
        expect([written, titles.find(written)]).toEqual([written, [id]])
      }
    }
  })

  it.each([
    ["apothecary", "the-apothecary-diaries"],
    ["ﾜﾝﾋﾟｰｽ", "one-piece"],
    ["わんぴーす", "one-piece"],
    ["Bleech", "bleach"],
    ["One Pice", "one-piece"],
    ["ブルーロックの漫画", "blue-lock"],
    ["鬼滅", "demon-slayer-kimetsu-no-yaiba"],
  ])("%s is %s", (name, id) => {
    expect(titles.find(name)).toEqual([id])
  })

  it.each([
    "Tokyo",
    "Solo Leveling",
    "'; DROP TABLE products",
    "・・・",
    "x".repeat(100),
    "22nd Century Boys",
  ])("%s is none", (name) => {
    expect(titles.find(name)).toEqual([])
  })

  it("never take figures for others", () => {
    expect(titles.find("20th century boy")).toEqual(["20th-century-boys"])
    expect(titles.nearest("22nd Century Boys")).toContain("21st Century Boys / 21世紀少年")
  })

  it("tell three near ones at most, whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100, unit: "grapheme" }), (name) => {
        expect(titles.nearest(name).length).toBeLessThanOrEqual(3)
        for (const id of titles.find(name)) expect(catalogue.of(id)).toBeDefined()
      }),
    )
  })
})

describe("genres", () => {
  it.each([
    ["horror", "horror"],
    ["ホラー漫画", "horror"],
    ["Sci Fi", "sci-fi"],
    ["ＳＦ", "sci-fi"],
    ["cooking", "food"],
    ["thrillers", "thriller"],
    ["音楽", "music-arts"],
  ])("%s is %s", (name, id) => {
    expect(genres.find(name)).toEqual([id])
  })
})

describe("people", () => {
  it.each(["Naoki Urasawa", "urasawa naoki", "Urasawa", "浦沢直樹", "浦沢先生"])("%s", (name) => {
    expect(people.find(name)).toEqual(["Naoki Urasawa"])
  })

  it("of one surname are all meant", () => {
    expect(people.find("Takahashi").length).toBeGreaterThan(1)
    expect(people.find("高橋").toSorted()).toEqual(people.find("Takahashi").toSorted())
  })
})

it("a spelling of two things means both, and one that begins two names means none", () => {
  const index = new NameIndex()
  for (const entry of [
    { value: "a", label: "A", spellings: ["same", "longest"] },
    { value: "b", label: "B", spellings: ["same", "longer"] },
  ])
    index.put(entry)
  expect(index.find("Same")).toEqual(["a", "b"])
  expect(index.find("long")).toEqual([])
  expect(index.find("longes")).toEqual(["a"])
})

it("a name that was asked for before is found as soon as it comes, and no more once it is gone", () => {
  const index = new NameIndex()
  expect(index.find("new title")).toEqual([])
  index.put({ value: "a", label: "A", spellings: ["New Title"] })
  expect(index.find("new title")).toEqual(["a"])
  index.delete("a")
  expect(index.find("new title")).toEqual([])
})
