/** What contradicts an answer and what does not, in English and Japanese. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareProducts } from "../src/answers/audit/AnswerComparison.ts"
import { compareWords as compareHeld } from "./demoShop.ts"
import type { Figure } from "../src/products/Figure.ts"

const figure = (id: string, more: Partial<Figure> = {}): Figure => ({
  id,
  price: 572,
  left: 5,
  releaseDate: "2020-01-01",
  released: true,
  ...more,
})

const compareWords = (asked: string, answer: string, fresh: string) =>
  compareHeld(asked, { question: asked, answer }, fresh)

describe("the words of two answers", () => {
  const same = { kind: "same" }
  const question = "Is volume 13 of Vinland Saga in stock?"

  it("contradict each other by what was asked for and only one of them names", () => {
    expect(compareWords(question, "Volume 12 costs ¥572.", "Volume 13 costs ¥572.")).toMatchObject({
      kind: "different",
      reason: "of the numbers asked for it lacks 13",
    })
    expect(compareWords("モンスターの１３巻", "12巻は572円です", "１３巻は572円です").kind).toBe(
      "different",
    )
    expect(
      compareWords(
        "Tell me about Monster",
        "Vinland Saga is by Makoto Yukimura.",
        "Monster is by Naoki Urasawa.",
      ),
    ).toMatchObject({ kind: "different", reason: "of the names asked for it lacks monster" })
  })

  it("contradict each other by titles, amounts or numbers that have nothing in common", () => {
    const open = "What should a beginner read?"
    expect(compareWords(open, "Try One Piece.", "Try Blue Lock.").kind).toBe("different")
    expect(compareWords(open, "It costs ¥572.", "It costs ¥1,980.").kind).toBe("different")
    expect(compareWords(open, "572円です", "￥1,980です").kind).toBe("different")
    expect(compareWords(open, "It has 12 volumes.", "It has 27 volumes.").kind).toBe("different")
  })

  it.each([
    ["Try Blue Lock or Vinland Saga.", "Try Vinland Saga, then One Piece."],
    ["It costs ¥1,980.", "The price is 1980 yen."],
    ["It costs ¥572 and 3 are left.", "¥572, with tax."],
    ["Volume 13 is in stock.", "It is in stock."],
    ["20th Century Boys is great.", "It is about a group of friends in 24 volumes."],
    ["ヴィンランド・サガは29巻まであります。", "Vinland Saga has 29 volumes."],
  ])("agree in other words: %s %s", (held, fresh) => {
    expect(compareWords("Tell me about it", held, fresh)).toEqual(same)
  })

  it("of one answer with itself are the same, whatever they are", () => {
    const word = fc.constantFrom(
      "Yes",
      "no",
      "13",
      "¥572",
      "Naruto",
      "はい",
      "いいえ",
      "、",
      "１２巻",
    )
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join(" ")),
    )
    fc.assert(
      fc.property(text, text, (asked, said) => {
        expect(compareWords(asked, said, said)).toEqual(same)
      }),
      { numRuns: 50 },
    )
  }, 30_000)

  it("tell numbers apart from the digits of titles and from separators", () => {
    const held = "1,234 copies of 20th Century Boys"
    expect(compareWords("How many?", held, "20th Century Boys: 1234").kind).toBe("same")
    expect(compareWords("How many?", held, "20 copies of 20th Century Boys")).toMatchObject({
      reason: "it has other numbers: 1234, now 20",
    })
  })
})

describe("the products of two answers", () => {
  const held = { figures: [figure("a"), figure("b")] }

  it("are the same in any order", () => {
    const figures = [figure("b"), figure("a")]
    expect(compareProducts(held, { determined: true, figures }).kind).toBe("same")
  })

  it.each([
    ["price", { price: 600 }],
    ["stock", { left: 2 }],
    ["release", { released: false }],
    ["release", { releaseDate: "2027-01-01" }],
  ])("that changed in their %s are no contradiction", (what, more) => {
    const figures = [figure("a", more), figure("c")]
    expect(compareProducts(held, { determined: true, figures })).toEqual({
      kind: "changed",
      reason: `the ${what} of a changed`,
    })
  })

  it("that the question determines must all be there, and no others", () => {
    for (const figures of [[figure("a")], [figure("a"), figure("b"), figure("c")], []]) {
      expect(compareProducts(held, { determined: true, figures }).kind).toBe("different")
    }
  })

  it("that are merely near may differ, as long as one is common", () => {
    const near = (...ids: ReadonlyArray<string>) =>
      compareProducts(held, { determined: false, figures: ids.map((id) => figure(id)) }).kind
    expect(near("b", "c", "d")).toBe("same")
    expect(near("c", "d")).toBe("different")
    expect(near()).toBe("different")
    expect(compareProducts({ figures: [] }, { determined: false, figures: [] }).kind).toBe("same")
  })
})
