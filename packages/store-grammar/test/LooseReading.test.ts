/** What is read of questions that have no form: loose numbers, made orders, other works. */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

describe("a title that the store does not have", () => {
  it.each([
    "俺だけレベルアップな件はありますか",
    "食戟のソーマはありますか",
    "狼と香辛料はありますか",
    "宇宙姉妹はありますか",
  ])("is none of its own: %s", (text) => {
    expect(read(text).slots.series).toEqual([])
  })
})

describe("a number beside one title", () => {
  it.each([
    ["How much is the second box of Skip Beat!?", "skip-beat", 2],
    ["What date did the first Rose of Versailles go on sale?", "the-rose-of-versailles", 1],
    ["Price of Jujutsu Kaizen 12?", "jujutsu-kaisen", 12],
  ])("is a volume: %s", (text, id, volume) => {
    expect(read(text).slots).toMatchObject({ series: [id], volume })
  })

  it("may be a second volume", () => {
    expect(read("Splatoon 15の値段と16巻の発売日をお願いします").slots.books).toEqual([
      { series: "splatoon", volume: 15 },
      { series: "splatoon", volume: 16 },
    ])
  })
})

describe("an order that was made", () => {
  it.each([
    "How much was the order before this one?",
    "今の注文には何が入っていますか",
    "Did the October order arrive?",
  ])("is asked about: %s", (text) => {
    expect(read(text)).toMatchObject({ intent: "order-status", ownAffairs: true })
  })

  it.each([
    "Can I order Land of the Lustrous 5 right away?",
    "How do I place an order?",
    "If I order for 2,900 yen, is delivery free?",
  ])("is not: %s", (text) => {
    expect(read(text).intent).not.toBe("order-status")
  })

  it.each(["うずまきは何冊頼みましたっけ", "What did I buy last time?", "もう発送されましたか"])(
    "may be meant: %s",
    (text) => {
      expect(read(text).ownAffairs).toBe(true)
    },
  )

  it.each(["How much is One Piece 105?", "Recommend a horror manga"])(
    "is not meant by a form: %s",
    (text) => {
      expect(read(text).ownAffairs).toBe(false)
    },
  )
})

describe("a question of the shop that names a book", () => {
  it.each([
    ["Is Yotsuba 16 in stock and how long does shipping to Kyoto take?", "books"],
    ["Can I gift wrap a Slam Dunk box set 1, and what does the box cost?", "books"],
  ])("looks the book up as well: %s", (text, reads) => {
    expect(read(text)).toMatchObject({ intent: "policy", reads })
  })

  it("looks nothing up without one", () => {
    expect(read("Do you gift wrap, and for how much?")).toMatchObject({
      intent: "policy",
      reads: "nothing",
    })
  })
})

describe("works beside the one that is named", () => {
  it.each([
    "Do you carry anything else by Kaoru Mori besides Emma?",
    "岳の石塚真一さんのほかの漫画は?",
    "I loved Look Back. What other manga by the same person do you sell?",
  ])("are its author's: %s", (text) => {
    expect(read(text)).toMatchObject({ intent: "author", reads: "works" })
  })
})

describe("the language of a question", () => {
  it("is Japanese where a Latin name stands in a Japanese sentence", () => {
    expect(read("Dグレは扱ってますか(D.Gray-man)").locale).toBe("ja")
  })
})
