/** What a question means within its conversation: told in a sentence that stands alone, in both languages. */
import { assert, describe, expect, it } from "@effect/vitest"
import { orders } from "@manga-assist/catalogue"
import { cachePolicyOf } from "../../src/answers/CachePolicy.ts"
import { emptyMemory, memoryIn } from "../../src/conversation/Memory.ts"
import { emptyConversation } from "../../src/conversation/Conversation.ts"
import { resolveFollowUp } from "../../src/conversation/Resolve.ts"
import { memoryOf, remembered } from "../../src/conversation/Remember.ts"
import { resolveWithin } from "../../src/conversation/FollowUp.ts"
import { read } from "../../src/reading/Read.ts"
import { dialogue, meaning, type Said } from "./dialogue.ts"

const mysteries: Said = {
  ask: "recommend a mystery manga",
  shown: ["monster", "detective-conan", "nana"],
}
const romances: Said = {
  ask: "恋愛漫画のおすすめは？",
  shown: ["ao-haru-ride", "kamisama-kiss", "horimiya"],
}
const works: Said = { ask: "What did CLAMP write?", shown: ["xxxholic", "cardcaptor-sakura"] }
const compared = "Horimiya or Kaguya-sama: which has fewer volumes?"

type Case = readonly [asked: ReadonlyArray<Said | string>, sentence: string]

const english: ReadonlyArray<Case> = [
  [["What is Swan about?", "How much is it?"], "How much is Swan?"],
  [["Is Swan 4 in stock?", "And volume 5?"], "Do you have Swan volume 5 in stock?"],
  [["Is Swan 4 in stock?", "And the next one?"], "Do you have Swan volume 5 in stock?"],
  [
    ["Is Swan 4 in stock?", "And digital?"],
    "Do you have the digital edition of Swan volume 4 in stock?",
  ],
  [["Is Swan 4 in stock?", "Who wrote it?"], "Who is the author of Swan?"],
  [["How much is Swan 4?", "5?"], "How much is Swan volume 5?"],
  [["How much is Swan 4?", "And Monster?"], "How much is Monster volume 4?"],
  [["Who is the author of Swan?", "How about Monster?"], "Who is the author of Monster?"],
  [["Is Swan finished?", "Monster?"], "Is Monster finished?"],
  [["How much is Swan 4?", "the whole thing?"], "How much is the complete series of Swan?"],
  [[mysteries, "the second one, is it finished?"], "Is Detective Conan finished?"],
  [[mysteries, "who wrote the last one?"], "Who is the author of Nana?"],
  [
    [mysteries, "Tell me about the first one", "and the second one?"],
    "Can you tell me about Detective Conan?",
  ],
  [[works, "which of them is finished?"], "Can you tell me about xxxHolic and Cardcaptor Sakura?"],
  [
    ["Is Swan finished?", "what else by that author?"],
    "What other manga did Kyoko Ariyoshi write?",
  ],
  [[compared, "which started first?"], "Which is older, Horimiya or Kaguya-sama: Love Is War?"],
  [["How much is Swan 4?", "thanks", "is it in stock?"], "Do you have Swan volume 4 in stock?"],
  [
    ["How much is Swan 4?", "What does shipping cost?", "Is it in stock?"],
    "Do you have Swan volume 4 in stock?",
  ],
  [
    ["How much is shipping to Okinawa?", "How many days?"],
    "How much is shipping to Okinawa? How many days?",
  ],
]

const books = ["How much is Slam Dunk 1?", "2?", "3?"]

