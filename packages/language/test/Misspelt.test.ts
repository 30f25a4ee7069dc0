import { describe, expect, it } from "vitest"
import { makeQuestionReader } from "../src/QuestionReader.ts"
import { bicycleShop } from "./bicycleShop.ts"

const world = makeQuestionReader({
  ...bicycleShop,
  words: `${bicycleShop.words}\nSTOCK: sipped`,
  names: [
    ...bicycleShop.names,
    { kind: "MODEL", value: "reborn", spelling: "リボーン" },
    { kind: "MODEL", value: "goldwing", spelling: "ゴールドウイング" },
    { kind: "MODEL", value: "goldring", spelling: "ゴールドタイング" },
    { kind: "MODEL", value: "northwind", spelling: "Wind of the North Act II" },
    { kind: "MODEL", value: "eastwind", spelling: "Act II of the Wind of East" },
    { kind: "MODEL", value: "tealwind", spelling: "Teal of Sea" },
  ],
  slips: "price available shipped",
  ordinary: new Set([...(bicycleShop.ordinary ?? []), "pries"]),
})

const formOf = (text: string) => {
  const reading = world.read(text)
  return reading.known ? reading.form : reading.reason
}

describe("slips in the words of asking", () => {
  it.each([
    ["Road Runner prcie", "price MODEL=roadrunner"],
    ["Road Runner PIRCE", "price MODEL=roadrunner"],
    ["is the Road Runner avialable", "stock MODEL=roadrunner"],
    ["is the Road Runner avalable", "stock MODEL=roadrunner"],
    ["is the Road Runner availlable", "stock MODEL=roadrunner"],
    ["is the Road Runner availible", "stock MODEL=roadrunner"],
  ])("reads %s as %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it.each([
    ["a changed letter of a short word", "Road Runner prize", 'the word "prize" is not understood'],
    ["a letter too few of a short word", "Road Runner pric", 'the word "pric" is not understood'],
    ["two slips", "is the Road Runner avialible", 'the word "avialible" is not understood'],
    ["another word of the grammar", "Road Runner sipped", "stock MODEL=roadrunner"],
    ["a word that is no slip", "Road Runner pirces", 'the word "pirces" is not understood'],
    ["more than the slip", "Road Runner prcie tag", 'the word "tag" is not understood'],
  ])("takes for nothing else: %s", (_, text, told) => {
    expect(formOf(text)).toBe(told)
  })
})

describe("long names in Latin letters", () => {
  it.each([
    ["a letter of a short word changed", "Wind of tge North Act II price"],
    ["a letter of a short word left out", "Wind o the North Act II price"],
    ["two letters of a short word swapped", "Wind of teh North Act II price"],
  ])("forgives %s", (_, text) => {
    expect(formOf(text)).toBe("price MODEL=northwind")
  })

  it.each([
    ["another Roman figure", "Wind of the North Act I price", 'the word "wind" is not understood'],
    [
      "a Roman figure within",
      "Act I of the Wind of East price",
      'the word "act" is not understood',
    ],
    ["a short word of a shorter name", "Teal if Sea price", 'the word "teal" is not understood'],
  ])("takes for nothing else: %s", (_, text, told) => {
    expect(formOf(text)).toBe(told)
  })
})

describe("names in kana", () => {
  it.each([
    ["a letter left out", "ロードランナいくら", "price MODEL=roadrunner"],
    ["a long vowel left out", "ロドランナーいくら", "price MODEL=roadrunner"],
    ["a letter within left out", "ロードンナーいくら", "price MODEL=roadrunner"],
    ["two neighbours swapped", "ローラドンナーいくら", "price MODEL=roadrunner"],
    ["a voicing mark too few", "ロートランナーいくら", "price MODEL=roadrunner"],
  ])("forgives %s", (_, text, told) => {
    expect(formOf(text)).toBe(told)
  })

  it.each([
    ["another first letter", "コードランナーいくら", 'the word "コードランナー" is not understood'],
    ["two others swapped", "ロードナンラーいくら", 'the word "ロードナンラー" is not understood'],
    ["its last letter left out", "ロードランいくら", 'the word "ロードラン" is not understood'],
    [
      "another letter within",
      "ロードラッナーいくら",
      'the word "ロードラッナー" is not understood',
    ],
    ["two names as near", "ゴールドイングいくら", 'the word "ゴールドイング" is not understood'],
    ["a short name without its long vowel", "リボンいくら", 'the word "リボン" is not understood'],
    ["the same in hiragana", "りぼんいくら", 'the word "りぼん" is not understood'],
  ])("takes for no name: %s", (_, text, told) => {
    expect(formOf(text)).toBe(told)
  })

  it.each(["リボーンいくら", "りぼーんいくら", "ﾘﾎﾞｰﾝ いくら", "リボーンのねだん"])(
    "reads a short name as it is spelt: %s",
    (text) => {
      expect(formOf(text)).toBe("price MODEL=reborn")
    },
  )
})
