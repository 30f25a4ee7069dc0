/** The former and the latter of two, what was spoken of before a list, and wishes that are put out or allowed again. */
import { describe, expect, it } from "@effect/vitest"
import { orders } from "@manga-assist/catalogue"
import type { Thing } from "@manga-assist/store-grammar"
import { dialogue, meaning, type Said } from "./dialogue.ts"

type Turns = ReadonlyArray<Said | string>

const dinner: Said = { ask: "晩ごはんの漫画のおすすめは？", shown: ["silver-spoon", "gourmet"] }

describe("of two that were spoken of", () => {
  const meant: ReadonlyArray<readonly [turns: Turns, things: ReadonlyArray<Thing>]> = [
    [
      ["ダンダダンの次の巻いつ", "BLEACHは？", "前者の最新刊、紙でいくら？"],
      [{ series: "dandadan", volume: "latest" }],
    ],
    [["How much is Dandadan 2?", "and Bleach 3?", "who wrote the latter?"], [{ series: "bleach" }]],
    [
      ["MAJORとBLEACHはどっちが長い？", "後者の最新刊は", "前者のは？"],
      [{ series: "major", volume: "latest" }],
    ],
    [["ブルーピリオドは何巻？", dinner, "さっきの漫画の作者は？"], [{ series: "blue-period" }]],
    [
      ["Is Blue Box finished?", dinner, "The manga from before, who draws it?"],
      [{ series: "blue-box" }],
    ],
    [
      ["宇宙兄弟は何巻？", "その次の43巻、紙でいくら？"],
      [{ series: "space-brothers", volume: 43 }],
    ],
    [["アオのハコ 最新", "紙いくら"], [{ series: "blue-box", volume: "latest" }]],
    [["東京喰種の無印とreって、それぞれ何巻？", "後の方は？"], [{ series: "tokyo-ghoul-re" }]],
    [["アオのハコ予約できる？", "予約っていつ払うの？", "紙の値段"], [{ series: "blue-box" }]],
    [
      ["Do you have Death Note and Monster?", "Which is longer?", "Who draws the second I named?"],
      [{ series: "monster" }],
    ],
    [
      ["Is Nana finished?", "And Bleach?", "And Dandadan?", "the second one I asked about, price?"],
      [{ series: "bleach" }],
    ],
  ]
  it.each(meant)("%j", (turns, things) => {
    expect(meaning(...turns).meant?.things).toEqual(things)
  })

  it("the shortest is spoken of next", () => {
    const urasawa: Said = { ask: "浦沢直樹は？", shown: ["monster", "pluto", "21st-century-boys"] }
    const asked = meaning(
      urasawa,
      "その人ので巻数がいちばん少ないのはどれ",
      "それの1巻、紙である？",
    )
    expect(asked.meant?.things).toEqual([{ series: "21st-century-boys", volume: 1 }])
  })

  it("what many volumes cost is added up by the store", () => {
    const asked = meaning("幽遊白書は何巻？", "11巻から15巻を紙で全部買うと？")
    expect(asked.slots.together).toEqual([11, 12, 13, 14, 15])
  })
})

describe("a wish", () => {
  const horror: Said = { ask: "ホラー漫画のおすすめは？", shown: ["uzumaki", "jujutsu-kaisen"] }
  const short: Said = { ask: "10巻以内の完結した恋愛漫画のおすすめは？", shown: ["orange"] }
  const school: Said = { ask: "学園漫画のおすすめは？", shown: ["haikyu"] }
  const changed: ReadonlyArray<readonly [turns: Turns, now: Record<string, unknown>]> = [
    [
      [short, "やっぱ完結してなくてもいいや。恋愛で10巻以内ならOK"],
      { GENRE: ["romance"], VOLSMAX: ["10"] },
    ],
    [[horror, "大人向けのは外してほしい"], { GENRE: ["horror"], NOTREADERS: ["adults"] }],
    [[horror, "うずまきは読んだので、それ以外で"], { GENRE: ["horror"], NOTSERIES: ["uzumaki"] }],
    [[horror, "I've already read Uzumaki"], { GENRE: ["horror"], NOTSERIES: ["uzumaki"] }],
    [[school, "少年漫画は省いてください", "やっぱ少年漫画もあり"], { GENRE: ["school"] }],
    [[short, "完結の条件はなしで"], { GENRE: ["romance"], VOLSMAX: ["10"] }],
    [[short, "doesn't need to be finished"], { GENRE: ["romance"], VOLSMAX: ["10"] }],
  ]
  it.each(changed)("%j", (turns, now) => {
    expect(meaning(...turns).meant?.wishes?.slots).toEqual(now)
  })
})

describe("behind an answer", () => {
  it("of orders a book that is wanted is none of them", () => {
    const own = orders().filter(({ user }) => user === "demo-20")
    const told: Said = { ask: "my orders?", answer: own.map(({ id }) => id).join(" ") }
    const [, heard] = dialogue([told, { ask: "薬屋の続きの3巻が欲しい。紙ある？" }], own)
    expect(heard?.question.intent).toBe("price-or-stock")
  })

  it("of a rule its deadline is asked for", () => {
    const asked = meaning("本が破れていたら交換できる？", "いつまでに連絡すればいいの")
    expect(asked.meant?.policy?.text).toContain("破損")
  })
})
