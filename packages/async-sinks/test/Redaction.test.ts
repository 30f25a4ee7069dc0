import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { keyedHash, redact, redactText } from "../src/index.ts"

const rules = { orderIds: /\bMA-\d{4}-\d{4,8}\b/giu }

const gone: ReadonlyArray<readonly [string, string]> = [
  // English
  ["Mail me at jane.doe+manga@example.co.uk, please", "Mail me at [email], please"],
  ["card 4111 1111 1111 1111 exp 12/27", "card [card] exp 12/27"],
  ["amex 378282246310005.", "amex [card]."],
  ["4111-1111-1111-1111", "[card]"],
  ["call +1 (415) 555-2671 tonight", "call [phone] tonight"],
  ["call (415) 555-2671 or 415-555-2671", "call [phone] or [phone]"],
  ["my mobile is +81 90-1234-5678", "my mobile is [phone]"],
  ["Ship to 221B Baker Street, London", "Ship to [address], London"],
  ["I live at 742 Evergreen Terrace, Springfield, IL 62704.", "I live at [address]."],
  ["Where is MA-2026-00123?", "Where is [order]?"],
  // Japanese
  ["メールはtaro.yamada@example.jpまで", "メールは[email]まで"],
  ["電話は090-1234-5678です", "電話は[phone]です"],
  ["電話番号０９０－１２３４－５６７８です", "電話番号[phone]です"],
  ["03-1234-5678に連絡して", "[phone]に連絡して"],
  ["〒150-0002 東京都渋谷区渋谷2丁目21-1 に送って", "[postcode] [address] に送って"],
  ["大阪府大阪市北区梅田３丁目１−３まで", "[address]まで"],
  ["住所は横浜市西区みなとみらい2-3-1です", "住所は[address]です"],
  ["カードは４１１１ １１１１ １１１１ １１１１です", "カードは[card]です"],
  ["注文MA-2026-00123はどこ?", "注文[order]はどこ?"],
]

const kept: ReadonlyArray<string> = [
  "Which volume of Vinland Saga comes next, 27 or 28?",
  "ISBN 9784065168424 or 978-4-06-516842-4",
  // A book's number that happens to have the check digit of a card.
  "ISBN 9784065000069",
  "¥1,980 in 2026-11-24, 100 pages",
  "4111 1111 1111 1112 has a wrong check digit",
  "ワンピース 108巻はありますか? 500円以下で",
  "2026年11月24日発売の新刊",
  "Chapter 1000 to 1100, 3 copies left",
  "東京喰種の1巻から14巻まで",
  "北海道が舞台のゴールデンカムイ",
]

describe("redaction", () => {
  it.each(gone)("%s", (text, expected) => {
    assert.strictEqual(redactText(text, rules), expected)
  })

  it.each(kept)("keeps: %s", (text) => {
    assert.strictEqual(redactText(text, rules), text)
  })

  it("goes into every text of a record and keeps its shape", () => {
    assert.deepStrictEqual(
      redact({ id: "t1", at: 5, list: ["a@b.io", { deep: "MA-2026-00123" }], none: null }, rules),
      { id: "t1", at: 5, list: ["[email]", { deep: "[order]" }], none: null },
    )
  })

  it("leaves no card number, however it is grouped and wherever it stands", () => {
    const body = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 })
    fc.assert(
      fc.property(body, fc.constantFrom("", " ", "-"), (digits, separator) => {
        const first = [4, ...digits.slice(1)].join("")
        const check = [..."0123456789"].find((last) => luhn(first + last)) ?? "0"
        const card = (first + check).replaceAll(/(.{4})(?!$)/gu, `$1${separator}`)
        return redactText(`pay with ${card} now`) === "pay with [card] now"
      }),
    )
  })

  it("takes time in proportion to the text", () => {
    for (const text of ["1 ".repeat(20_000), "a@".repeat(20_000), "東京都".repeat(10_000)]) {
      assert.isString(redactText(text, rules))
    }
  }, 5_000)
})

/** Written apart from the code under test: doubling from the right, digits of products added. */
const luhn = (digits: string): boolean =>
  [...digits]
    .toReversed()
    .map((digit, index) => String(Number(digit) * (index % 2 === 0 ? 1 : 2)))
    .flatMap((product) => product.split(""))
    .reduce((sum, digit) => sum + Number(digit), 0) %
    10 ===
  0

describe("keyedHash", () => {
  it("gives one name to one value under one key, and another under another", () => {
    const one = keyedHash("0123456789abcdef")
    const other = keyedHash("fedcba9876543210")
    assert.strictEqual(one("user-1"), one("user-1"))
    assert.notStrictEqual(one("user-1"), one("user-2"))
    assert.notStrictEqual(one("user-1"), other("user-1"))
    assert.notInclude(one("user-1"), "user")
  })

  it("refuses a short key", () => {
    assert.throws(() => keyedHash("short"), RangeError)
  })
})
