/** What is told of titles that a text means without spelling them, and that such a text is shared with nobody. */
import { demoCatalogue } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cachePolicyOf } from "../../src/answers/CachePolicy.ts"
import { emptyConversation } from "../../src/conversation/Conversation.ts"
import { topicsOf } from "../../src/facts/Topics.ts"
import { read } from "../demoShop.ts"

const catalogue = demoCatalogue()

/** Series of which a whole record is told. */
const toldOf = (text: string): ReadonlyArray<string> =>
  topicsOf({ question: read(text), conversation: emptyConversation, orders: [] })
    .filter(({ detail }) => detail === "full")
    .map(({ series }) => series)

const misspelt = [
  ["how mcuh is jujitsu kaizen 5 papaerback", "jujutsu-kaisen"],
  ["atack on titen vol 10 prise", "attack-on-titan"],
  ["wat is dilicious in dungon about", "delicious-in-dungeon"],
  ["full metal alkemist paperbak", "fullmetal-alchemist"],
  ["and Yona?", "yona-of-the-dawn"],
  ["鋼の練金術師5巻", "fullmetal-alchemist"],
  ["君に届げって全何巻だっけ", "kimi-ni-todoke-from-me-to-you"],
  ["新世紀エヴァンゲリヨン4巻は何円", "neon-genesis-evangelion"],
  ["寄生銃の1巻ある？", "parasyte"],
] as const

describe("a title that is not spelt as it is", () => {
  it.each(misspelt)("is among what is told: %s", (text, series) => {
    expect(toldOf(text)).toContain(series)
  })

  it.each(misspelt)("is asked for by nobody else: %s", (text) => {
    expect(cachePolicyOf(read(text)).cacheable).toBe(false)
  })

  it("is told whatever single letter is typed twice", () => {
    const long = catalogue.series.filter(({ english }) => /^[A-Za-z ]{12,30}$/u.test(english))
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), ({ english, id }, place) => {
        const at = 1 + (place % (english.length - 2))
        const written = english.slice(0, at) + english.charAt(at - 1) + english.slice(at)
        expect(toldOf(`${written} volume 1`), written).toContain(id)
      }),
      { numRuns: 150, seed: 1 },
    )
  })

  it.each(["where do you ship", "a fantasy for my weight loss blog", "送料はいくらですか"])(
    "is none: %s",
    (text) => {
      expect(toldOf(text)).toEqual([])
    },
  )
})
