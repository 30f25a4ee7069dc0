import { describe, expect, it } from "vitest"
import { causeOf } from "../../src/answers/Causes.ts"
import type { Expectation } from "../../src/answers/Corpus.ts"
import { unmet } from "../../src/answers/Judge.ts"
import { withIntent } from "../../src/answers/OtherIntents.ts"
import { promptFacts, type SentPrompt } from "../../src/answers/PromptFacts.ts"
import { originsOf, statements } from "../../src/answers/Stated.ts"

const line = (value: object) => JSON.stringify(value)

const sent = (more: ReadonlyArray<string> = []): SentPrompt => ({
  modelId: "m",
  answer: "",
  request: {
    system: [{ text: "Rules\n<policies>\nshipping.en: It costs ¥350.\n</policies>" }],
    messages: [
      { role: "user", content: [{ text: "is Bleach good?" }] },
      { role: "assistant", content: [{ text: "Bleach has 74 volumes." }] },
      {
        role: "user",
        content: [
          {
            text: [
              "<products>",
              line({
                id: "one-piece-v105-paperback",
                title: "One Piece",
                japanese: "ONE PIECE",
                kind: "volume",
                price: 594,
                inStock: true,
                stock: 28,
                status: "ongoing",
                releaseDate: "2024-09-04",
                author: "Eiichiro Oda",
              }),
              line({ id: "naruto-v3-digital", title: "Naruto", kind: "volume", price: 473 }),
              "</products>",
              ...more,
              '<question intent="price-or-stock" locale="en">\nHow much &amp; when?\n</question>',
            ].join("\n"),
          },
        ],
      },
    ],
  },
})

const facts = promptFacts(sent())

describe("the facts of a prompt", () => {
  it("are its blocks, the turns before and the policies, with the question beside them", () => {
    expect(facts).toMatchObject({
      question: "How much & when?",
      intent: "price-or-stock",
      locale: "en",
      records: [
        { block: "products", value: { price: 594 } },
        { block: "products", value: { price: 473 } },
      ],
    })
    expect([...facts.products]).toEqual([
      "one-piece-v105-paperback",
      "one-piece",
      "naruto-v3-digital",
      "naruto",
    ])
    for (const text of ["¥350", "74 volumes", "2024-09-04"]) expect(facts.text).toContain(text)
    expect(facts.text).not.toContain("Rules")
  })

  it("take in blocks that nobody knew of", () => {
    const more = ["<sums>", line({ total: 9_040 }), "</sums>"]
    expect(promptFacts(sent(more)).records.map(({ block }) => block)).toContain("sums")
  })
})

describe("the cause of an answer that is not right", () => {
  const cause = (expected: Expectation, answer: string, other?: boolean) =>
    causeOf(unmet(expected, { answer, products: [] }), expected, facts, other)

  it.each<[string, Expectation]>([
    ["a figure", { says: ["620"] }],
    ["a date", { says: ["2024-10-04"] }],
    ["a person", { says: ["Masashi Kishimoto"] }],
    ["stock", { saysOneOf: [["sold out", "out of stock"]] }],
    ["a title of one word", { saysOneOf: [["Emma", "エマ"]] }],
    ["a fact beside words", { saysOneOf: [["MA-17-0002", "yes"]] }],
    ["a product", { first: "bleach" }],
    ["a series", { series: ["bleach"] }],
    ["the language", { language: "ja" }],
  ])("is the prompt, where %s is not in it", (_, expected) => {
    expect(cause(expected, "no", true)).toBe("facts not in the prompt")
  })

  it("is the prompt, where it offers what must not be shown", () => {
    const shown = { answer: "no", products: [{ id: "naruto-v3-digital", title: "Naruto" }] }
    const expected: Expectation = { notSeries: ["naruto"] }
    expect(causeOf(unmet(expected, shown), expected, facts, undefined)).toBe(
      "facts not in the prompt",
    )
  })

  it.each<[string, Expectation]>([
    ["a figure", { says: ["594"] }],
    ["a sum of money that is added up", { says: ["1,067"] }],
    ["a date", { says: ["September 4, 2024"] }],
    ["a person", { says: ["Eiichiro Oda"] }],
    ["stock", { saysOneOf: [["in stock"]] }],
    ["the status", { says: ["still running"] }],
    ["a policy", { says: ["350"] }],
    ["words that are no fact", { says: ["sorry"] }],
    ["a refusal in many words", { saysOneOf: [["couldn't", "not available", "no match"]] }],
    ["a text that must not be said", { never: ["whatever"] }],
  ])("is the model, where %s is there and no other intent helps", (_, expected) => {
    const answer = "whatever you like"
    expect(cause(expected, answer, false)).toBe("model alone")
    expect(cause(expected, answer, true)).toBe("facts there, other intent")
  })

  it("is the reading, where the prompt has products that are not shown", () => {
    expect(cause({ first: "one-piece-v105-paperback" }, "no", false)).toBe(
      "facts there, other intent",
    )
  })

  it("is not known without a prompt", () => {
    const expected: Expectation = { says: ["594"] }
    const missed = unmet(expected, { answer: "no", products: [] })
    expect(causeOf(missed, expected, undefined, undefined)).toBe("no prompt seen")
  })
})

