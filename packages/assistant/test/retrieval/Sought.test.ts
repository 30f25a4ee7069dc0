/** What is searched for a message: its own words, the last wishes with it, or nothing; and what is left out. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Conversation,
  emptyConversation,
  type PastTurn,
  unknownConversation,
} from "../../src/conversation/Conversation.ts"
import { read } from "../demoShop.ts"
import { soughtFor } from "../../src/retrieval/Sought.ts"

let turns = 0
const turn = (question: string, ...series: ReadonlyArray<string>): PastTurn => {
  turns += 1
  return { turn: `t-${turns}`, question, answer: "Yes.", series, products: series, at: turns }
}
const sought = (text: string, ...past: ReadonlyArray<PastTurn>) => soughtIn(text, { turns: past })
const soughtIn = (text: string, conversation: Conversation) =>
  soughtFor(text, read(text), conversation)

const titles = {
  en: turn("Tell me about Blue Lock", "blue-lock"),
  ja: turn("ブルーロックについて教えて", "blue-lock"),
}
const afterTitle = (text: string) => sought(text, titles[read(text).locale])
const list = turn("Recommend a horror manga", "uzumaki", "berserk", "parasyte")
const listJa = turn("ホラー漫画のおすすめは？", "uzumaki", "berserk", "parasyte")

describe("a message in a new conversation", () => {
  it.each(["Recommend a horror manga", "How much is it?", "hello", "次は？", "Where is my order?"])(
    "is searched by its own words: %s",
    (text) => {
      expect(soughtIn(text, emptyConversation).shown).toBe(read(text))
    },
  )
})

describe("own words within a conversation", () => {
  it.each([
    "How much is One Piece 3?",
    "Which horror manga would you suggest?",
    "What's popular?",
    "Which manga come out next month?",
    "Do you ship to Canada?",
    "Where is my order?",
    "something by Junji Ito",
    "what should I read next?",
    "ワンピースの3巻はいくら？",
    "泣ける漫画を教えて",
    "今週の人気漫画は？",
    "何かおすすめある？",
  ])("are searched where they say what they are about: %s", (text) => {
    expect(afterTitle(text).shown).toBe(read(text))
  })

  it.each([
    "how much is it?",
    "How much is the second one?",
    "is it finished?",
    "is it scary?",
    "what's it about?",
    "who wrote it?",
    "which one is longer?",
    "the second one please",
    "volumes 13 to 15?",
    "which of them is about volleyball?",
    "which of these are for adults?",
    "which of these would my 10 year old like?",
    "more like it",
    "Something similar?",
    "same genre?",
    "similar manga?",
    "完結してる？",
    "似た漫画は？",
    "もっと教えて",
    "その中でバレーのは？",
    "それの続きは？",
    "こんな感じの漫画",
  ])("are not where they lean on what was said: %s", (text) => {
    expect(afterTitle(text).shown).toBeUndefined()
    expect(soughtIn(text, unknownConversation).shown).toBeUndefined()
  })

  it.each([
    "how much is it?",
    "is it finished?",
    "which one is longer?",
    "the second one please",
    "who wrote it?",
    "and all together?",
    "2番目のはいくら？",
    "完結してる？",
    "どっちが長い？",
    "and volume 13?",
    "電子版は？",
  ])("are no wish that books could be near to: %s", (text) => {
    expect(afterTitle(text).told).toEqual([])
  })

  it.each([
    "whats that one where kids are raised for demons",
    "which manga is it where a boy finds a notebook",
    "that robot detective one",
    "do you have it with a happier ending",
    "something like it with vampires",
    "ノートに名前を書くと死ぬやつ",
    "泣ける漫画を教えて",
  ])("are told where they wish for something, whatever they lean on: %s", (text) => {
    expect(afterTitle(text).told).toMatchObject([{ words: text, question: read(text) }])
  })

  it("are of a list for everybody alone, and joined with no wish", () => {
    for (const text of [
      "What's popular?",
      "Which manga come out next month?",
      "今週の人気漫画は？",
    ]) {
      const { shown, told } = sought(text, list, listJa)
      expect([shown, told]).toEqual([read(text), []])
    }
  })
})

describe("wishes of before", () => {
  it("are joined with the one that changes them", () => {
    expect(sought("only finished ones", list).told).toMatchObject([
      {
        words: "Recommend a horror manga. only finished ones",
        byPlan: true,
        question: { slots: { genres: ["horror"] }, wish: { status: "completed" } },
      },
    ])
    expect(sought("完結してるもの", listJa).told).toMatchObject([
      {
        words: "ホラー漫画のおすすめは？。完結してるもの",
        byPlan: true,
        question: { slots: { genres: ["horror"] }, wish: { status: "completed" } },
      },
    ])
  })

  it.each([
    [list, "a bitter story about lighthouse keepers", "Recommend a horror manga. "],
    [listJa, "灯台守が出てくる静かな話", "ホラー漫画のおすすめは？。"],
  ])("stand beside what says itself what it is about: %#", (before, text, wished) => {
    expect(sought(text, before).told).toMatchObject([
      { words: text, byPlan: true },
      { words: `${wished}${text}`, byPlan: true },
    ])
  })

  it.each(["What are the new releases?", "What is popular?"])(
    "are nothing that a list is asked by: %s",
    (asked) => {
      expect(
        sought("a bitter story about lighthouse keepers", turn(asked, "monster")),
      ).toMatchObject({
        told: [{ words: "a bitter story about lighthouse keepers", byPlan: true }],
      })
    },
  )

  it("are the last two, within six turns, and only what was wished", () => {
    const wishes = ["Recommend a sports manga", "a manga about cooking", "at most ten volumes"].map(
      (text) => turn(text),
    )
    const others = [turn("thanks"), turn("How much is Monster 3?", "monster")]
    expect(
      sought("only finished ones", ...wishes, ...others).told.map(({ words }) => words),
    ).toEqual(["a manga about cooking. at most ten volumes. only finished ones"])
    const late = Array.from({ length: 6 }, () => turn("thanks"))
    expect(sought("only finished ones", ...wishes, ...late).told).toEqual([])
    expect(
      sought("only finished ones", ...wishes, ...late.slice(1)).told.map(({ words }) => words),
    ).toEqual(["at most ten volumes. only finished ones"])
  })

  it("never make the cards, and leave what is asked of a title or a rule alone", () => {
    for (const text of ["only finished ones", "at most ten volumes", "shorter ones"]) {
      expect(sought(text, list).shown).toBeUndefined()
    }
    for (const text of [
      "How much is Monster 3?",
      "Do you ship to Canada?",
      "How much is the second one?",
    ]) {
      expect(sought(text, list).told).toEqual([])
    }
  })

  it("are cut to the last 300 characters, the message whole", () => {
    const past = fc.array(fc.string({ maxLength: 250 }), { maxLength: 4 })
    fc.assert(
      fc.property(past, (asked) => {
        const wishes = asked.map((words) => turn(`Recommend a horror manga ${words}`))
        const [told] = sought("only finished ones", ...wishes).told
        if (told === undefined) return
        expect(told.words.length).toBeLessThanOrEqual(300)
        expect(told.words.endsWith("only finished ones")).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

describe("who asks for others", () => {
  const shown = ["uzumaki", "berserk", "parasyte"]

  it.each(["any others?", "more horror manga", "others?", "other horror manga?"])(
    "sees none of what was shown in the last six turns: %s",
    (text) => {
      const { shown: own, told } = sought(text, list)
      const questions = [own, ...told.map(({ question }) => question)].filter(
        (each) => each !== undefined,
      )
      expect(questions.length).toBeGreaterThan(0)
      for (const { without = [] } of questions)
        expect(without).toEqual(expect.arrayContaining(shown))
    },
  )

  it.each(["他には？", "他のホラー漫画は？", "他におすすめは？"])("nor in Japanese: %s", (text) => {
    const { shown: own, told } = sought(text, listJa)
    const questions = [own, ...told.map(({ question }) => question)].filter(
      (each) => each !== undefined,
    )
    expect(questions.length).toBeGreaterThan(0)
    for (const { without = [] } of questions) expect(without).toEqual(expect.arrayContaining(shown))
  })

  it("may see again what was shown before those", () => {
    const later = Array.from({ length: 6 }, () => turn("thanks"))
    expect(sought("other horror manga?", list, ...later).shown?.without).toBeUndefined()
  })

  it("is no one who asks for more of something else", () => {
    for (const { question } of sought("Which horror manga would you suggest?", list).told)
      expect(question.without).toBeUndefined()
  })
})
