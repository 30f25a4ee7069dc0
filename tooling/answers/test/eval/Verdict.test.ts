import { describe, expect, it } from "vitest"
import type { Judged } from "../../src/oracle/Need.ts"
import { demoStore } from "../../src/oracle/StoreData.ts"
import { saysText } from "../../src/eval/Texts.ts"
import { titlesIn } from "../../src/eval/TitlesIn.ts"
import { verdictOf } from "../../src/eval/Verdict.ts"

const store = demoStore("2026-11-24")
const judge = (judged: Judged, answer: string, outcome = "complete") =>
  verdictOf(judged, { answer, outcome, source: "model" }, store)

describe("an answer", () => {
  const price: Judged = { needs: [{ series: "one-piece", paper: "105" }] }
  const { price: amount, releaseDate } = store.product("one-piece-v105-paperback")!

  it("is judged by the one amount that it must say", () => {
    expect(judge(price, `It is ${amount} yen and in stock.`)).toBe("right")
    expect(judge(price, `価格は${amount}円です。`)).toBe("right")
    expect(judge(price, `It costs ¥${amount + 1}.`)).toBe("misled")
    expect(judge(price, "It is in stock.")).toBe("wrong")
  })

  it("is judged by the one date or name that it must say", () => {
    const date: Judged = { needs: [{ series: "one-piece", paper: "105", only: "date" }] }
    expect(judge(date, `Since ${releaseDate}.`)).toBe("right")
    expect(judge(date, "Since January 1, 2020.")).toBe("misled")
    const author: Judged = { needs: [{ series: "monster", facts: ["author"] }] }
    expect(judge(author, "By Naoki Urasawa.")).toBe("right")
    expect(judge(author, "浦沢直樹です。")).toBe("right")
    expect(judge(author, "By somebody else.")).toBe("wrong")
  })

  it("is judged by the titles that fit a wish, and by those that do not", () => {
    const wish: Judged = { search: { author: "Naoki Urasawa", not: { series: ["monster"] } } }
    expect(judge(wish, "Besides Monster we have 20th Century Boys.")).toBe("right")
    expect(judge(wish, "Try 20th Century Boys or One Piece.")).toBe("misled")
    expect(judge(wish, "We have nothing.")).toBe("wrong")
    expect(judge({ search: { genres: ["food", "isekai"] } }, "We have nothing.")).toBe("unread")
  })

  it("is left to a reader where more than one thing is to be said", () => {
    expect(judge({ needs: [{ series: "one-piece", paper: "1-3" }] }, "¥1")).toBe("unread")
    expect(judge({ needs: [{ policy: "gift" }] }, "Yes.")).toBe("unread")
    expect(judge({}, "You are welcome.")).toBe("unread")
  })

  it("that did not come, or not from a model, is wrong", () => {
    expect(judge(price, `¥${amount}`, "error timeout")).toBe("wrong")
    const fallback = { answer: `¥${amount}`, outcome: "complete", source: "catalogue" }
    expect(verdictOf(price, fallback, store)).toBe("wrong")
  })
})

it.each([
  ["Try Monster, then 20th Century Boys.", ["20th-century-boys", "monster"]],
  ["Real bargains. Touch it!", []],
  ["『MONSTER』と「プルートウ」です。", ["monster"]],
])("titles of %s", (answer, ids) => {
  expect([...titlesIn(answer, store.catalogue.series)].toSorted()).toEqual(ids)
})

describe("a text that is said", () => {
  it.each([
    ["It costs ¥1,594 with tax.", "1594"],
    ["It costs 1594 yen.", "1,594"],
    ["価格は１，５９４円です。", "1594 yen"],
    ["It came out on September 4, 2024.", "2024-09-04"],
    ["It came out on 4th September 2024.", "Sept 4, 2024"],
    ["2024年9月4日発売です。", "2024-09-04"],
    ["Released 2024/9/4.", "2024年9月4日"],
    ["It comes out in September 2024.", "2024-09"],
    ["It is IN STOCK.", "in stock"],
    ["We recommended it.", "recommend"],
  ])("%s says %s", (text, wanted) => {
    expect(saysText(text, wanted)).toBe(true)
  })

  it.each([
    ["It costs ¥1,594.", "594"],
    ["It has 594 pages.", "¥594"],
    ["It costs 5.5.", "5"],
    ["It came out on September 14, 2024.", "2024-09-04"],
    ["the unknown", "know"],
  ])("%s does not say %s", (text, wanted) => {
    expect(saysText(text, wanted)).toBe(false)
  })
})
