/** What Japanese questions measure by a title, or ask of its story: likeness, sequels, what was felt. */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

const asked = (text: string) => read(text, "ja")

describe("a title that measures what is wished for", () => {
  it.each([
    ["頭文字Dみたいな漫画、ほかにない？", "initial-d"],
    ["ベルセルクに似た漫画を教えてください", "berserk"],
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
    const { slots, wish } = asked("10巻以下で終わってるSF。ロボは苦手")
    expect([slots.genres, wish.notGenres, wish.volumesMax]).toEqual([["sci-fi"], ["mecha"], 10])
  })

  it("is none where both are wished for, or more is asked for", () => {
    expect(asked("恋愛だけじゃなく仕事も描いてるやつ").slots.genres).toContain("romance")
    expect(asked("宇宙系もっとないの").wish.notThemes).toEqual([])
  })
})
