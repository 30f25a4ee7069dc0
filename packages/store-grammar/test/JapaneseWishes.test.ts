/** What Japanese wishes bound and refuse: lengths, prices, years, publishers, status, and words said of the asker alone. */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

const wishOf = (text: string) => read(text, "ja").wish
const slotsOf = (text: string) => read(text, "ja").slots

describe("the length of a wished series", () => {
  it.each([
    ["十巻以内のファンタジー", undefined, 10],
    ["2、3冊でサクッと終わるやつ", undefined, 3],
    ["5巻から10巻の間で完結する恋愛漫画", 5, 10],
    ["100巻超えてるのは？", 101, undefined],
  ])("%s", (text, least, most) => {
    const { volumesMax, volumesMin } = wishOf(text)
    expect([volumesMin, volumesMax]).toEqual([least, most])
  })
})

describe("the price of a wished book", () => {
  it.each([
    ["予算3千円で漫画を買いたい", 3000],
    ["一冊500円以下のやつ", 500],
  ])("%s", (text, most) => {
    expect(slotsOf(text).priceMax).toBe(most)
  })
})

describe("the years in which a wished series began", () => {
  it.each([
    ["昭和の漫画が読みたい", undefined, 1988],
    ["平成に始まった少年漫画", 1989, 2018],
    ["令和の漫画でおすすめ", 2019, undefined],
    ["昭和50年代に始まった少女漫画", 1975, 1984],
    ["10年代のスポーツ漫画", 2010, 2019],
    ["90年代後半の漫画", 1995, 1999],
    ["80〜90年代の少年漫画", 1980, 1999],
    ["2010年代以降のミステリー", 2010, undefined],
    ["2015年より後に始まった漫画", 2016, undefined],
    ["1999年に始まった漫画", 1999, 1999],
    ["ここ10年以内に始まったミステリー", 2016, undefined],
    ["昔の漫画が読みたい", undefined, 1999],
  ])("%s", (text, least, most) => {
    const { yearMax, yearMin } = wishOf(text)
    expect([yearMin, yearMax]).toEqual([least, most])
  })

  it("are not those in which a story is set", () => {
    expect(wishOf("昭和が舞台の漫画").yearMax).toBeUndefined()
  })
})

describe("publishers and status", () => {
  it("are wished for", () => {
    expect(wishOf("講談社の漫画でまだ続いてるもの")).toMatchObject({
      publishers: ["Kodansha"],
      status: "ongoing",
    })
    expect(wishOf("休載中の漫画はどれ？").status).toBe("hiatus")
  })

  it("are refused", () => {
    expect(wishOf("集英社以外の少年漫画で").notPublishers).toEqual(["Shueisha"])
    expect(wishOf("集英社じゃないアクション漫画").notPublishers).toEqual(["Shueisha"])
  })

  it("are named by magazines, with their readers", () => {
    expect(wishOf("ジャンプの漫画でおすすめ").publishers).toEqual(["Shueisha"])
    expect(slotsOf("ジャンプの漫画でおすすめ").demographic).toBe("shonen")
  })
})

describe("words for people and reasons", () => {
  it.each([
    "高校生の娘に漫画を贈りたい",
    "仕事で疲れたので漫画が読みたい",
    "社会人です。おすすめの漫画は？",
  ])("are no genre: %s", (text) => {
    expect(slotsOf(text).genres).toEqual([])
  })

  it("are one where the story is about them", () => {
    expect(slotsOf("高校生が主人公の漫画").genres).toEqual(["school"])
    expect(slotsOf("働く女性の漫画が読みたい").genres).toEqual(["workplace"])
  })
})
