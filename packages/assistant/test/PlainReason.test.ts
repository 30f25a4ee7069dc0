/** `reason` is for people: a sentence, without a kind of the grammar, a form or a code. */
import { assert, describe, it } from "@effect/vitest"
import { cachePolicyOf } from "../src/answers/CachePolicy.ts"
import { asSentence, quotedForm, reasonsIn, unreadReason } from "../src/answers/PlainReason.ts"
import { read } from "./demoShop.ts"

/** "GENRE=horror", "blue-lock#12", "first-token-timeout", "order-status". */
const machineWords =
  /[A-Z]{2,}=|#\d|\b[a-z]+(?:-[a-z]+){2,}\b|\border-status\b|\b(?:THEY|VOLS|PRICE|ALLTOLD)\b/u

/** Letters of English words; titles are quoted, and numbers of orders are the store's. */
const english = /[a-z]{3,}/u

describe("the reason of a question in Japanese", () => {
  it.each([
    ["unknown-word", "量子力学の値段は？"],
    ["refused", "それはいくら？"],
    ["too-long", "ワンピース3巻はいくら？".repeat(40)],
    ["no-words", "？！"],
  ] as const)("%s is a Japanese sentence", (why, text) => {
    const question = read(text, "ja")
    assert(!question.reading.known)
    assert.strictEqual(question.reading.why, why)
    const policy = cachePolicyOf(question)
    assert(!policy.cacheable)
    assert.match(asSentence(policy.reason, "ja"), /^[^a-z]+[。？]$/u)
  })

  it("names orders, what was read and the store's own words in Japanese", () => {
    for (const text of ["私の注文はどこですか？", "こんにちは"]) {
      const policy = cachePolicyOf(read(text, "ja"))
      assert(!policy.cacheable)
      assert.notMatch(policy.reason, english)
    }
    assert.strictEqual(
      quotedForm(read("ブルーロック12巻の在庫ある？", "ja"), reasonsIn("ja").notAnswered),
      "まだ回答されたことのない質問です：「『ブルーロック』12巻の在庫はありますか？」",
    )
  })
})

describe("the reason of a question without a form", () => {
  it.each([
    ["unknown-question", "Is there a 35, and who says so of volumes in total?"],
    ["unknown-word", "Is Solo Leveling in stock?"],
    ["refused", "how much is that?"],
    ["leans", "and the price of One Piece 3?"],
    ["too-long", "how much is One Piece 3? ".repeat(20)],
    ["no-words", "?!"],
  ] as const)("%s is a sentence", (why, text) => {
    const question = read(text)
    assert(!question.reading.known)
    if (why !== "unknown-question") assert.strictEqual(question.reading.why, why)
    assert.notMatch(unreadReason(question), machineWords)
    const policy = cachePolicyOf(question)
    assert(!policy.cacheable)
    assert.notMatch(policy.reason, machineWords)
    assert.match(asSentence(policy.reason, question.locale), /^["\p{Lu}].*[.!?。"？]$/u)
  })

  it("of one that is understood quotes the store's own words for it", () => {
    assert.strictEqual(
      quotedForm(read("stock of blue lock vol 12 in paperback?"), "not answered before"),
      'not answered before: "Do you have the paperback edition of Blue Lock volume 12 in stock?"',
    )
  })

  it.each(["over-budget", "first-token-timeout", "throttled", "anything-else"])(
    "why no model answered is said in words: %s",
    (reason) => {
      for (const locale of ["en", "ja"] as const) {
        assert.notMatch(reasonsIn(locale).silent(reason), machineWords)
      }
    },
  )
})