describe("another intent", () => {
  it("changes one word of the question and nothing else", () => {
    const before = sent()
    const request = withIntent(before, "author")
    expect(JSON.stringify(request)).toBe(
      JSON.stringify(before.request).replace("price-or-stock", "author"),
    )
    const bare = { ...before, request: { messages: [{ role: "user", content: [{ text: "hi" }] }] } }
    expect(withIntent(bare, "author")).toBeUndefined()
  })
})

describe("what an answer states", () => {
  it("is its titles, dates, figures and stock, each once", () => {
    const answer =
      "20th Century Boys 3 costs ¥1,594 and is in stock; 『ONE PIECE』105巻 came out on September 4, 2024. Order MA-01-0001 is out of stock."
    expect(statements(answer)).toEqual([
      { kind: "title", text: "20th Century Boys" },
      { kind: "title", text: "ONE PIECE" },
      { kind: "date", text: "2024-09-04" },
      { kind: "figure", text: "3" },
      { kind: "figure", text: "¥1594" },
      { kind: "figure", text: "105" },
      { kind: "stock", text: "out" },
      { kind: "stock", text: "in" },
    ])
  })

  it("does not take a sentence's first word for a title", () => {
    expect(statements("Real bargains. Touch it! I like Monster.")).toEqual([
      { kind: "title", text: "Monster" },
    ])
  })

  it.each([
    ["One Piece costs ¥594 and is in stock.", ["facts", "facts", "facts"]],
    ["It came out on September 4, 2024.", ["facts"]],
    ["It came out on September 5, 2024.", ["nowhere"]],
    ["Both are ¥1,067.", ["computed"]],
    ["The difference is ¥121.", ["computed"]],
    ["Two of it are ¥1,188.", ["computed"]],
    ["Here are 2 books.", ["computed"]],
    ["It costs ¥595.", ["nowhere"]],
    ["Vinland Saga is fine.", ["nowhere"]],
    ["It is out of stock.", ["nowhere"]],
    ["I don't know when it will be in stock again.", []],
    ["It has 74 volumes; shipping is ¥350.", ["facts", "facts"]],
  ])("%s comes from %j", (answer, origins) => {
    expect(originsOf(statements(answer), facts)).toEqual(origins)
  })

  it("comes from how many books of a sum cannot ship", () => {
    const of = (notInStock: number, answer: string) => {
      const sum = { block: "sums", value: { count: 3, notInStock, price: 1_500 } }
      return originsOf(statements(answer), { ...facts, text: "", records: [sum] })
    }
    expect(of(1, "One of them is out of stock.")).toEqual(["facts"])
    expect(of(1, "The others are in stock.")).toEqual(["facts"])
    expect(of(0, "One of them is out of stock.")).toEqual(["nowhere"])
    expect(of(3, "All of them are in stock.")).toEqual(["nowhere"])
  })

  it("comes from the books and orders together, as far as they are added up", () => {
    const record = (block: string, value: Record<string, unknown>) => ({ block, value })
    const books = [300, 410, 520].map((price, index) =>
      record("products", { id: `b-${index}`, kind: "volume", format: "paperback", price }),
    )
    const digital = record("products", { id: "d", kind: "volume", format: "digital", price: 7 })
    const placed = [1_001, 2_020, 3_300].map((total) =>
      record("orders", { total, items: [{ quantity: 2 }, { quantity: 5 }] }),
    )
    const all = { ...facts, text: "", records: [...books, digital, ...placed] }
    const of = (answer: string) => originsOf(statements(answer), all)
    expect(of("Together they cost ¥1,230.")).toEqual(["computed"])
    expect(of("Your orders come to ¥6,321.")).toEqual(["computed"])
    expect(of("They hold 21 copies.")).toEqual(["computed"])
    // Paper and digital are not added up, nor a book and an order.
    expect(of("Together they cost ¥717.")).toEqual(["nowhere"])
    expect(of("Together they cost ¥7,551.")).toEqual(["nowhere"])
  })
})
