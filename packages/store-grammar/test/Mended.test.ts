/** Titles, people and words with slips that no list has are read as what they may mean, and never shared. */
import { series } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mayBeKeptLiterally, mayBeReadByOthers, read } from "../src/index.ts"

describe("a misspelt title", () => {
  it.each([
    ["how mcuh is jujitsu kaizen 5 papaerback", "jujutsu-kaisen", 5],
    ["atack on titen vol 10 prise", "attack-on-titan", 10],
    ["Naurto 72 digitel", "naruto", 72],
    ["wat is dilicious in dungon about", "delicious-in-dungeon", undefined],
    ["full metal alkemist paperbak", "fullmetal-alchemist", undefined],
    ["spyfamliy 3", "spy-x-family", 3],
    ["鋼の練金術師5巻", "fullmetal-alchemist", 5],
    ["君に届げって全何巻だっけ", "kimi-ni-todoke-from-me-to-you", undefined],
    ["鬼減の刃 23巻", "demon-slayer-kimetsu-no-yaiba", 23],
    ["エバンゲリオン置いてる？", "neon-genesis-evangelion", undefined],
  ])("is read: %s", (text, id, volume) => {
    expect(read(text).slots).toMatchObject({
      series: [id],
      ...(volume === undefined ? {} : { volume }),
    })
  })

  it("is read with バ for ヴァ, in Latin letters too", () => {
    for (const text of ["バンパイア騎士3巻いくら", "banpaia naito no sakusha"]) {
      expect(read(text).slots.series, text).toEqual(["vampire-knight"])
    }
    expect(read("バンパイアが出る漫画").slots.series).toEqual([])
  })

  it("is read as the author's name is", () => {
    expect(read("尾田栄一朗の漫画").slots.authors).toEqual(["Eiichiro Oda"])
    expect(read("mangas by naoki urusawa").slots.authors).toEqual(["Naoki Urasawa"])
  })

  it.each([
    "do you have Sword Art Online",
    "Please book me a table for two at an izakaya.",
    "is there a monster under my bed",
    "おおきく振りかぶって、ありますか",
    "3週間前に届いたボックスセット、未開封です",
  ])("is none: %s", (text) => {
    expect(read(text).mended).toBeUndefined()
    expect(read(text).slots.series).toEqual([])
  })

  it("is one whatever single letter is typed twice", () => {
    const long = series().filter(({ english }) => /^[A-Za-z ]{12,30}$/u.test(english))
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), ({ english, id }, place) => {
        const at = 1 + (place % (english.length - 2))
        const written = english.slice(0, at) + english.charAt(at - 1) + english.slice(at)
        expect(read(`${written} volume 1`).slots.series, written).toEqual([id])
      }),
      { numRuns: 150, seed: 1 },
    )
  })
})

describe("a misspelt word", () => {
  it.each([
    ["my oder, wher is it", "order-status"],
    ["how many volumns has hunterxhunter got", "title-lookup"],
    ["recomend a romanse for tenagers", "recommend"],
    ["delivary cost to okinwa", "policy"],
  ] as const)("tells what is wanted: %s", (text, intent) => {
    expect(read(text).intent).toBe(intent)
  })
})

describe("a word with the wrong letters of an input method", () => {
  it.each([
    ["送量はいくらですか", "送料はいくらですか", "policy"],
    ["発買日はいつ", "発売日はいつ", "release-date"],
    ["寄生銃の1巻ある？", "寄生獣の1巻ある？", "price-or-stock"],
    ["ワンピースの1巻ありまsか", "ワンピースの1巻ありますか", "price-or-stock"],
    ["ハガレソ全部で何巻？", "ハガレン全部で何巻？", "title-lookup"],
  ])("is read: %s", (text, meant, intent) => {
    expect(read(text)).toMatchObject({ mended: meant, intent, reading: { known: false } })
  })
})

describe("what was mended", () => {
  it.each(["Naurto 72 digitel, price", "鋼の練金術師5巻いくら", "horer mangga"])(
    "has no form, and its words are nobody else's: %s",
    (text) => {
      const asked = read(text)
      expect(asked.mended).toBeDefined()
      expect(asked.reading).toMatchObject({ known: false, refused: true })
      expect(mayBeKeptLiterally(asked, 300)).toBe(false)
      expect(mayBeReadByOthers(asked)).toBe(false)
    },
  )

  it("is what is right as it is nowhere", () => {
    expect(read("how much is Naruto 72 in digital").mended).toBeUndefined()
    expect(read("x".repeat(500)).mended).toBeUndefined()
  })
})
