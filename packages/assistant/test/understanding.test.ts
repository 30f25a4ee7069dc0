import { describe, expect, it } from "vitest"
import { read } from "./demoShop.ts"
import { questionCorpus } from "./questionCorpus.ts"

describe("understand", () => {
  it.each(questionCorpus)("$text", (expected) => {
    const { difficulty, intent, locale, personal, selfContained, slots } = read(expected.text)
    expect({ difficulty, intent, locale, personal, selfContained, slots }).toEqual({
      locale: expected.locale,
      intent: expected.intent,
      slots: { series: [], authors: [], genres: [], ...expected.slots },
      personal: expected.personal,
      selfContained: expected.selfContained,
      difficulty: expected.difficulty,
    })
  })

  it.each([
    ["SLAM DUNKは全何巻？", "ja"],
    ["ＳＬＡＭ ＤＵＮＫは全何巻？", "ja"],
    ["Slam Dunk 全何巻", "ja"],
    ["Apple Pay使える？", "ja"],
    ["DVDある？", "ja"],
    ["NANA 3巻 price", "en"],
    ["進撃の巨人 price", "en"],
    ["おすすめ manga for boys", "en"],
    ["PayPay OK?", "en"],
  ])("tells the language of %s by the words around its names", (text, locale) => {
    expect(read(text).locale).toBe(locale)
  })

  it.each([
    ["naruto no sakusha wa dare", "ja"],
    ["one piece no 105-kan wa ikura desu ka", "ja"],
    ["henpin dekimasu ka", "ja"],
    ["No Game No Life volume 3 price", "en"],
    ["who is the author of Naruto", "en"],
    ["naruto no blorp wa dare", "en"],
  ])("takes Japanese in Latin letters for Japanese where it is understood: %s", (text, locale) => {
    expect(read(text).locale).toBe(locale)
  })

  it("believes the locale a client states", () => {
    expect(read("ワンピース", "en").locale).toBe("en")
    expect(read("hello", "ja").locale).toBe("ja")
  })
})
