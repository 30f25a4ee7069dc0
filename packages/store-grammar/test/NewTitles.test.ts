/** A shop's titles while it runs: a new one is known from the next reading on, as if it had always been there. */
import {
  Catalogue,
  demoCatalogue,
  genres,
  mangaShop,
  series,
  type Series,
} from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { makeStoreReader } from "../src/StoreReader.ts"

const [model] = series()
if (model === undefined) throw new Error("the catalogue is empty")

const titled = (more: Partial<Series>): Series => ({
  ...model,
  id: "lantern-moths",
  english: "Paper Lantern Moths of Kasumi",
  japanese: "霞町の灯蛾",
  romaji: "Kasumichou no Hitorimushi",
  aliases: [],
  author: { english: "Ayako Kasumihara", japanese: "霞原綾子" },
  ...more,
})

const demo = () => makeStoreReader(new Catalogue([...series()], [...genres()]), mangaShop())
const formOf = ({ read }: ReturnType<typeof demo>, text: string): string | undefined => {
  const { reading } = read(text)
  return reading.known ? reading.form : undefined
}

const questions = [
  "How much is Paper Lantern Moths of Kasumi 3?",
  "霞町の灯蛾の3巻はいくら？",
  "Who wrote Kasumichou no Hitorimushi?",
  "What else did Ayako Kasumihara write?",
  "霞原先生の作品は？",
]

describe("a new title", () => {
  it("is known from the next reading on, as one that was there from the start", () => {
    const reader = demo()
    const later = makeStoreReader(
      new Catalogue([...series(), titled({})], [...genres()]),
      mangaShop(),
    )
    for (const text of questions) expect(formOf(reader, text)).toBeUndefined()
    const before = reader.version()
    reader.put(titled({}))
    expect(reader.version()).toBeGreaterThan(before)
    for (const text of questions) {
      expect(formOf(reader, text), text).toBeDefined()
      expect(formOf(reader, text), text).toBe(formOf(later, text))
    }
    expect(reader.catalogue.of("lantern-moths")?.romaji).toBe("Kasumichou no Hitorimushi")
  })

  it("is the same behind the name of its author, who may have been named before", () => {
    const reader = demo()
    const price = "尾田栄一郎のワンピースはいくら？"
    expect(formOf(reader, price)).toBe(formOf(reader, "ワンピースはいくら？"))
    reader.put(titled({ author: { english: "Eiichiro Oda", japanese: "尾田栄一郎" } }))
    const known = formOf(reader, "霞町の灯蛾はいくら？")
    expect(known).toBeDefined()
    for (const joint of ["の", "先生の", "作の"]) {
      expect(formOf(reader, `尾田栄一郎${joint}霞町の灯蛾はいくら？`)).toBe(known)
    }
    reader.remove(new Set(["lantern-moths"]))
    expect(formOf(reader, "尾田栄一郎の霞町の灯蛾はいくら？")).toBeUndefined()
    expect(formOf(reader, price)).toBe(formOf(reader, "ワンピースはいくら？"))
  })

  it("leaves all others as they were", () => {
    const reader = demo()
    const other = makeStoreReader(demoCatalogue(), mangaShop())
    reader.put(titled({}))
    for (const { english, japanese } of series()) {
      for (const text of [`Who wrote ${english}?`, `${japanese}の作者は誰ですか？`]) {
        expect(formOf(reader, text), text).toBe(formOf(other, text))
      }
    }
  })

  it("is written otherwise: by its old name nobody knows it", () => {
    const reader = demo()
    reader.put(titled({}))
    reader.put(titled({ english: "Kasumi Nights", romaji: "Kasumi no Yoru", japanese: "霞夜話" }))
    expect(formOf(reader, "How much is Paper Lantern Moths of Kasumi 3?")).toBeUndefined()
    expect(formOf(reader, "How much is Paper Lantern Moths 3?")).toBeUndefined()
    expect(formOf(reader, "How much is Kasumi Nights 3?")).toBeDefined()
    expect(formOf(reader, "What else did Ayako Kasumihara write?")).toBeDefined()
  })

  it("has its first words to itself only while no other begins so", () => {
    const reader = demo()
    const short = "How much is Paper Lantern Moths of Kasumi volume 3?"
    const shortest = "How much is Paper Lantern Moths 3?"
    reader.put(titled({}))
    const alone = formOf(reader, shortest)
    expect(alone).toBe(formOf(reader, short))
    reader.put(
      titled({ id: "lantern-moths-return", english: "Paper Lantern Moths Come Back Home" }),
    )
    expect(formOf(reader, shortest)).toBeUndefined()
    reader.put(titled({ id: "lantern-moths-return", english: "They Come Back Home" }))
    expect(formOf(reader, shortest)).toBe(alone)
  })

  it("is unknown again once it is gone, and what gave way to it is known", () => {
    const reader = demo()
    reader.put(titled({}))
    reader.put(titled({ id: "other-moths" }))
    const [price = ""] = questions
    expect(formOf(reader, price)).toBe("price BOOK=lantern-moths#3")
    reader.remove(new Set(["lantern-moths"]))
    expect(reader.catalogue.of("lantern-moths")).toBeUndefined()
    expect(formOf(reader, price)).toBe("price BOOK=other-moths#3")
    reader.remove(new Set(["other-moths"]))
    for (const text of questions) expect(formOf(reader, text), text).toBeUndefined()
    expect(formOf(reader, "How much is One Piece 3?")).toBe("price BOOK=one-piece#3")
  })

  it("that is an everyday word is told, and not taken for a name", () => {
    const reader = demo()
    const told = reader.collisions().length
    const before = reader.read("Do you have something about music?")
    reader.put(titled({ english: "Music", romaji: "Ongaku no Machi", japanese: "音楽町" }))
    expect(reader.collisions().slice(told)).toMatchObject([
      { value: "lantern-moths", spelling: "Music" },
    ])
    expect(reader.read("Do you have something about music?").slots).toEqual(before.slots)
    expect(formOf(reader, "音楽町の3巻はいくら？")).toBeDefined()
  })
})

it("two shops in one process know their own titles alone", () => {
  const one = demo()
  const other = makeStoreReader(new Catalogue([titled({})], [...genres()]), mangaShop())
  expect(formOf(one, "How much is Paper Lantern Moths of Kasumi 3?")).toBeUndefined()
  expect(formOf(other, "How much is Paper Lantern Moths of Kasumi 3?")).toBeDefined()
  expect(formOf(other, "How much is One Piece 3?")).toBeUndefined()
})
