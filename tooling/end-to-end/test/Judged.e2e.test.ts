/**
 * Questions as customers put them, judged by what is shown and said; and conversations in which a
 * question leans on an earlier one.
 */
import { products } from "@manga-assist/catalogue"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { moreQuestions } from "../../../packages/assistant/test/moreQuestions.ts"
import { type Answer, connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

const catalogue = new Map(products().map((product) => [product.id, product]))

/** What is judged is the answer; a busy machine may miss a read's deadline of 150 ms once. */
const onceMore = { retry: 1 }

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack()
})
afterAll(async () => {
  expect(await stack.stop()).toBe(0)
})

const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/u

const truthful = ({ products: cards, text, last }: Answer) => {
  expect(last.type, JSON.stringify(last)).toBe("turn-end")
  expect(last["degraded"]).toEqual([])
  expect(text).not.toBe("")
  expect(text).not.toMatch(/undefined|NaN|null|\[object|<\/?\w+/u)
  for (const card of cards) {
    const product = catalogue.get(card.id)
    expect(card.price).toEqual({ amount: product?.price, currency: "JPY" })
    expect(card.inStock).toBe((product?.stock ?? 0) > 0)
  }
}

let session = 0
const open = (user?: string) =>
  connect(stack.url, {
    session: `judged-${(session += 1)}`,
    ...(user === undefined ? {} : { user }),
  })

describe("a judged question", onceMore, () => {
  it.each(moreQuestions.map((question) => [question.text, question] as const))(
    "%s",
    async (text, { among = [], first, locale, never, none, says }) => {
      const client = await open()
      const answer = await client.ask(text)
      client.close()
      truthful(answer)
      const shown = answer.products.map((card) => card.id)
      expect(kana.test(answer.text), answer.text).toBe(locale === "ja")
      if (first !== undefined) expect(shown[0]).toBe(first)
      expect(shown).toEqual(expect.arrayContaining([...among]))
      if (none) expect(shown).toEqual([])
      if (says !== undefined) expect(answer.text).toMatch(says)
      if (never !== undefined) expect(answer.text).not.toMatch(never)
    },
  )
})

/** Each line with the product that must come first, `-` for none. */
const conversations: ReadonlyArray<ReadonlyArray<readonly [text: string, first: string]>> = [
  [
    ["Is volume 12 of Blue Lock in stock as paperback?", "blue-lock-v12-paperback"],
    ["and volume 13?", "blue-lock-v13-paperback"],
    ["what about digital?", "blue-lock-v13-digital"],
    ["who wrote it?", "blue-lock"],
    ["is there a box set?", "blue-lock-box-1"],
    ["when does the next one come out?", "blue-lock-v34-paperback"],
    ["do you ship it to Canada?", "-"],
  ],
  [
    ["ワンピースの105巻はいくら？", "one-piece-v105-paperback"],
    ["それの作者は？", "one-piece"],
    ["電子版は？", "one-piece-v105-digital"],
    ["106巻は？", "one-piece-v106-paperback"],
    ["次の巻はいつ？", "one-piece-v113-paperback"],
    ["全何巻？", "one-piece"],
    ["医龍の1巻いくら", "-"],
    ["Is Solo Leveling in stock?", "-"],
  ],
  [
    ["今週の人気漫画は？", "one-piece"],
    ["3番目のはどんな話？", "dandadan"],
    ["それはいくら？", "dandadan-v1-paperback"],
  ],
  [
    ["Compare Monster and Pluto", "monster"],
    ["which one is cheaper?", "monster-v1-paperback"],
    ["the second one please", "pluto"],
  ],
  [
    ["Who wrote Monster?", "monster"],
    ["what else did he write?", "monster"],
    // Asked after his other works: of the best known of these.
    ["how many volumes are there?", "20th-century-boys"],
  ],
  [
    ["One Piece volume 999?", "one-piece"],
    ["ok then 112", "one-piece-v112-paperback"],
    ["thanks!", "-"],
  ],
]

describe("a conversation", onceMore, () => {
  it.each(conversations.map((turns) => [turns[0]?.[0] ?? "", turns] as const))(
    "that begins with %s",
    async (_, turns) => {
      const client = await open()
      for (const [text, first] of turns) {
        const answer = await client.ask(text)
        truthful(answer)
        expect([text, answer.products[0]?.id ?? "-"]).toEqual([text, first])
      }
      client.close()
    },
  )

  it("stays with the customer's orders", async () => {
    const client = await open("demo-05")
    const both = await client.ask("Has MA-05-0001 shipped, and where is MA-01-0001?")
    expect(both.text).toContain("MA-05-0001")
    expect(both.text).toContain("not on this account")
    expect(both.text).not.toContain("MA-01")
    expect((await client.ask("is it shipped?")).text).toContain("MA-05-")
    client.close()
  })
})
