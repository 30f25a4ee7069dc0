/** The sentences of the store's rules hold every detail that the grammar tells, and answer what is asked first. */
import { describe, expect, it } from "vitest"
import { ruleDetails } from "@manga-assist/store-grammar"
import { answerByRules, storeRules, toldByRules } from "../src/products/StoreRules.ts"
import { read } from "./demoShop.ts"

const told = (text: string) => toldByRules(storeRules, read(text))

describe("the rules of the store", () => {
  it.each(ruleDetails)("hold a sentence of %s: %s", (topic, detail) => {
    for (const locale of ["en", "ja"] as const) {
      expect(answerByRules(storeRules, { topic, details: [detail], values: [] }, locale)).toMatch(
        /[.。]$/u,
      )
    }
  })

  it("tag nothing that no question asks for", () => {
    const known = new Set(ruleDetails.map(([topic, detail]) => `${topic} ${detail}`))
    const tags = Object.entries(storeRules).flatMap(([topic, sentences]) =>
      sentences.flatMap(({ details }) => details.map((tag) => `${topic} ${tag.split("=")[0]}`)),
    )
    expect(tags.filter((tag) => !known.has(tag))).toEqual([])
  })
})

describe("a question wholly about details that are held", () => {
  it.each([
    [
      "How much is shipping to Canada?",
      /^International delivery takes 5 to 10 days and costs ¥1,800/u,
    ],
    ["Do you ship to Canada, and how long does it take?", /^International delivery takes 5 to 10/u],
    ["How long does shipping to Hokkaido take?", /^Delivery takes 1 to 2 days/u],
    ["Can you deliver to a PO box?", /^We do not deliver to PO boxes/u],
    ["Do you take Apple Pay?", /^This means of payment is not accepted/u],
    ["Do you accept PayPay?", /^We accept credit cards, PayPay/u],
    ["Can I return a digital book?", /^Digital editions cannot be returned once opened\.$/u],
    ["How do I return a book?", /^Tell us through the contact form/u],
    ["Do points expire?", /^We have no points/u],
    ["Can I read ebooks on a Kindle?", /^Digital editions do not open on Kindle/u],
    ["How do I cancel my order?", /^An order can be cancelled/u],
    ["送料はいくらですか？", /^お届けは本州・四国・九州が1〜2日/u],
    ["電子書籍は返品できますか？", /^電子版は一度開くと返品できません。$/u],
    ["ポイントは貯まりますか？", /^ポイント制度や会員特典はございません。/u],
    ["Do you ship to Canada, and can I pay with PayPal?", /to Canada|other countries.*This means/u],
    ["is insurence included in the postage", /^Parcels need no insurance/u],
    ["can you send an ebook to a friend as a present", /cannot be bought as a gift/u],
    ["送料って一冊でもまとめ買いでも同じですか", /^送料は重さや冊数/u],
  ])("%s", (question, answer) => {
    expect(told(question)).toMatch(answer)
  })
})

describe("a question with another part beside it", () => {
  it.each([
    "Where is my order?",
    "Has my order shipped?",
    "Can I return it?",
    "And how much is shipping?",
    "How much is One Piece 105 with shipping?",
    "Can I return a book, and do you have Naruto?",
    "Do you ship pizza?",
    "Do you sell manga about banks?",
    "Can I pay with anything except a credit card?",
    "I sent back a damaged book on the 3rd, have you recieved it yet?",
    "Do you sell manga about delivery drivers?",
    "What would suit a 10 year old?",
    "The same but in Japanese",
    "注文した本はいつ届きますか？",
    "クリスマスまでに届きますか",
    "それは返品できますか？",
    "ワンピースの送料はいくらですか？",
  ])("%s", (question) => {
    expect(told(question)).toBeUndefined()
  })
})

it("a detail that no sentence holds is for the model", () => {
  const { payment: _payment, ...others } = storeRules
  expect(toldByRules(others, read("Do you accept PayPay?"))).toBeUndefined()
})
