/** The prompt: what stays the same from turn to turn, where it may be kept, and what never enters it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { catalogueDate, orders, products } from "@manga-assist/catalogue"
import { estimateTokens } from "@manga-assist/payload"
import * as fc from "fast-check"
import {
  type Conversation,
  nextSeq,
  type PastTurn,
  turnsBefore,
} from "../src/conversation/Conversation.ts"
import { appendTurn, emptyConversation } from "../src/conversation/Conversation.ts"
import { listedProduct } from "../src/products/ListedProduct.ts"
import { toOffer } from "../src/products/Offer.ts"
import { buildPrompt, prunedConversation } from "../src/prompt/Prompt.ts"
import { placeCachePoints, promptCacheOutcome } from "../src/model/PromptCache.ts"
import { read } from "./demoShop.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const sonnet = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
const haiku = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"

const now = "2026-11-24 Tue 14:10 JST"

const pastTurn = (n: number, more: Partial<PastTurn> = {}): PastTurn => ({
  turn: `t-${n}`,
  question: `Question ${n} about pirates?`,
  answer: `Answer ${n}, which names a book. And says more of it.`,
  series: [],
  products: [],
  at: n,
  seq: n,
  ...more,
})
/** The conversation as it is after so many turns: the newest twenty at hand. */
const after = (count: number): Conversation => {
  let conversation = emptyConversation
  for (let n = 1; n <= count; n += 1) {
    conversation = appendTurn(conversation, pastTurn(n, { seq: nextSeq(conversation) }))
  }
  return conversation
}
const offersOf = (id: string) => {
  const product = listedProduct(products().find((each) => each.id === id))
  return product === undefined ? [] : [toOffer(product, undefined, catalogueDate)]
}
const promptOf = (conversation: Conversation, text = "Anything else?", own = false) =>
  buildPrompt({
    question: read(text),
    asked: text,
    conversation,
    offers: offersOf("vinland-saga"),
    orders: own ? orders().slice(0, 1) : [],
    customer: undefined,
    signedIn: own,
    unread: [],
    now,
    records: [],
    told: [],
  })
const textOf = (prompt: ReturnType<typeof buildPrompt>) => JSON.stringify(prompt)

describe("a prompt's history", () => {
  it("of a short conversation is not cut", () => {
    for (let count = 1; count < 10; count += 1) {
      assert.strictEqual(prunedConversation(after(count)).cut, 0)
    }
    assert.strictEqual(prunedConversation(after(10)).cut, 5)
  })

  it("counts turns past those at hand", () => {
    const conversation = after(43)
    assert.strictEqual(conversation.turns.length, 20)
    assert.strictEqual(turnsBefore(conversation), 23)
    assert.strictEqual(nextSeq(conversation), 44)
    // One turn was counted from 1 again, because the others could not be read at that moment.
    const odd = appendTurn(conversation, pastTurn(44, { seq: 1 }))
    assert.strictEqual(turnsBefore(odd), 24)
  })

  it("only grows from one turn to the next, except where five are cut", () => {
    let changes = 0
    for (let count = 1; count < 60; count += 1) {
      const before = promptOf(after(count)).messages.slice(0, -1)
      const now = promptOf(after(count + 1)).messages.slice(0, -1)
      const same = JSON.stringify(now.slice(0, before.length)) === JSON.stringify(before)
      if (!same) {
        changes += 1
        assert.strictEqual((count + 1) % 5, 0, `changed at turn ${count + 1}`)
      }
      assert.isAtLeast(now.length, Math.min(10, 2 * (count + 1)))
      assert.isAtMost(now.length, 18)
    }
    assert.strictEqual(changes, 11)
  })

  it("reads the same whether this turn has the customer's orders or not", () => {
    const id = orders()[0]?.id ?? ""
    const conversation = {
      turns: [pastTurn(1, { question: `Where is ${id}?`, answer: `${id} is on its way.` })],
    }
    const without = promptOf(conversation).messages[0]
    assert.deepStrictEqual(promptOf(conversation, `Where is ${id}?`, true).messages[0], without)
    assert.isFalse(JSON.stringify(without).includes(id))
  })

  it("opens with the model's summary where there is one, and adds what it does not cover", () => {
    const summary = { text: "The customer likes pirates.", covers: 5 }
    const last = (count: number) =>
      JSON.stringify(promptOf({ ...after(count), summary }).messages.at(-1))
    assert.isTrue(last(10).includes("<summary>\\nThe customer likes pirates.\\n</summary>"))
    assert.isTrue(last(15).includes("pirates.\\nQuestion 6 about pirates?"))
    assert.isFalse(last(5).includes("summary"), "nothing was cut yet")
  })

  it("is capped, well-formed and deterministic, whatever was said", () => {
    const text = fc.string({ unit: "binary", maxLength: 400 })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 25 }), (all) => {
        const turns = all.map(([question, answer], n) => pastTurn(n, { question, answer }))
        const prompt = promptOf({ turns })
        const said = prompt.messages.slice(0, -1).flatMap(({ content }) => content ?? [])
        const tokens = said.reduce((sum, part) => sum + estimateTokens(part.text ?? "").most, 0)
        assert.isAtMost(tokens, 6_000 * 1.2, "escaping adds a little")
        for (const part of said) assert.isTrue((part.text ?? "").isWellFormed())
        assert.strictEqual(textOf(prompt), textOf(promptOf({ turns })))
      }),
      { numRuns: 40 },
    )
  })

  it("bears a session of 400 KB", () => {
    const turns = Array.from({ length: 20 }, (_, n) =>
      pastTurn(n + 1, { answer: "本\uD83D".repeat(10_000) }),
    )
    const prompt = promptOf({ turns })
    assert.isBelow(textOf(prompt).length, 60_000)
    assert.isTrue(textOf(prompt).isWellFormed())
  })
})

