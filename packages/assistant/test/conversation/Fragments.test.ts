/** What short texts within a conversation mean: bare nouns, corrections, runs, the rest, parts of titles, new bounds. */
import { describe, expect, it } from "@effect/vitest"
import { orders } from "@manga-assist/catalogue"
import type { Thing } from "@manga-assist/store-grammar"
import { dialogue, meaning, type Said } from "./dialogue.ts"

type Turns = ReadonlyArray<Said | string>

const volumes = (series: string, ...numbers: ReadonlyArray<number>): ReadonlyArray<Thing> =>
  numbers.map((volume) => ({ series, volume }))

const clamp: Said = {
  ask: "What did CLAMP write?",
  shown: ["cardcaptor-sakura-clear-card", "x", "cardcaptor-sakura"],
}

describe("a short text asks", () => {
  const asked: ReadonlyArray<readonly [turns: Turns, sentence: string]> = [
    [["How much is Touch 1?", "volumes?"], "How many volumes does Touch have?"],
    [["When did Touch start?", "26 volumes, right?"], "How many volumes does Touch have?"],
    [["When did Touch start?", "by?"], "Who is the author of Touch?"],
    [["How much is Touch 3?", "is the series over?"], "Is Touch finished?"],
    [
      ["How much is Touch 3?", "no sorry, digital"],
      "How much is the digital edition of Touch volume 3?",
    ],
    [["How much is Touch 3?", "sorry, I meant volume 4"], "How much is Touch volume 4?"],
    [["How much is Touch 3?", "not volume 3 but volume 4"], "How much is Touch volume 4?"],
    [["タッチ3巻はいくら？", "すみません4巻の間違いです"], "「タッチ」4巻はいくらですか？"],
    [["タッチ3巻はいくら？", "3巻じゃなくて4巻"], "「タッチ」4巻はいくらですか？"],
    [["タッチ3巻はいくら？", "いや、4巻だった"], "「タッチ」4巻はいくらですか？"],
    [["タッチ3巻は在庫ある？", "ごめん16巻", "ある？"], "「タッチ」16巻の在庫はありますか？"],
    [["Kaiji 2 in stock?", "the next Kaiji volume, 3?"], "Do you have Kaiji volume 3 in stock?"],
    [[clamp, "さくらは何巻？"], "「カードキャプターさくら」は全部で何巻ありますか？"],
    [
      ["Is Swan finished?", "How much is Touch complete?", "the first one's full set, how much?"],
      "How much is the complete series of Swan?",
    ],
  ]
  it.each(asked)("%j: %s", (turns, sentence) => {
    expect(meaning(...turns).meant?.text).toBe(sentence)
  })
})

describe("a short text means", () => {
  const meant: ReadonlyArray<readonly [turns: Turns, things: ReadonlyArray<Thing>]> = [
    [["How many volumes has Monster?", "what do the last two cost"], volumes("monster", 17, 18)],
    [["MONSTERは何巻？", "最後の2巻はいくら"], volumes("monster", 17, 18)],
    [["How much is Monster 3?", "4 and 5 too?", "all three?"], volumes("monster", 3, 4, 5)],
    [["MONSTERの1巻と2巻はいくら？", "3巻も足したら？"], volumes("monster", 1, 2, 3)],
    [["MONSTERは完結してる？", "7巻から9巻、紙で全部でいくら"], volumes("monster", 7, 8, 9)],
    [["How much are Monster 1 and 2?", "and the rest?"], volumes("monster", 2)],
    [["MONSTERの1巻と2巻はいくら？", "残りは？"], volumes("monster", 2)],
    [
      ["Is Touch finished?", "a box with volume 12 in it?"],
      [{ series: "touch", volume: 2, format: "box-set" }],
    ],
    [["Is Blue Giant finished?", "and what comes after it?"], [{ series: "blue-giant-supreme" }]],
    [["How many pages has Look Back?", "two of them please"], volumes("look-back", 1)],
    [["Horimiya or Touch, which is longer?", "前のほうはいつ始まった？"], [{ series: "horimiya" }]],
  ]
  it.each(meant)("%j", (turns, things) => {
    expect(meaning(...turns).meant?.things).toEqual(things)
  })
})

describe("a wish goes on", () => {
  const thrillers: Said = {
    ask: "recommend a thriller with at most 3 volumes",
    shown: ["21st-century-boys"],
  }
  const wishes = (...turns: Turns) => meaning(...turns).meant?.wishes?.slots

  it("with a number in the place of the bound", () => {
    const now = wishes(thrillers, "20 would be OK as well, as long as it's complete")
    expect(now).toMatchObject({ VOLSMAX: ["20"], FINISHED: [""], GENRE: ["thriller"] })
    expect(now).not.toHaveProperty("LENGTH")
  })
  it("with readers beside a genre", () => {
    const fantasy: Said = { ask: "ファンタジーが読みたいです。", shown: ["one-piece"] }
    expect(wishes(fantasy, "少女漫画でお願いします")).toEqual({
      GENRE: ["fantasy"],
      DEMO: ["shojo"],
    })
  })
  it("with what was refused and is allowed again", () => {
    const now = wishes(
      "what action series are good?",
      "I don't want shonen",
      "ok, shonen is allowed again",
    )
    expect(now).toEqual({ GENRE: ["action"] })
  })
  it("with a bound that is refused", () => {
    const now = wishes("ホラー漫画のおすすめは？", "30巻超えるのは抜いて")
    expect(now).toEqual({ GENRE: ["horror"], VOLSMAX: ["30"] })
  })
  it("with a condition that is no permission", () => {
    const now = wishes("3巻以内のホラー漫画のおすすめは？", "長さは気にしない。完結してればOK")
    expect(now).toEqual({ GENRE: ["horror"], FINISHED: [""] })
  })
})

describe("an order that was spoken of", () => {
  const own = orders().filter(({ user }) => user === "demo-20")
  const told: Said = { ask: "my orders?", answer: own.map(({ id }) => id).join(" ") }
  const heard = (ask: string) => dialogue([told, { ask }], own).at(-1)?.question.slots.orderId

  it("is the oldest, or the one that is still under way", () => {
    expect(heard("一番古いやつの中身は？")).toBe("MA-20-0003")
    expect(heard("今届くのを待ってるやつはいつ着く？")).toBe("MA-20-0001")
  })
  it("is asked what it cost, and not what a series costs", () => {
    const question = dialogue([told, { ask: "how much was the lot" }], own).at(-1)?.question
    expect(question?.intent).toBe("order-status")
  })
})
