/** What Japanese questions measure by a title, or ask of its story: likeness, sequels, what was felt. */
import { describe, expect, it } from "vitest"
import { read } from "../src/reading/Read.ts"

const asked = (text: string) => read(text, "ja")

describe("a title that measures what is wished for", () => {
  it.each([
    ["うずまき級に怖い漫画を教えてください。", "uzumaki"],
    ["カイジばりの心理戦が読みたいです", "kaiji"],
    ["頭文字Dみたいな漫画、ほかにない？", "initial-d"],
    ["MONSTERと張り合えるくらいのサスペンスを紹介してほしい", "monster"],
    ["約ネバのあの緊張感をもう一度味わいたい", "the-promised-neverland"],
    ["ダンジョン飯を読破した者です。次に読むならなに？", "delicious-in-dungeon"],
    ["グラップラー刃牙の次はどれを読むの？", "baki-the-grappler"],
    [
      "違国日記、ラストまで読んで余韻がすごい。こういう人間関係を丁寧に描いたの、ほかに何がありますか",
      "journal-with-witch",
    ],
  ])("%s", (text, series) => {
    const { intent, slots, wish } = asked(text)
    expect([intent, slots.series, wish.likeSeries]).toEqual(["recommend", [series], true])
  })

  it("is measured by its length", () => {
    expect(asked("カイジより短い頭脳戦もの").wish).toMatchObject({
      volumesMax: 12,
      notSeries: ["kaiji"],
    })
  })
})

describe("another series of a story", () => {
  it.each([
    "東京喰種の続編ってありますか",
    "僕のヒーローアカデミアのスピンオフって出てる？",
    "トライガンのあとに読む続きの作品は何ですか？",
    "テニプリの後の話のやつ、何巻まで出てますか",
    "メジャーの続編は何ていうタイトルですか？",
  ])("%s", (text) => {
    const { intent, reads, wish } = asked(text)
    expect([intent, reads, wish.likeSeries]).toEqual(["title-lookup", "kin", false])
  })

  it("is not asked for where its date or price is", () => {
    expect(asked("東京喰種の続編の値段は？").reads).not.toBe("kin")
  })
})

describe("one that is not named", () => {
  it.each(["囲碁のやつ", "おしゃれなやつある？", "長い連休なので30巻以上あるやつ教えて"])(
    "%s",
    (text) => {
      expect(asked(text).intent).toBe("recommend")
    },
  )

  it("is what was said before where a word points at it", () => {
    expect(asked("さっきのやつください").intent).not.toBe("recommend")
  })
})

describe("a refusal", () => {
  it("ends with its sentence", () => {
    const { slots, wish } = asked("全10巻以下で終わってるSF。ロボは苦手")
    expect([slots.genres, wish.notGenres, wish.volumesMax]).toEqual([["sci-fi"], ["mecha"], 10])
  })

  it("is none where both are wished for, or more is asked for", () => {
    expect(asked("恋愛だけじゃなく仕事も描いてるやつ").slots.genres).toContain("romance")
    expect(asked("宇宙系もっとないの").wish.notThemes).toEqual([])
  })
})
