/** What a judge is shown, how it is read, and that the pairs of known verdict look like any other. */
import { aliasPair, decideCache, demoNames } from "@manga-assist/assistant"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { differentPairs } from "../../src/aliases/ControlPairs.ts"
import { judgeQuestion, opinionOf } from "../../src/aliases/JudgePrompt.ts"

describe("the question", () => {
  it("holds both texts as data, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (first, second) => {
        const lines = judgeQuestion({ locale: "en", first, second }).split("\n")
        expect(lines).toHaveLength(3)
        expect(lines[1]).not.toContain("<")
        expect(JSON.parse(lines[1] ?? "")).toMatchObject({ first, second })
      }),
    )
  })

  it("points out the words that only one has", () => {
    const shown = (first: string, second: string, locale: "en" | "ja"): unknown =>
      JSON.parse(judgeQuestion({ locale, first, second }).split("\n")[1] ?? "")
    expect(shown("Who is Vagabond by?", "who wrote vagabond", "en")).toMatchObject({
      onlyInFirst: ["is", "by"],
      onlyInSecond: ["wrote"],
    })
    expect(shown("送料はいくら", "送料は無料", "ja")).toMatchObject({
      onlyInFirst: ["いくら"],
      onlyInSecond: ["無料"],
    })
  })
})

describe("the answer", () => {
  it("is one of two words, or none", () => {
    expect(opinionOf(" SAME\n")).toBe("same")
    expect(opinionOf("DIFFERENT")).toBe("different")
    fc.assert(
      fc.property(fc.string(), (text) => {
        const word = text.trim()
        fc.pre(word !== "SAME" && word !== "DIFFERENT")
        expect(opinionOf(text)).toBe("unreadable")
      }),
    )
    for (const text of ["same", "SAME.", "SAME DIFFERENT", "Answer: SAME"]) {
      expect(opinionOf(text)).toBe("unreadable")
    }
  })
})

describe("pairs of known verdict", () => {
  it.each(differentPairs)("$first / $second", ({ first, locale, second }) => {
    // No rule refuses it, so that only a judge can tell.
    expect(aliasPair(demoNames(), first, second, locale)).toMatchObject({
      words: first,
      kept: second,
    })
    expect(decideCache(demoNames(), second, first).hit).toBe(false)
  })

  it("are enough of both languages that none comes twice in a small run", () => {
    for (const locale of ["en", "ja"] as const) {
      expect(differentPairs.filter((pair) => pair.locale === locale).length).toBeGreaterThan(4)
    }
  })
})
