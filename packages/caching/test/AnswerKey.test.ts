import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { answerKey, normalizeQuestion } from "../src/index.ts"

const parts = {
  partition: "shop",
  locale: "en",
  intent: "price",
  question: "how much",
  slots: { ids: ["a", "b"], max: 10 },
  model: "m",
  promptVersion: "1",
  catalogueVersion: "7",
}

describe("answerKey", () => {
  it("changes with every part", () => {
    const base = answerKey(parts)
    for (const part of Object.keys(parts)) {
      assert.notStrictEqual(answerKey({ ...parts, [part]: "other" }), base, part)
    }
  })

  it("does not depend on the order of fields, at any depth, but on the order of lists", () => {
    const one = answerKey({ ...parts, slots: { a: { x: 1, y: [1, 2] }, b: 2 } })
    assert.strictEqual(answerKey({ ...parts, slots: { b: 2, a: { y: [1, 2], x: 1 } } }), one)
    assert.notStrictEqual(answerKey({ ...parts, slots: { b: 2, a: { y: [2, 1], x: 1 } } }), one)
  })

  it("treats an undefined field as absent", () => {
    const slots = { ...parts.slots, min: undefined }
    assert.strictEqual(answerKey({ ...parts, slots }), answerKey(parts))
  })

  it("cannot be confused by separators in the parts", () => {
    const text = fc.string({ unit: fc.constantFrom('"', ",", "[", "]", "\\", "|", ":", "a") })
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        const same = a === c && b === d
        const left = answerKey({ ...parts, intent: a, question: b })
        assert.strictEqual(answerKey({ ...parts, intent: c, question: d }) === left, same)
      }),
      { numRuns: 500 },
    )
  })

  it("is short whatever the question's length", () => {
    assert.strictEqual(answerKey({ ...parts, question: "x".repeat(100_000) }).length, 50)
  })
})

describe("normalizeQuestion", () => {
  const same = (a: string, b: string) =>
    assert.strictEqual(normalizeQuestion(a), normalizeQuestion(b))
  const apart = (a: string, b: string) =>
    assert.notStrictEqual(normalizeQuestion(a), normalizeQuestion(b))

  it("folds what the keyboard changes", () => {
    same("Is  Volume 12 in\tstock ?", "is volume 12 in stock")
    same("ｖｏｌ．１２", "vol.12")
    same("１２巻はいくらですか？", "12巻はいくらですか")
    same("ﾜﾝﾋﾟｰｽ", "ワンピース")
    same("　送料は　無料。", "送料は 無料")
    same("cafe\u0301?", "CAFÉ")
    same("wait…", "wait...")
  })

  it("keeps apart what differs in a letter, a digit or a sign", () => {
    apart("volume 12", "volume 13")
    apart("volume 12", "volume 1 2")
    apart("10²", "102")
    apart("①巻", "1巻")
    apart("5-10", "5 10")
    apart("コース", "コス")
    apart("ハ", "バ")
    apart("c++", "c")
    apart("don't", "dont")
    apart("not in stock", "in stock")
  })

  it("keeps questions of nothing but punctuation apart", () => {
    apart("?", "!")
    assert.strictEqual(normalizeQuestion(" ？ "), "?")
  })

  it("is idempotent, and merges only texts of the same letters and digits", () => {
    const alphabet = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom(...Array.from("aAＡ1１①²?？!！。 　\tｶﾞガがßẞİıΣςé\u0301")),
        maxLength: 8,
      }),
    )
    const letters = (text: string) =>
      text
        .replaceAll(/[\uFF00-\uFFEF]+/gu, (run) => run.normalize("NFKC"))
        .normalize("NFC")
        .toLowerCase()
        .normalize("NFC")
        .replaceAll(/[^\p{L}\p{N}\p{M}]/gu, "")
    fc.assert(
      fc.property(alphabet, alphabet, (a, b) => {
        const once = normalizeQuestion(a)
        assert.strictEqual(normalizeQuestion(once), once)
        assert.strictEqual(letters(once), letters(a))
        if (once === normalizeQuestion(b)) assert.strictEqual(letters(a), letters(b))
      }),
      { numRuns: 2_000 },
    )
  })
})
