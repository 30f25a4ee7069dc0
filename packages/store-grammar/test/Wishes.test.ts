/** What a wish means, in a text without a form: likeness, own taste, budgets, whole series, refusals. */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

describe("a title that is only likened to", () => {
  it.each([
    ["What's similar to Death Note, but shorter?", "death-note"],
    ["I loved Nana, what next?", "nana"],
    ["進撃の巨人ロスです。代わりになる漫画ありますか", "attack-on-titan"],
    ["キングダムを読み終えました。次のおすすめは？", "kingdom"],
  ])("is the measure: %s", (text, id) => {
    expect(read(text)).toMatchObject({
      intent: "recommend",
      slots: { series: [id] },
      wish: { likeSeries: true },
    })
  })

  it("is not where a fact of it is asked", () => {
    for (const text of [
      "I loved Look Back. What other manga by the same person do you sell?",
      "I finished Dandadan, when is the next volume out?",
      "My son loves Naruto, how much is volume 12?",
      "ワンピースが大好きです。最新刊はいくら？",
    ]) {
      expect(read(text).intent, text).not.toBe("recommend")
    }
  })
})

describe("the customer's own taste", () => {
  it.each([
    "something like my last order",
    "recommend me something based on my orders",
    "前回の注文と似た漫画のおすすめは？",
  ])("is a wish for books, and no order: %s", (text) => {
    expect(read(text)).toMatchObject({ intent: "recommend", personal: true, wish: { free: false } })
  })

  it("is none where an order is asked for", () => {
    expect(read("what did I order last time?").intent).toBe("order-status")
    expect(read("前に注文したものはいつ届きますか").intent).not.toBe("recommend")
  })
})

describe("a sum beside a wish", () => {
  it("is what may be spent", () => {
    expect(read("I have 2000 yen to spend on one book, ideas?").slots.priceMax).toBe(2000)
    expect(read("予算3千円で漫画を買いたい").slots.priceMax).toBe(3000)
  })

  it("is of all volumes together where the whole story is meant", () => {
    for (const text of [
      "We want a whole story for at most 3,000 yen. What fits?",
      "全巻そろえても3000円以内に収まるファンタジー",
    ]) {
      expect(read(text), text).toMatchObject({ slots: { priceMax: 3000 }, wish: { whole: true } })
    }
  })
})

describe("all volumes of a title", () => {
  it.each([["進撃の巨人、デジタルで一気に全部買える?いくら?", "attack-on-titan"]])(
    "are asked for, and no volume: %s",
    (text, id) => {
      const { reads, slots } = read(text)
      expect({ reads, series: slots.series, volume: slots.volume }).toEqual({
        reads: "whole",
        series: [id],
        volume: undefined,
      })
    },
  )

  it("are not where one volume or a box is", () => {
    expect(read("how much is Akira 1, I want to buy everything one by one").slots.volume).toBe(1)
    expect(read("スパイファミリーの10巻入りボックス、在庫ありますか?").slots).toMatchObject({
      format: "box-set",
      series: ["spy-x-family"],
    })
  })
})

describe("what is refused", () => {
  it.each([
    ["romance that doesn't take place at school", ["school"]],
    ["a mystery, nothing with blood and horror in it", ["horror"]],
    ["family stories: comedy yes, drama no", ["drama"]],
    ["I'd rather avoid romance, school stories and sports", ["romance", "school", "sports"]],
    ["コメディはいいけどホラーは無理", ["horror"]],
    ["恋愛、学園、スポーツは避けたい。他に何がある？", ["romance", "school", "sports"]],
  ])("is a genre: %s", (text, genres) => {
    expect(read(text).wish.notGenres).toEqual(genres)
  })

  it.each([
    [
      "Sports manga but not baseball, football or basketball",
      ["baseball", "basketball", "football"],
    ],
    ["吸血鬼もゾンビも幽霊も出ないホラー", ["ghosts", "vampires", "zombies"]],
    ["sports, except for football and baseball", ["baseball", "football"]],
  ])("is every theme of a list: %s", (text, themes) => {
    expect(read(text).wish.notThemes.toSorted()).toEqual(themes)
  })

  it("ends where another sentence begins", () => {
    expect(read("少女漫画で、学園もの。でも連載中のは嫌だ")).toMatchObject({
      slots: { demographic: "shojo", genres: ["school"] },
      wish: { status: "completed" },
    })
  })
})

describe("how long a series is", () => {
  it("is bounded before and behind", () => {
    expect(read("子ども向けで20巻より短い冒険もの").wish.volumesMax).toBe(19)
    expect(read("2〜3冊で終わって泣けるやつない？").wish).toMatchObject({
      volumesMin: 2,
      volumesMax: 3,
    })
    expect(read("やっぱ長いと場所とるから10巻以内で").wish).toMatchObject({ volumesMax: 10 })
    expect(read("a series that wraps up within 5 volumes").wish.volumesMax).toBe(5)
  })
})