/** Mechanisms beyond a single pointer: several books, ranks, kin, what was compared, what is taken over. */
const further: ReadonlyArray<Case> = [
  [[mysteries, "the latter?"], "Nana, please."],
  [[mysteries, "and number two?"], "Detective Conan, please."],
  [
    ["Is Berserk finished?", "And Nana?", "Which of the two is longer?"],
    "Which is longer, Berserk or Nana?",
  ],
  [["How much is Swan 4?", "the one before five?"], "How much is Swan volume 4?"],
  [["How much is Swan 4?", "wow ok. just volume 1?"], "How much is Swan volume 1?"],
  [
    ["How much is Swan 4?", "pity. the digital one then, how much?"],
    "How much is the digital edition of Swan volume 4?",
  ],
  [
    ["How much is Swan 4?", "And the whole thing digitally?"],
    "How much is the complete series of Swan in a digital edition?",
  ],
  [
    ["What is the latest volume of Swan?", "How much is it?"],
    "How much is the latest volume of Swan?",
  ],
  [
    ["How many volumes does Tokyo Ghoul have?", "and the sequel?"],
    "How many volumes does Tokyo Ghoul:re have?",
  ],
  [
    ["How many volumes does Tokyo Ghoul:re have?", "and the original series?"],
    "How many volumes does Tokyo Ghoul have?",
  ],
  [
    ["Who wrote Solanin?", "what else by that author?", "Is it finished?"],
    "Is Dead Dead Demon's Dededede Destruction finished?",
  ],
  [
    [compared, "Volume 1 of the older one, price?", "and of the newer one?"],
    "How much is Kaguya-sama: Love Is War?",
  ],
  [["アドルフに告ぐの作者は？", "その人の別の漫画は？"], "手塚治虫の他の作品は何ですか？"],
  [["SWANの4巻はいくら？", "うわ高い。1巻だけなら？"], "「SWAN―白鳥―」1巻はいくらですか？"],
  [
    ["ベルセルクは完結してる？", "NANAは？", "後者の作者は誰？"],
    "「NANA―ナナ―」の作者は誰ですか？",
  ],
  [
    ["プラネテスは全何巻？", "4冊まとめて電子で買うといくら？"],
    "「プラネテス」の電子版の全巻セットはいくらですか？",
  ],
  [["MAJORは何巻？", "2ndのほうは？"], "「MAJOR 2nd」は全部で何巻ありますか？"],
  [["MAJORは何巻？", "2ndのほうは？", "完結してる？"], "「MAJOR 2nd」は完結していますか？"],
  [["リアルの作者は？", "SPY×FAMILYの次の巻は？"], "「SPY×FAMILY」の次の巻の発売日はいつですか？"],
  [["地獄楽の全巻セットはいくら？", "電子は？"], "「地獄楽」の電子版の全巻セットはいくらですか？"],
]

