/** What is read for a message: what a shared form asks for, or what may be meant within the conversation. */
import { demoCatalogue, orders } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import type { PastTurn } from "../../src/conversation/Conversation.ts"
import { read } from "../demoShop.ts"
import { readForAll, whatToRead } from "../../src/retrieval/WhatToRead.ts"
import { wordedTexts } from "../canonical/formWordings.ts"

const catalogue = demoCatalogue()
const full = (series: string) => ({ series, detail: "full" })
const shared = (text: string) => readForAll(read(text))

let turns = 0
const turn = (question: string, ...products: ReadonlyArray<string>): PastTurn => {
  turns += 1
  return { turn: `t-${turns}`, question, answer: "Yes.", series: products, products, at: turns }
}
const own = orders().filter(({ user }) => user === "demo-01")
const ownSeries = own.flatMap(({ items }) =>
  items.flatMap(({ productId }) => catalogue.bookOf(productId)?.series ?? []),
)
const within = (text: string, ...past: ReadonlyArray<PastTurn>) =>
  whatToRead(read(text), {
    conversation: { turns: past },
    orders: own,
    isForAll: false,
  })

describe("for an answer that is everybody's", () => {
  it.each([
    ["How much is the complete series of Blue Lock?", ["blue-lock"]],
    ["ブルーロックは全巻でいくら？", ["blue-lock"]],
    ["Are there box sets of Blue Lock?", ["blue-lock"]],
    ["ブルーロックのボックスセットはある？", ["blue-lock"]],
    ["How much is One Piece 999?", ["one-piece"]],
    ["ワンピース999巻はありますか", ["one-piece"]],
    ["When does Blue Lock 34 come out?", ["blue-lock"]],
    ["Is box set 9 of Blue Lock in stock?", ["blue-lock"]],
  ])("a record is read where the sum or the end of a series is asked for: %s", (text, series) => {
    expect(read(text).reading.known).toBe(true)
    expect(shared(text).topics).toEqual(series.map(full))
  })

  it.each([
    "How much is One Piece 105?",
    "Is volume 33 of Blue Lock in stock?",
    "Tell me about Blue Lock",
    "Who wrote Monster?",
    "Recommend a horror manga",
    "What's popular?",
    "How much is shipping?",
    "ワンピースの105巻はいくら？",
  ])("none is read for what single books tell: %s", (text) => {
    expect(shared(text).topics).toEqual([])
  })

  it("nothing depends on who asks, or after what", () => {
    for (const text of [
      "How much is the complete series of Blue Lock?",
      "Recommend a horror manga",
    ]) {
      const question = read(text)
      const told = whatToRead(question, {
        conversation: {
          turns: [turn("Where is my order?"), turn("Tell me about Monster", "monster")],
        },
        orders: own,
        isForAll: true,
      })
      expect(told).toEqual(readForAll(question))
      expect(told).toMatchObject({ isForAll: true, asksOrders: false, sought: { shown: question } })
      expect(told.sought.told).toEqual([])
    }
  })

  it("two series at most are added up, and only such as are named", async () => {
    const { forms } = await wordedTexts()
    const questions = forms.flatMap(({ wordings }) =>
      wordings.slice(0, 2).map((text) => read(text)),
    )
    const told = questions.map((question) => readForAll(question))
    expect(told.filter(({ topics }) => topics.length > 0).length).toBeGreaterThan(20)
    for (const { question, topics } of told) {
      expect(topics.length).toBeLessThanOrEqual(2)
      for (const { detail, series } of topics) {
        expect([detail, question.slots.series.includes(series)]).toEqual(["full", true])
      }
    }
  })

  it("none is read of a text without a form, which no record could be kept for", () => {
    const text = "How much is the complete series of Blue Lock for my cousin the astronaut?"
    expect(read(text).reading.known).toBe(false)
    expect(shared(text).topics).toEqual([])
  })
})

describe("within a conversation", () => {
  it("records are read of what may be meant", () => {
    const { isForAll, topics } = within(
      "How much is it?",
      turn("Tell me about Blue Lock", "blue-lock"),
    )
    expect([isForAll, topics]).toEqual([false, expect.arrayContaining([full("blue-lock")])])
  })

  it.each(["Where is my order?", "What did I buy last time?", "うずまきは何冊頼みましたっけ"])(
    "orders are asked for by own words, and their series told of: %s",
    (text) => {
      const { asksOrders, topics } = within(text)
      expect(asksOrders).toBe(true)
      expect(topics.map(({ series }) => series)).toEqual(
        expect.arrayContaining(ownSeries.slice(0, 1)),
      )
    },
  )

  it("orders are asked for within two turns of them", () => {
    const asked = turn("Where is my order?")
    const other = turn("How much is Akira 3?", "akira")
    const text = "How much is Blue Lock 3?"
    expect(within(text).asksOrders).toBe(false)
    expect(within(text, asked).asksOrders).toBe(true)
    expect(within(text, asked, other).asksOrders).toBe(true)
    expect(within(text, asked, other, other).asksOrders).toBe(false)
    expect(within(text, asked, other, other).topics.map(({ series }) => series)).not.toEqual(
      expect.arrayContaining(ownSeries.slice(0, 1)),
    )
  })
})
