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
  [
    ["スポーツ系でお願いします", "昔のじゃなくて、2000年以降に始まったものがいいです"],
    { GENRE: ["sports"], YEARMIN: ["2000"] },
  ],
  [
    ["少年向けの冒険漫画を探しています", "30巻を超えるのはちょっと置き場所がねえ…"],
    { DEMO: ["shonen"], GENRE: ["adventure"], VOLSMAX: ["30"] },
  ],
  [
    [
      "音楽の青年漫画が読みたい",
      "青年漫画という条件は外します。そのかわり少女漫画で、音楽や芸術のものを",
    ],
    { DEMO: ["shojo"], THEME: ["music", "art"] },
  ],
  [
    [
      "進撃の巨人みたいなの、ほかにない？進撃は全部持ってるから除いて",
      "20巻まででお願い",
      "できれば完結してるの",
    ],
    { LIKEOF: ["attack-on-titan"], VOLSMAX: ["20"], FINISHED: [""] },
  ],
  [
    [
      "恋愛と職場の女性漫画で12巻以内、完結してるもの",
      "うーん、恋愛も職場もやめます。同じ条件で、家族の話はありますか？",
    ],
    { DEMO: ["josei"], VOLSMAX: ["12"], FINISHED: [""], GENRE: ["family"] },
  ],
  [
    ["Recommend me a food manga", "Hm, Golden Kamuy is too violent for me. Still food and seinen."],
    { GENRE: ["food"], DEMO: ["seinen"], NOTMOOD: ["violent"], NOTSERIES: ["golden-kamuy"] },
  ],
  [
    ["Recommend a sci-fi manga", "nothing from before the year 2000 either"],
    { GENRE: ["sci-fi"], YEARMIN: ["2000"] },
  ],
  [
    [
      "Recommend a sci-fi manga from 2000 or later",
      "Old ones are okay after all, in fact I'd like one that started before 1990. No mecha.",
    ],
    { GENRE: ["sci-fi"], YEARMAX: ["1989"], NOTGENRE: ["mecha"] },
  ],
  [
    ["Something from the kids' section", "He hates sports, so nothing like that"],
    { DEMO: ["kodomo"], NOTGENRE: ["sports"] },
  ],
]

describe("a wish of several turns", () => {
  it.each(cases)("%j", (turns, holds) => {
    expect(now(...turns)).toEqual(holds)
  })

  it("is none where it is asked whether a book is too much", () => {
    const asked = meaning("Recommend me a food manga", "Is Golden Kamuy too violent for a child?")
    expect(asked.meant).toBeUndefined()
    expect(asked.slots.series).toEqual(["golden-kamuy"])
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

  it.each([
    ["Show me the works of CLAMP", "I already own xxxHolic and X, leave those out"],
    ["CLAMPの他の作品は？", "『×××HOLiC』と『X』は持っているので、それ以外でお願いします"],
  ])("is for the other works of who was spoken of: %s %s", (ask, other) => {
    const asked = meaning({ ask, shown: ["xxxholic", "x", "cardcaptor-sakura"] }, other)
    expect(asked.slots.authors).toEqual(["CLAMP"])
    expect(asked.without).toEqual(["xxxholic", "x"])
  })

  it("begins where other books are wished for than the one that was spoken of", () => {
    const asked = meaning(
      "When is Frieren 15 out?",
      "I can't wait that long. Other fantasy adventures please, but completed ones",
      "keep it under 20 volumes",
    )
    expect(asked.wish).toMatchObject({ status: "completed", volumesMax: 19 })
    expect(asked.slots).toMatchObject({ series: [], genres: ["fantasy"] })
  })

  it("is none where the works of a title's author are asked for", () => {
    const asked = meaning(
      "20巻以内の完結した漫画のおすすめは？",
      "ところで進撃の作者の漫画って、進撃のほかにもここで買える？",
    )
    expect(asked.meant?.wishes).toBeUndefined()
    expect(asked.intent).toBe("author")
  })

  it("is none where something is asked of another title", () => {
    const asked = meaning("Who wrote Monster?", "I have read Monster. What is Pluto about?")
    expect(asked.slots.series).toEqual(["pluto"])
    expect(asked.meant).toBeUndefined()
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