describe("a follow-up", () => {
  it.each(further)("%o means %s", (asked, sentence) => {
    assert.strictEqual(meaning(...asked).meant?.text, sentence)
  })

  it.each([
    ["what's the next volume after the 7th, and what does it cost?", { series: "swan", volume: 8 }],
    ["who's the author, for my notes", { series: "swan" }],
  ])("is about what it points at, whatever else it says: %s", (ask, thing) => {
    assert.deepInclude(meaning("How much is Swan 4?", ask).meant?.things?.[0], thing)
  })

  it("goes back to the list that was shown for the wishes", () => {
    const talk = [mysteries, "How much is Swan 4?", "Do you take PayPal?"]
    const asked = meaning(...talk, "Back to the mysteries: who wrote the second one?")
    assert.deepStrictEqual(asked.meant?.things, [{ series: "detective-conan" }])
    const wished = meaning(...talk, "back to the mysteries, but finished ones")
    assert.deepStrictEqual(wished.meant?.wishes?.slots, { GENRE: ["mystery"], FINISHED: [""] })
  })

  it("of several books that were asked for one by one means all of them", () => {
    const { meant } = meaning(...books, "all three together?")
    assert.deepStrictEqual(
      meant?.things?.map(({ volume }) => volume),
      [1, 2, 3],
    )
    expect(meant?.reason).toContain(
      "Slam Dunk, volume 1, Slam Dunk, volume 2 and Slam Dunk, volume 3",
    )
  })

  it("chooses by its place in the order in which titles were named, not in that of the alphabet", () => {
    const prices = "Prices of One Piece 1, Naruto 1 and Bleach 1 please"
    assert.deepStrictEqual(
      meaning(prices, "Who wrote the third one?").meant?.things?.[0]?.series,
      "bleach",
    )
  })

  it.each([
    "Great, thank you!",
    "I'll think about it, bye!",
    "Thanks, you've been a great help",
    "I'll sleep on it. Good night!",
    "了解です、助かりました",
    "ご丁寧にありがとうございました。",
  ])("is none where it only thanks or leaves: %s", (ask) => {
    const asked = meaning("How much is Swan 4?", ask)
    assert.strictEqual(asked.intent, "greeting")
    assert.isUndefined(asked.meant)
  })

  it("names no kind of the grammar in its reason", () => {
    for (const [asked] of [...english, ...japanese, ...further]) {
      assert.notMatch(
        meaning(...asked).meant?.reason ?? "",
        /[A-Z]{3,}=|#\d|\b(?:THEY|VOLS|PRICE)\b/u,
      )
    }
  })

  it("to nothing that was shown says so, at the first turn as well", () => {
    const asked = resolveFollowUp(read("how much is the second one?"), emptyConversation)
    assert.strictEqual(
      asked.meant?.reason,
      "the question asks for the second of nothing that was shown",
    )
    assert.include(asked.meant?.text, "(the second of nothing that was shown)")
  })
})

const japanese: ReadonlyArray<Case> = [
  [["ONE PIECEはどんな話？", "いくら？"], "「ONE PIECE」はいくらですか？"],
  [["SWANの4巻の在庫ある？", "5巻は？"], "「SWAN―白鳥―」5巻の在庫はありますか？"],
  [["SWANの4巻の在庫ある？", "電子版は？"], "「SWAN―白鳥―」4巻の電子版の在庫はありますか？"],
  [["SWANの4巻はいくら？", "モンスターは？"], "「MONSTER」4巻はいくらですか？"],
  [[romances, "2番目の作者は誰？"], "「神様はじめました」の作者は誰ですか？"],
  [[romances, "最後のやつは完結してる？"], "「ホリミヤ」は完結していますか？"],
  [["SWANの4巻はいくら？", "全巻だと？"], "「SWAN―白鳥―」の全巻セットはいくらですか？"],
  [["SWANは完結してる？", "同じ作者のほかの漫画は？"], "有吉京子の他の作品は何ですか？"],
]

describe("a question within a conversation", () => {
  it.each([...english, ...japanese])("%o means %s", (asked, sentence) => {
    assert.strictEqual(meaning(...asked).meant?.text, sentence)
  })

  it("is never looked up or kept for others, and says what was made of it", () => {
    for (const [asked] of [...english, ...japanese]) {
      const policy = cachePolicyOf(meaning(...asked))
      assert(!policy.cacheable)
      assert.match(policy.reason, /understood as|と理解しました/u)
    }
  })

  it("says in `reason` what it was taken to point at", () => {
    expect(meaning(mysteries, "the second one, is it finished?").meant?.reason).toBe(
      '"the second one" was understood as Detective Conan: "Is Detective Conan finished?"',
    )
    expect(meaning("How much is Swan 4?", "And Monster?").meant?.reason).toBe(
      'understood as the same question about Monster, volume 4: "How much is Monster volume 4?"',
    )
  })

  it.each([
    ["How much is Swan 4?", "How much is Monster 2?"],
    ["How much is Swan 4?", "What is trending?"],
    ["How much is Swan 4?", "Can I return a book?"],
    ["How much is Swan 4?", "hello there"],
    ["Is Swan finished?", "Is Solo Leveling in stock?"],
  ])("that stands alone is left as it is: %s / %s", (before, asked) => {
    assert.strictEqual(meaning(before, asked).meant, undefined)
  })

  it("says what was not shown", () => {
    expect(meaning(works, "how much is the fifth one?").meant?.reason).toBe(
      "the question asks for the fifth of 2 that were shown",
    )
  })

  it("of what was shown before is not shown again where more is wished for", () => {
    const { meant, without } = meaning(mysteries, "anything else?")
    assert.strictEqual(meant?.text, "Can you recommend mystery manga?")
    assert.deepStrictEqual(without, mysteries.shown)
  })

  it.each(["the second one", "それの3巻は？", "and digital?", "why?", "yes please"])(
    "points at nothing where nothing was said before: %s",
    (ask) => {
      assert.isUndefined(resolveWithin(read(ask), emptyMemory).meant?.things?.[0])
    },
  )
})

