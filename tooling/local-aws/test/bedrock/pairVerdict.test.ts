/** The stand-in for a judge of pairs: by rule, symmetric, and no for whatever it does not know. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pairVerdict } from "../../src/bedrock/PairVerdict.ts"

const ask = (first: string, second: string) =>
  pairVerdict(`<pair>\n${JSON.stringify({ locale: "en", first, second })}\n</pair>`)

describe("the stand-in", () => {
  it.each([
    ["who is vagabond by", "who wrote vagabond"],
    ["can books be sent back", "can i return a book"],
    ["can i swap a book", "can i exchange a book"],
    ["what are you charging for naruto 3", "how much is naruto 3"],
    ["包装代はいくらですか", "ラッピング代はいくらですか"],
  ])("calls the same: %s / %s", (first, second) => {
    expect(ask(first, second)).toBe("SAME")
    expect(ask(second, first)).toBe("SAME")
  })

  it.each([
    ["how can an order be changed", "how do i cancel an order"],
    ["is express shipping an option", "how much is shipping"],
    ["who is vagabond by", "who wrote berserk"],
    ["how much is naruto 3", "how much is naruto 4"],
    ["包装代はいくらですか", "送料はいくらですか"],
    ["please", "please"],
  ])("calls different: %s / %s", (first, second) => {
    expect(ask(first, second)).toBe("DIFFERENT")
    expect(ask(second, first)).toBe("DIFFERENT")
  })

  it("chooses the sentence that is the same, or none", () => {
    const choice = (question: string) => {
      const sentences = ["1: how much is naruto 3", "2: who wrote vagabond"]
      return pairVerdict(`<choice>\n${JSON.stringify({ question, sentences })}\n</choice>`)
    }
    expect(choice("who is vagabond by")).toBe("2")
    expect(choice("who is berserk by")).toBe("0")
  })

  it("says the same in either order", () => {
    const word = fc.constantFrom("who", "ship", "return", "book", "order", "naruto", "3", "not")
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "))
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(ask(a, b)).toBe(ask(b, a))
      }),
    )
  })

  it.each([
    "hello",
    "<pair>",
    "<pair>{}</pair>",
    '<pair>{"first":1,"second":"a"}</pair>',
    "<pair>{</pair>",
  ])("leaves other prompts to the composer: %s", (text) =>
    expect(pairVerdict(text)).toBeUndefined(),
  )
})
