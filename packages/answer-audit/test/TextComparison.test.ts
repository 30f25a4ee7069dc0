/** What contradicts a text and what does not, in English and Japanese. */
import { describe, expect, it } from "vitest"
import { makeTextComparison, polarityOf } from "../src/index.ts"

const compare = makeTextComparison()
const compareWords = (asked: string, answer: string, fresh: string) =>
  compare(asked, { question: asked, answer }, fresh)

describe("the beginning of an answer", () => {
  it.each([
    ["Yes, volume 12 is in stock.", "yes"],
    ["“Yes!” It is.", "yes"],
    ["**Yes** - five copies.", "yes"],
    ["Sure, it costs ¥572.", "yes"],
    ["No, it is sold out.", "no"],
    ["No. It is sold out.", "no"],
    ["Unfortunately we do not have it.", "no"],
    ["I'm sorry, I could not find it.", "no"],
    ["I’m afraid it is out of print.", "no"],
    ["Sorry, that is not in the catalogue.", "no"],
    ["はい、在庫がございます。", "yes"],
    ["「はい」在庫あります", "yes"],
    ["ええ、あります。", "yes"],
    ["もちろんです。", "yes"],
    ["いいえ、売り切れです。", "no"],
    ["いえ、ありません。", "no"],
    ["申し訳ございませんが、在庫がありません。", "no"],
    ["残念ながら品切れです。", "no"],
    ["あいにく在庫がございません。", "no"],
    ["No problem! It is in stock.", undefined],
    ["No worries, it ships tomorrow.", undefined],
    ["Nothing beats Vinland Saga.", undefined],
    ["Notably, it is a saga.", undefined],
    ["Yesterday's release is here.", undefined],
    ["Norway is where it begins.", undefined],
    ["いえのことなら『家』です。", undefined],
    ["Vinland Saga is in stock. No, really.", undefined],
    ["", undefined],
    ["…。!?", undefined],
  ])("%s", (text, polarity) => {
    expect(polarityOf(text)).toBe(polarity)
  })
})

describe("two texts", () => {
  const same = { kind: "same" }
  const question = "Is size 13 in stock?"

  it("contradict each other by yes and no, across languages as well", () => {
    expect(compareWords(question, "Yes, it is.", "No, it is not.").kind).toBe("different")
    expect(compareWords(question, "いいえ、品切れです", "Yes, five copies.").kind).toBe("different")
    expect(compareWords(question, "Yes, it is.", "It is in stock.")).toEqual(same)
  })

  it.each([
    [question, "Size 12 costs $57.", "Size 13 costs $57.", "of the numbers asked for it lacks 13"],
    ["What is it?", "It costs $57.20.", "It costs 1,980 dollars.", "other amounts: 57.2, now 1980"],
    ["What is it?", "572円です", "￥1,980です", "other amounts: 572, now 1980"],
    ["What is it?", "It has 12 gears.", "It has 27 gears.", "other numbers: 12, now 27"],
  ])("contradict each other by numbers: %s %s %s", (asked, held, fresh, reason) => {
    expect(compareWords(asked, held, fresh)).toEqual({
      kind: "different",
      reason: expect.stringContaining(reason),
    })
  })

  it("contradict each other by names that the caller knows", () => {
    const bikes = makeTextComparison((text) => ({
      names: new Set(["roadrunner", "coyote"].filter((name) => text.toLowerCase().includes(name))),
      rest: text,
    }))
    const asked = "Tell me about the Coyote"
    const held = (answer: string) => ({ question: asked, answer })
    expect(bikes(asked, held("The Roadrunner is light."), "The Coyote is heavy.")).toEqual({
      kind: "different",
      reason: "of the names asked for it lacks coyote",
    })
    expect(bikes(asked, held("It is light."), "The Coyote is heavy.")).toEqual(same)
  })

  it.each([
    ["Who made it?", "It is old.", "Ann made it.", "it tells no person"],
    ["Who made it?", "Bob made it.", "Ann made it.", "it names Bob, now Ann"],
    ["Who made it?", "Yes, Ann likes it.", "Ann made it.", "it says yes, asked for a person"],
    ["When was it made?", "Ann made it.", "It was made in May 1999.", "it tells no time"],
    ["いつ発売ですか", "Annです。", "2020年5月です。", "it tells no time"],
    ["How much is it?", "It is red.", "It is free.", "it tells no amount"],
    ["How many gears has it?", "It is red.", "It has 27.", "it tells no count"],
  ])("contradict each other by what is wanted: %s %s %s", (asked, answer, fresh, reason) => {
    const people = makeTextComparison((text) => ({
      names: new Set(),
      people: new Set(["Ann", "Bob"].filter((name) => text.includes(name))),
      rest: text,
    }))
    const held = { question: "Tell me about it", answer }
    expect(people(asked, held, fresh)).toMatchObject({ kind: "different", reason })
    expect(people(asked, held, "I cannot tell.")).toEqual(same)
  })

  it("contradict each other by a yes that is asked for, and was not by the kept one's question", () => {
    const asked = "Is it red?"
    const held = (question: string) => ({ question, answer: "It is red." })
    expect(compare(asked, held("What is its colour?"), "Yes, it is.")).toEqual(same)
    expect(compare(asked, held("When was it made?"), "Yes, it is.").kind).toBe("different")
    expect(compare(asked, held("Is it really red?"), "Yes, it is.")).toEqual(same)
  })

  it.each([
    ["It costs $1,980.", "The price is 1980 dollars."],
    ["It costs €57 and 3 are left.", "57 euros, with tax."],
    ["Size 13 is in stock.", "It is in stock."],
  ])("agree in other words: %s %s", (held, fresh) => {
    expect(compareWords("Tell me about it", held, fresh)).toEqual(same)
  })

  it("are compared in no time however long and strange they are", () => {
    for (const unit of [
      "1,",
      "¥",
      "No",
      "はい",
      "<",
      "\u0000",
      "９",
      "One Piece ",
      "((((",
      "\ud83d",
    ]) {
      const text = unit.repeat(50_000)
      expect(compareWords(text, text, text)).toEqual(same)
      expect(["same", "different"]).toContain(compareWords("a", text, "No. 5").kind)
    }
  })
})
