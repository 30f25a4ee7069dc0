/** Wishes that give way, hold, are allowed again, sent away or narrowed within a conversation. */
import { describe, expect, it } from "vitest"
import { meaning } from "./dialogue.ts"

type Slots = Readonly<Record<string, ReadonlyArray<string>>>

const now = (...turns: ReadonlyArray<string>): Slots => meaning(...turns).meant?.wishes?.slots ?? {}

const cases: ReadonlyArray<readonly [turns: ReadonlyArray<string>, holds: Slots]> = [
  [
    ["I need a romance.", "Drop the romance, I'd rather have a mystery."],
    { GENRE: ["mystery"], NOTGENRE: ["romance"] },
  ],
  [
    ["A finished fantasy without romance", "On second thoughts romance is fine with me."],
    { GENRE: ["fantasy"], FINISHED: [""] },
  ],
  [["Any manga about ballet?", "figure skating?"], { THEME: ["skating"] }],
  [["vampire manga?", "one volume only?"], { THEME: ["vampires"], VOLSMAX: ["1"] }],
  [
    ["whole series under 4000 yen please", "a drama"],
    { PRICEBELOW: ["4000"], WHOLEPRICE: [""], FINISHED: [""], GENRE: ["drama"] },
  ],
  [
    [
      "サッカー漫画ない？",
      "完結してるやつで",
      "やっぱ連載中でもいいや、そのかわり青年誌のはナシで",
    ],
    { THEME: ["soccer"], NOTDEMO: ["seinen"] },
  ],
  [
    [
      "550円以下のスポーツ漫画で20巻以内の",
      "やっぱりスポーツはやめて、ギャグにします。値段は同じで、長さは気にしません",
    ],
    { PRICEMAX: ["550"], GENRE: ["comedy"], NOTGENRE: ["sports"] },
  ],
  [
    ["昭和に始まったSF漫画が読みたい", "では昭和はやめて、九十年代に始まったSFに変えてください"],
    { GENRE: ["sci-fi"], YEARMIN: ["1990"], YEARMAX: ["1999"] },
  ],
  [
    ["恋愛なしのファンタジー漫画", "ごめんやっぱ恋愛アリ、てか恋愛メインがいい"],
    { GENRE: ["fantasy", "romance"] },
  ],
  [["音楽漫画が読みたい", "バンドよりジャズがいいかも"], { THEME: ["music", "jazz"] }],
  [["将棋とか囲碁の漫画", "かるたもいいな", "かるたの方だけで"], { THEME: ["karuta"] }],
  [
    ["笑える漫画ください", "スポーツものは外してください"],
    { MOOD: ["funny"], NOTGENRE: ["sports"] },
  ],
  [
    ["野球の漫画ない？", "30巻もあると読みきれないので、もっと短いの"],
    { THEME: ["baseball"], VOLSBELOW: ["30"] },
  ],
]

describe("a wish of several turns", () => {
  it.each(cases)("%j", (turns, holds) => {
    expect(now(...turns)).toEqual(holds)
  })

  it("is for the works of who made the book that was spoken of, as they are wished for", () => {
    const asked = meaning(
      "ブラックジャックを描いたのは手塚治虫ですか",
      "同じ先生ので、5巻以内で終わる短いのを教えてください",
    )
    expect(asked.slots.authors).toEqual(["Osamu Tezuka"])
    expect(asked.wish).toMatchObject({ volumesMax: 5, status: "completed" })
    expect(asked.without).toEqual(["black-jack"])
  })

  it("takes what was spoken of for the measure of too long", () => {
    const asked = meaning(
      { ask: "vampire manga?", shown: ["call-of-the-night"] },
      "how long is Call of the Night?",
      "too long. back to vampires, but no romance",
    )
    expect(asked.meant?.wishes?.slots).toEqual({
      THEME: ["vampires"],
      NOTGENRE: ["romance"],
      VOLSBELOW: ["20"],
    })
  })
})