describe("a prompt's products", () => {
  const productOf = (text: string, size: "full" | "small" = "full") => {
    const question = read(text)
    const parts = {
      question,
      asked: text,
      conversation: emptyConversation,
      customer: undefined,
      orders: [],
      signedIn: undefined,
      unread: [],
      now,
      records: [],
      told: [],
    }
    const prompt = buildPrompt({ ...parts, offers: offersOf("vinland-saga") }, size)
    const line = /<products>\n(\{.*\})\n/u.exec(prompt.messages.at(-1)?.content?.at(-1)?.text ?? "")
    return JSON.parse(line?.[1] ?? "{}") as Record<string, unknown>
  }

  it("tell a story in the language of the question, and none with a price", () => {
    const english = productOf("Recommend a manga about Vikings")
    assert.isDefined(english["synopsis"])
    assert.isUndefined(english["synopsisJapanese"])
    const japanese = productOf("ヴァイキングの漫画のおすすめを教えて")
    assert.isDefined(japanese["synopsisJapanese"])
    assert.isUndefined(japanese["synopsis"])
    const price = productOf("How much is volume 3 of Vinland Saga?")
    assert.isUndefined(price["synopsis"])
    assert.isDefined(price["price"])
    assert.isUndefined(productOf("Recommend a manga about Vikings", "small")["synopsis"])
  })

  it("say when a series began, what a bundle's date is of, and what a box holds", () => {
    const productsOf = (id: string) => {
      const text = "When did it begin?"
      const prompt = buildPrompt({
        question: read(text),
        asked: text,
        conversation: emptyConversation,
        customer: undefined,
        orders: [],
        signedIn: undefined,
        unread: [],
        now,
        records: [],
        told: [],
        offers: offersOf(id),
      })
      return textOf(prompt).replaceAll("\\", "")
    }
    const bundle = productsOf("vinland-saga")
    assert.include(bundle, '"firstYear":2005')
    assert.include(bundle, '"newestVolumeDate":')
    assert.notInclude(bundle, '"releaseDate":')
    assert.include(productsOf("vinland-saga-box-2"), '"holdsVolumes":[11,20]')
    assert.include(productsOf("vinland-saga-v3-paperback"), '"releaseDate":')
  })

  it("never hold what only a card uses", () => {
    for (const field of ["url", "seriesId", "vector"]) {
      assert.notProperty(productOf("Recommend a manga about Vikings"), field)
    }
  })
})

