/** The one guess at a follow-up: when it is made, what of, and when never. */
import { describe, expect, it } from "vitest"
import type { PastTurn } from "../../src/conversation/Conversation.ts"
import { read } from "../demoShop.ts"
import { trivialFollowUp } from "../../src/retrieval/TrivialFollowUp.ts"
import { wordedTexts } from "../canonical/formWordings.ts"

const turn = (question: string, ...series: ReadonlyArray<string>): PastTurn => ({
  turn: "t-1",
  question,
  answer: "Yes.",
  series,
  products: series,
  at: 1,
})
const spoken = {
  en: turn("Is volume 12 of Blue Lock in stock?", "blue-lock"),
  ja: turn("ブルーロックの12巻はありますか？", "blue-lock"),
}
const guessed = (text: string, ...turns: ReadonlyArray<PastTurn>) => {
  const question = read(text)
  return trivialFollowUp(text, question, { turns })
}
const after = (text: string) => guessed(text, spoken[read(text).locale])

describe("a follow-up after a turn about one series", () => {
  it.each([
    ["and volume 13?", { volume: 13 }],
    ["13?", { volume: 13 }],
    ["box set 2?", { volume: 2, format: "box-set" }],
    ["is there a box set?", { format: "box-set" }],
    ["13巻は？", { volume: 13 }],
    ["最新刊は？", { volume: "latest" }],
    ["次の巻は？", { volume: "latest" }],
    ["ボックスセットは？", { format: "box-set" }],
  ] as const)("is of that series: %s", (text, slots) => {
    expect(after(text)?.slots).toMatchObject({ series: ["blue-lock"], ...slots })
  })

  it.each(["when does the next one come out?", "次はいつ出る？"])("asks what comes: %s", (text) => {
    expect(after(text)).toMatchObject({ reads: "releases", slots: { series: ["blue-lock"] } })
  })

  it.each([
    ["How many volumes are there?", "volumes SERIES=blue-lock"],
    ["何巻まで出てる？", "volumes SERIES=blue-lock"],
    ["いくら？", "price SERIES=blue-lock"],
    ["在庫ある？", "stock SERIES=blue-lock"],
    ["全巻でいくら？", "price-complete SERIES=blue-lock"],
  ])("has the form that its words have behind the title: %s", (text, form) => {
    expect(after(text)?.reading).toMatchObject({ form })
  })

  it.each([
    ["digitally?", "digital"],
    ["And the digital edition?", "digital"],
    ["as paperback?", "paperback"],
    ["電子版は？", "digital"],
    ["紙では？", "paperback"],
  ] as const)("carries the volume into an edition: %s", (text, format) => {
    const { locale } = read(text)
    expect(after(text)?.slots).toMatchObject({ series: ["blue-lock"], volume: 12, format })
    const whole = turn(
      locale === "ja" ? "ブルーロックについて教えて" : "Tell me about Blue Lock",
      "blue-lock",
    )
    const { volume, ...slots } = guessed(text, whole)?.slots ?? {}
    expect([volume, slots]).toEqual([undefined, expect.objectContaining({ format })])
  })

  it("carries no volume into another volume, or into what is next", () => {
    expect(after("and volume 14?")?.slots.volume).toBe(14)
    expect(after("when does the next one come out?")?.slots.volume).toBeUndefined()
  })

  it("is not guessed after no turn, a turn about none, or about several", () => {
    for (const text of ["and volume 13?", "digitally?", "13巻は？", "電子版は？"]) {
      expect(guessed(text)).toBeUndefined()
      expect(guessed(text, turn("hello"))).toBeUndefined()
      expect(guessed(text, turn("Recommend a horror manga", "uzumaki", "berserk"))).toBeUndefined()
      expect(guessed(text, turn("Tell me about it", "no-such-series"))).toBeUndefined()
      // The last turn counts, and it alone.
      expect(guessed(text, spoken.en, turn("hello"))).toBeUndefined()
      expect(guessed(text, turn("hello"), spoken.en)).toBeDefined()
    }
  })
})

describe("nothing is guessed", () => {
  it.each([
    "Which horror manga would you suggest?",
    "is it scary?",
    "Something similar?",
    "cheaper ones, at most ten volumes",
    "ホラー漫画のおすすめは？",
    "泣ける漫画を教えて",
    "似たのある？",
    "Where is my order?",
    "my order of volume 13",
    "I bought 13 yesterday",
    "注文はどこ？",
    "13巻を注文したんだけど",
    "Can I return it?",
    "Do you ship to Hawaii?",
    "how much is shipping?",
    "返品できますか？",
    "送料はいくら？",
    "thanks",
    "ありがとう",
    "not the digital one",
    "no, volume 14",
    "but digital?",
    "what about without the box?",
    "電子版じゃなくて",
    "13巻ではなく14巻",
    "電子以外で",
    "13巻はいらない",
    "I already have volume 13",
    "I have 1 to 5, what's next?",
    "we own volume 13",
    "13巻はもう持ってる",
    "5巻まで持ってるんだけど次は？",
    "13巻は買った",
    "13巻は読んだ",
    "And One Piece volume 3?",
    "ワンピースの3巻は？",
    "医龍の1巻いくら",
    "how much is Bobolo volume 3",
    "ok",
    "yes please",
    "はい",
    "the cheaper one",
    "How much is the second one?",
  ])("from %s", (text) => {
    expect(after(text)).toBeUndefined()
  })

  it("from any wording of a wish, an order, a policy or of a title of its own", async () => {
    const { forms } = await wordedTexts()
    const texts = forms
      .flatMap(({ wordings }) => wordings.slice(0, 8))
      .filter((text) => {
        const { intent, reads, slots } = read(text)
        const isWish = reads === "wish" && intent !== "other"
        return isWish || intent === "order-status" || intent === "policy" || slots.series.length > 0
      })
    expect(texts.length).toBeGreaterThan(1_000)
    expect(texts.filter((text) => after(text) !== undefined)).toEqual([])
  })

  it("that leaves out the series, whatever is said behind its title", async () => {
    const { others } = await wordedTexts()
    const found = others.flatMap((text) => after(text) ?? [])
    expect(found.length).toBeGreaterThan(20)
    for (const { slots } of found) expect(slots.series).toContain("blue-lock")
  })
})
