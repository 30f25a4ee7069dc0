/** What the composer reads of a question: each part by its own words, and the answer from the blocks alone. */
import { products } from "@manga-assist/catalogue"
import { readConverse } from "@manga-assist/bedrock-emulator/services"
import { describe, expect, it } from "vitest"
import { compose } from "../../src/bedrock/Composer.ts"
import { readPrompt } from "../../src/bedrock/PromptReader.ts"
import { askedOf } from "../../src/bedrock/Asked.ts"

const policies = `<policies>
shipping.en: Delivery costs ¥350.
shipping.ja: 送料は350円です。
returns.en: Unopened books can be returned within 14 days.
returns.ja: 未開封の本は14日以内に返品できます。
gift.en: Wrapping costs ¥300.
gift.ja: 包装は300円です。
</policies>`

const orders = `<orders>
{"id":"MA-01-0002","status":"shipped","placedOn":"2026-11-20","expectedOn":"2026-11-27","items":[{"title":"Monster, volume 1","japanese":"MONSTER 1巻","quantity":2,"price":715}],"total":1430}
{"id":"MA-01-0001","status":"delivered","placedOn":"2026-10-11","items":[{"title":"Nana, volume 3","japanese":"NANA 3巻","quantity":1,"price":517}],"total":517}
</orders>
`

const byId = new Map(products().map((product) => [product.id, product]))
const line = (id: string) => {
  const product = byId.get(id)
  return JSON.stringify({
    ...product,
    japanese: product?.japaneseTitle,
    inStock: (product?.stock ?? 0) > 0,
  })
}

interface Asking {
  readonly ids?: ReadonlyArray<string>
  readonly extra?: string
  readonly intent?: string
  readonly locale?: "en" | "ja"
  readonly signedIn?: "yes" | "no"
}

const promptOf = (
  question: string,
  { extra = "", ids = [], intent = "other", locale = "en", signedIn = "no" }: Asking,
) => {
  const block = ids.length === 0 ? "" : `<products>\n${ids.map(line).join("\n")}\n</products>\n`
  const text = `${block}${extra}<question intent="${intent}" locale="${locale}" signed-in="${signedIn}">\n${question}\n</question>`
  return readPrompt(
    readConverse({
      system: [{ text: policies }],
      messages: [{ role: "user", content: [{ text }] }],
    }),
  )
}

const ask = (question: string, asking: Asking = {}) =>
  compose(promptOf(question, asking), { seed: 1, family: "sonnet", today: "2026-11-24" })

const aspectsOf = (question: string) =>
  askedOf(promptOf(question, {})).parts.map(({ aspects }) => aspects.join(" "))

describe("a question", () => {
  it.each([
    ["How much is it, and who wrote it?", ["price", "author"]],
    ["Is it finished? When is the next volume out?", ["status", "release next"]],
    ["作者と1巻の値段は?", ["price author"]],
    ["いつ始まりましたか。何巻ありますか", ["firstYear", "volumes"]],
  ])("is read in parts: %s", (question, aspects) => {
    expect(aspectsOf(question)).toEqual(aspects)
  })

  it("is not asked by the words of a title", () => {
    expect(aspectsOf("Who wrote What Did You Eat Yesterday?")).toEqual(["author"])
    expect(aspectsOf("How much is The Summer Hikaru Died 3?")).toEqual(["price"])
  })
})

describe("an answer", () => {
  const ids = ["monster-v1-paperback", "monster-v1-digital"]

  it.each(["author", "price-or-stock", "policy", "title-lookup"])(
    "covers each aspect asked, whatever the intent: %s",
    (intent) => {
      const answer = ask("How much is Monster 1, and who wrote it?", { ids, intent })
      expect(answer).toContain(`¥${byId.get("monster-v1-paperback")?.price}`)
      expect(answer).toContain("Naoki Urasawa")
    },
  )

  it("covers a book and a policy", () => {
    const answer = ask("Is Monster 1 in stock, and how much is shipping?", { ids })
    expect(answer).toContain("Monster, volume 1")
    expect(answer).toContain("¥350")
    const japanese = ask("MONSTER1巻の在庫はありますか。ラッピングはできますか", {
      ids,
      locale: "ja",
    })
    expect(japanese).toContain("『MONSTER』1巻")
    expect(japanese).toContain("300円")
  })

  it("judges a bound, compares and adds up", () => {
    expect(ask("Is Monster 1 under 700 yen?", { ids })).toMatch(/^No\./)
    expect(ask("Is Monster 1 under 800 yen?", { ids })).toMatch(/^Yes\./)
    const both = ["monster", "nana"]
    expect(ask("Which is longer, Monster or Nana?", { ids: both })).toContain(
      "Nana is the longer one",
    )
    const books = ["monster-v1-paperback", "nana-v3-paperback"]
    const sum = books.reduce((total, id) => total + (byId.get(id)?.price ?? 0), 0)
    expect(ask("What do Monster 1 and Nana 3 cost together?", { ids: books })).toContain(
      `¥${sum.toLocaleString("en-US")}`,
    )
  })

  it("admits what no block holds, and gives no ending away", () => {
    const of = { ids: ["monster"], intent: "title-lookup" }
    expect(ask("Who voices Tenma in Monster?", of)).toContain("don't know")
    expect(ask("How does Monster end?", of)).toContain("can't give the ending away")
    expect(ask("MONSTERの結末は?", { ...of, locale: "ja" })).toContain("お答えできません")
    expect(ask("Do you sell Monster figures?", of)).toContain("don't sell anything but books")
  })

  it("says of a title that is not there that it is not carried, and offers what is near as such", () => {
    for (const [question, locale] of [
      ["Do you carry Zorblax Knights?", "en"],
      ["ゾルブラクスはありますか", "ja"],
    ] as const) {
      expect(ask(question, { locale })).toMatch(/do not carry it|取り扱っていません/)
      expect(ask(question, { locale, ids: ["monster"] })).toMatch(/near to it|近いもの/)
    }
  })
})

describe("a numbered book", () => {
  it("is no box set by its title", () => {
    const answer = ask("When does Blue Box volume 99 come out?", { ids: ["blue-box"] })
    expect(answer).toContain("could not find volume 99")
  })
})

describe("an answer about orders", () => {
  const own = { extra: orders, signedIn: "yes" as const }

  it.each([
    ["What did I order last?", /MA-01-0002.*2 copies of Monster, volume 1/, /MA-01-0001/],
    ["How much was my October order?", /¥517/, /1,430/],
    ["Which of my orders has been delivered?", /MA-01-0001/, /MA-01-0002/],
    ["What was the order before this one?", /MA-01-0001/, /MA-01-0002/],
    ["How many copies of Monster did I buy?", /2 of Monster, volume 1/, /MA-01-0001/],
  ])("tells the orders meant: %s", (question, told, untold) => {
    const answer = ask(question, own)
    expect(answer).toMatch(told)
    expect(answer).not.toMatch(untold)
  })

  it("names books in Japanese", () => {
    const answer = ask("10月の注文の中身は?", { ...own, locale: "ja" })
    expect(answer).toContain("NANA 3巻")
    expect(answer).not.toContain("Nana")
  })

  it("asks who is not signed in to sign in", () => {
    expect(ask("What did I buy last time?")).toContain("sign in")
    expect(ask("前回何を買いましたか", { locale: "ja" })).toContain("ログイン")
  })

  it("has room for a policy beside", () => {
    const answer = ask("When does my order arrive, and can I return the book afterwards?", own)
    expect(answer).toMatch(/MA-01-0002.*14 days/)
  })
})
