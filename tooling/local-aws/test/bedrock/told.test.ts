/** What a customer only tells beside a question, thanks, and what is left of a sum of money. */
import { describe, expect, it } from "vitest"
import { readConverse } from "@manga-assist/bedrock-emulator/services"
import { askedOf } from "../../src/bedrock/Asked.ts"
import { compose } from "../../src/bedrock/Composer.ts"
import { moneyIn } from "../../src/bedrock/Money.ts"
import { readPrompt } from "../../src/bedrock/PromptReader.ts"

const promptOf = (question: string, intent = "other", locale = "en") =>
  readPrompt(
    readConverse({
      system: [],
      messages: [
        {
          role: "user",
          content: [
            {
              text: `<question intent="${intent}" locale="${locale}" signed-in="no">\n${question}\n</question>`,
            },
          ],
        },
      ],
    }),
  )

const unknownsOf = (question: string) =>
  askedOf(promptOf(question)).parts.flatMap(({ unknown }) => unknown ?? [])

describe("what is only told", () => {
  it.each([
    "I saw Yotsuba&! 1 in a cafe in Kyoto. Is that something for children?",
    "My sister watched the anime with me. Who wrote the manga?",
    "Mark your calendar, they say, for Spy x Family 16. Which day?",
    "このあいだアニメを友達と見まして。原作は何巻まで出てますか？",
  ])("%s", (question) => {
    expect(unknownsOf(question)).toEqual([])
  })

  it.each([
    ["My son wants a poster. Do you have one?", "goods"],
    ["Who voices Frieren in the anime?", "adaptation"],
    ["Figures of Luffy. Do you sell them?", "goods"],
    ["フリーレンの声優って誰？", "adaptation"],
  ])("%s asks for it", (question, unknown) => {
    expect(unknownsOf(question)).toContain(unknown)
  })
})

describe("thanks", () => {
  const answer = (question: string, locale: string) =>
    compose(promptOf(question, "other", locale), { seed: 1, family: "haiku", today: "2026-11-28" })

  it.each([
    ["Thank you so much, I'll read it tonight!", "en", "You're welcome"],
    ["great, thanks for the help!", "en", "You're welcome"],
    ["ありがとうございます、今夜読みます", "ja", "どういたしまして"],
    ["助かりました！またお願いします", "ja", "どういたしまして"],
  ])("%s", (question, locale, said) => {
    expect(answer(question, locale)).toContain(said)
  })
})

describe("a sum of money", () => {
  it.each([
    ["how much change do i get from a 10,000 yen note", 10_000, true],
    ["my budget is 3k yen, do they fit?", 3000, false],
    ["2万円でいける？", 20_000, false],
    ["1万5千円でおさまる？", 15_000, false],
    ["5000円札でお釣りいくら", 5000, true],
  ])("%s", (text, yen, asksChange) => {
    expect(moneyIn(text)).toEqual({ yen, atMost: true, asksChange })
  })

  it("is none where no limit is asked for", () => {
    expect(moneyIn("i have up to 18, how many are left")).toBeUndefined()
  })
})

describe("a misspelt title", () => {
  it.each([
    ["a slient voice bundle price", "§ bundle price"],
    ["next apothecary diaries date", "next apothecary diaries date"],
  ])("takes no other word with it: %s", (text, expected) => {
    expect(askedOf(promptOf(text)).text).toBe(expected)
  })
})