describe("a prompt's orders", () => {
  it("hold each item with its quantity, its price and its Japanese title", () => {
    const [order] = orders()
    const text = textOf(promptOf(emptyConversation, "Where is my order?", true)).replaceAll(
      "\\",
      "",
    )
    for (const { price, quantity, title } of order?.items ?? []) {
      assert.include(text, `"title":"${title}"`)
      assert.match(
        text,
        new RegExp(`"japanese":"[^"]+ \\d+巻","quantity":${quantity},"price":${price}`, "u"),
      )
    }
    assert.include(text, `"total":${order?.total}`)
  })
})

describe("cache points", () => {
  const long = {
    turns: Array.from({ length: 9 }, (_, n) =>
      pastTurn(n + 1, { answer: "So it is. ".repeat(300) }),
    ),
  }

  it("stand only where the beginning surely reaches the model's minimum", () => {
    const short = promptOf(emptyConversation)
    assert.strictEqual(placeCachePoints(short, sonnet).cachePoints, 1)
    assert.deepStrictEqual(placeCachePoints(short, sonnet).system.at(-1), {
      cachePoint: { type: "default" },
    })
    // 4,096 tokens are needed there: the system prompt alone has not half of them.
    assert.deepStrictEqual(placeCachePoints(short, haiku).system, short.system)
    assert.strictEqual(placeCachePoints(short, haiku).cachePoints, 0)
    const placed = placeCachePoints(promptOf(long), haiku)
    assert.strictEqual(placed.cachePoints, 1)
    assert.deepStrictEqual(placed.messages.at(-2)?.content?.at(-1), {
      cachePoint: { type: "default" },
    })
    assert.strictEqual(placeCachePoints(promptOf(long), sonnet).cachePoints, 2)
    assert.strictEqual(placeCachePoints(promptOf(long), "some.other-model").cachePoints, 0)
  })

  it("stand before the question also where tools have told something behind it", () => {
    const prompt = promptOf(long)
    const toolUse = { toolUseId: "t", name: "find_products", input: { genres: ["horror"] } }
    const told = "products ".repeat(500)
    const toolResult = { toolUseId: "t", content: [{ text: told }], status: "success" as const }
    const looked = {
      ...prompt,
      messages: [
        ...prompt.messages,
        { role: "assistant" as const, content: [{ toolUse }] },
        { role: "user" as const, content: [{ toolResult }] },
      ],
    }
    const before = placeCachePoints(prompt, sonnet)
    const placed = placeCachePoints(looked, sonnet)
    assert.strictEqual(placed.cachePoints, 2)
    assert.deepStrictEqual(placed.messages.slice(0, -2), before.messages)
    assert.deepStrictEqual(placed.messages.slice(-2), looked.messages.slice(-2))
    const more = placed.estimated - before.estimated
    assert.isAtLeast(more, estimateTokens(told).likely)
    assert.isAtMost(more, estimateTokens(told + JSON.stringify(toolUse)).likely + 10)
  })

  it("are told apart: read, written, ignored, none", () => {
    const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 }
    const placed = placeCachePoints(promptOf(emptyConversation), sonnet)
    const cacheOf = (more: Partial<typeof usage>, at = placed) =>
      promptCacheOutcome(at, { ...usage, ...more }).cache
    assert.strictEqual(cacheOf({ cacheReadTokens: 1_500 }), "read")
    assert.strictEqual(cacheOf({ cacheWriteTokens: 1_500 }), "written")
    assert.strictEqual(cacheOf({}), "ignored")
    assert.strictEqual(cacheOf({}, placeCachePoints(promptOf(emptyConversation), haiku)), "none")
  })

  it.live("are asked for in a turn, and the turn says when they were ignored", () => {
    const usage = { inputTokens: 2_000, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 }
    const { layer, seen } = scriptedStore({ model: [{ say: ["Yes."], end: "end_turn", usage }] })
    return Effect.gen(function* () {
      const events = yield* ask(
        "Recommend a seinen manga about Vikings and compare it with One Piece",
      )
      assert.isTrue(seen.calls[0]?.system.includes("cachePoint"))
      const told = events.find(({ type }) => type === "prompt-usage")
      assert(told?.type === "prompt-usage")
      assert.strictEqual(told.cache, "ignored")
      assert.strictEqual(told.inputTokens, 2_000)
    }).pipe(Effect.provide(layer))
  })
})
