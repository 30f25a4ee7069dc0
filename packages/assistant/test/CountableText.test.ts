/** Which questions may be counted, and to which row of the traffic they belong. */
import { describe, expect, it } from "vitest"
import { countableText, patternOfDemand } from "../src/answers/demand/CountableText.ts"
import { read } from "./demoShop.ts"

const of = (text: string) => read(text)

describe("counted", () => {
  it.each([
    ["What's trending?", "what's trending"],
    ["  Show me SHONEN manga ", "show me shonen manga"],
    ["新刊を教えて。", "新刊を教えて"],
    ["Who wrote Berserk?", "who wrote berserk"],
  ])("%s", (text, counted) => expect(countableText(of(text))).toBe(counted))
})

describe("never counted", () => {
  it.each([
    "where is my order?",
    "Where is MA-US-1234?",
    "recommend something for me",
    "what's trending, I am Kenji Tanaka",
    "do you ship to 12 Baker Street?",
    "manga under 09012345678 yen",
    "manga under 4111 1111 1111 1111 yen",
    "田中健二です。新刊を教えて",
    "それはいくら？",
    "hello",
    "",
  ])("%s", (text) => expect(countableText(of(text))).toBeUndefined())
})

describe("rows of the traffic", () => {
  it.each([
    ["popular this week", "trending"],
    ["新刊", "new-releases"],
    ["show me shonen", "genre"],
    ["ホラー漫画", "genre"],
    ["Tell me about Berserk", "title"],
    ["Is volume 3 of One Piece in stock?", "title"],
    ["where is my order?", "other"],
    ["what is your return policy?", "other"],
  ])("%s: %s", (text, pattern) => expect(patternOfDemand(of(text))).toBe(pattern))
})