describe("an order just spoken of", () => {
  const own = orders().filter(({ id }) => id.startsWith("MA-07-"))
  const answer = "Order MA-07-0001, placed on November 20. Order MA-07-0002 has been delivered."
  const asked = { ask: "Where is my order?", answer, shown: [] }
  const within = (ask: string, by: typeof own) => {
    const last = dialogue([asked, { ask }], by).at(-1)
    assert.isDefined(last)
    return last.question
  }

  it.each([
    ["When does it arrive?", "MA-07-0001"],
    ["And the one before that, how much was it?", "MA-07-0002"],
  ])("is meant by %s", (ask, orderId) => {
    const question = within(ask, own)
    assert.strictEqual(question.slots.orderId, orderId)
    assert.deepInclude(question, { intent: "order-status", personal: true })
  })

  it("is never somebody else's, though its number was typed and told", () => {
    const question = within("When does it arrive?", [])
    assert.isUndefined(question.slots.orderId)
    assert.notInclude(JSON.stringify(question.meant), "MA-07")
  })

  it("does not swallow a question about the rules, or a book", () => {
    assert.strictEqual(meaning(asked, "Can I return it?").intent, "policy")
    assert.deepStrictEqual(meaning(asked, "How much is Swan 4?").slots.series, ["swan"])
  })
})

describe("what is remembered", () => {
  const turn = (ask: string, at: number, memory?: unknown) => ({
    turn: `t${at}`,
    question: ask,
    answer: "",
    series: ["swan"],
    products: ["swan-v4-paperback"],
    at,
    ...(memory === undefined ? {} : { memory }),
  })

  it("is made anew from turns of an older version, and of one that is not known", () => {
    const [first, second] = ["How much is Swan 4?", "And volume 5?"]
    for (const kept of [undefined, { version: 9, about: 3 }, "x"]) {
      const turns = [turn(first, 1, kept), turn(second, 2, kept)]
      const { asked = [], topic } = memoryOf({ turns })
      assert.deepStrictEqual(topic, { series: "swan", volume: 5 })
      assert.includeMembers(
        asked.map(({ kind }) => kind),
        ["SERIES", "NUM", "PRICE"],
      )
    }
  })

  it("is read as it was kept", () => {
    const memory = remembered(emptyMemory, read("How much is Swan 4?"), turn("", 1))
    assert.deepStrictEqual(memoryIn(JSON.parse(JSON.stringify(memory))), memory)
    assert.deepStrictEqual(memoryOf({ turns: [turn("x", 1, memory)] }), memory)
  })

  it("stays small over two hundred turns, and wishes of the first still hold", () => {
    const talk = Array.from({ length: 200 }, (_, at): Said =>
      at % 2 === 0
        ? { ask: "How much is Swan 4?", products: ["swan-v4-paperback"] }
        : { ask: "and Monster?" },
    )
    const heard = dialogue([mysteries, ...talk, { ask: "something below 700 yen" }])
    const last = heard.at(-1)
    assert.strictEqual(last?.question.meant?.text, "Can you recommend mystery manga under 700 yen?")
    assert.isBelow(JSON.stringify(last?.memory).length, 2_000)
  })
})
