import { describe, expect, it } from "vitest"
import { genres, makeLexicon, series } from "@manga-assist/catalogue"
import { understand } from "../src/understanding/Understand.ts"
import { questionCorpus } from "./questionCorpus.ts"

const lexicon = makeLexicon(series(), genres())

describe("understand", () => {
  it.each(questionCorpus)("$text", (expected) => {
    const { reading: _reading, ...question } = understand(expected.text, undefined, lexicon)
    expect(question).toEqual({
      text: expected.text,
      locale: expected.locale,
      intent: expected.intent,
      slots: { series: [], authors: [], genres: [], ...expected.slots },
      personal: expected.personal,
      selfContained: expected.selfContained,
      difficulty: expected.difficulty,
    })
  })

  it("believes the locale a client states", () => {
    expect(understand("ワンピース", "en", lexicon).locale).toBe("en")
    expect(understand("hello", "ja", lexicon).locale).toBe("ja")
  })
})
