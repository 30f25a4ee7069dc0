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
  /** Known beside what is shown. */
  readonly further?: ReadonlyArray<string>
  readonly ids?: ReadonlyArray<string>
  readonly extra?: string
  readonly intent?: string
  readonly locale?: "en" | "ja"
  readonly signedIn?: "yes" | "no"
}

const promptOf = (
  question: string,
  { extra = "", further = [], ids = [], intent = "other", locale = "en", signedIn = "no" }: Asking,
) => {
  const block = ids.length === 0 ? "" : `<products>\n${ids.map(line).join("\n")}\n</products>\n`
  const beside =
    further.length === 0 ? "" : `<further>\n${further.map(line).join("\n")}\n</further>\n`
  const text = `${block}${beside}${extra}<question intent="${intent}" locale="${locale}" signed-in="${signedIn}">\n${question}\n</question>`
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

  it("is a rule where an order is yet to be made, and no order where books are read in one", () => {
    const asked = "how long until my order arrives in Osaka if I order now"
    expect(ask(asked, { extra: orders, signedIn: "yes" })).toContain("Delivery costs ¥350")
    const reading = ask("What is the reading order of Monster?", { ids: ["monster"] })
    expect(reading).not.toContain("sign in")
    const paid = ask("What did I pay in total for my last order?", {
      extra: orders,
      signedIn: "yes",
    })
    expect(paid).toContain("¥1,430")
  })

  it("recommends to who loves a sport", () => {
    const answer = ask("I'm 14 and love football. what should I read?", {
      ids: ["captain-tsubasa"],
      intent: "recommend",
    })
    expect(answer).toContain("Captain Tsubasa")
  })

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

describe("sums and differences", () => {
  const price = (id: string) => byId.get(id)?.price ?? 0
  const yen = (sum: number) => sum.toLocaleString("en-US")
  const ids = [1, 2, 3].map((volume) => `monster-v${volume}-paperback`)

  it.each([
    ["How much are Monster 1, 2 and 3 in paper?", "en"],
    ["Monster 1-3 in print, overall cost?", "en"],
    ["MONSTERの1から3巻まで紙でいくらですか", "ja"],
  ] as const)("are told of several books: %s", (question, locale) => {
    const sum = ids.reduce((total, id) => total + price(id), 0)
    expect(ask(question, { ids, locale })).toContain(yen(sum))
  })

  it.each([
    ["two copies of Monster 1, what would that be together?", 2, "en"],
    ["MONSTERの1巻を3冊買うと合計でいくら", 3, "ja"],
  ] as const)("are told of several copies: %s", (question, times, locale) => {
    const answer = ask(question, { ids: ids.slice(0, 1), locale })
    expect(answer).toContain(yen(price("monster-v1-paperback") * times))
  })

  it("judge whether money is enough for all", () => {
    const sum = ids.reduce((total, id) => total + price(id), 0)
    const budget = (of: number) => `My budget is ${of} yen, can I get Monster 1, 2 and 3?`
    expect(ask(budget(sum), { ids })).toMatch(/^Yes/)
    expect(ask(budget(sum - 1), { ids })).toMatch(/^No/)
  })

  it("tell which edition is cheaper, and by how much", () => {
    const both = ["monster-v1-paperback", "monster-v1-digital"]
    const gap = Math.abs(price("monster-v1-paperback") - price("monster-v1-digital"))
    const answer = ask("Is Monster 1 cheaper as an e-book, and by how much?", { ids: both })
    expect(answer).toContain("digital edition is the cheaper one")
    expect(answer).toContain(`¥${gap}`)
  })

  it("are not told where only stock is asked", () => {
    expect(ask("Is Monster 1 or 2 in stock?", { ids: ids.slice(0, 2) })).not.toContain("Together")
  })
})

describe("what is known beside what is shown", () => {
  const frieren = "frieren-beyond-journeys-end"
  const count = byId.get(frieren)?.volumes ?? 0
  const further = [frieren, `${frieren}-v${count}-paperback`, `${frieren}-v${count + 1}-paperback`]
  const ids = [`${frieren}-v5-paperback`]
  const dateOf = (id: string) => {
    const [year, month, day] = (byId.get(id)?.releaseDate ?? "").split("-").map(Number)
    return `${year}年${month}月${day}日`
  }

  it.each(["フリーレンの続きはいつ?", "フリーレン5巻の値段と、次の巻の発売日は?"])(
    "tells the next volume: %s",
    (question) => {
      expect(ask(question, { ids, further, locale: "ja" })).toContain(dateOf(further[2] ?? ""))
    },
  )

  it("tells the newest, and not the next for it", () => {
    const answer = ask("フリーレンの最新刊は何巻?いつ出たやつ?", { ids, further, locale: "ja" })
    expect(answer).toContain(dateOf(further[1] ?? ""))
    expect(answer).not.toContain(dateOf(further[2] ?? ""))
  })

  it("tells other works of an author, and whether two titles have the same", () => {
    const asked = { ids: ["vinland-saga"], further: ["planetes"], intent: "author" }
    expect(ask("Did the author of Vinland Saga make anything about space?", asked)).toContain(
      "Planetes",
    )
    const both = { ids: ["slam-dunk", "vagabond"], further: ["real"], intent: "author" }
    const same = ask("Is Slam Dunk from the same artist as Vagabond?", both)
    expect(same).toMatch(/^Yes/)
    expect(same).toContain("Real")
    expect(
      ask("Is Slam Dunk from the same artist as Monster?", { ids: ["slam-dunk", "monster"] }),
    ).toMatch(/^No/)
  })

  it("tells which of two next books comes first", () => {
    const books = ["spy-x-family", "kagurabachi"].flatMap((id) => {
      const volumes = byId.get(id)?.volumes ?? 0
      return [`${id}-v${volumes + 1}-paperback`]
    })
    const [first, second] = books.toSorted((a, b) =>
      (byId.get(a)?.releaseDate ?? "").localeCompare(byId.get(b)?.releaseDate ?? ""),
    )
    const answer = ask("Spy x Family or Kagurabachi, which one's next volume comes out sooner?", {
      ids: ["spy-x-family", "kagurabachi"],
      further: books,
    })
    expect(answer.indexOf(byId.get(first ?? "")?.title ?? "?")).toBe(0)
    expect(byId.get(second ?? "")).toBeDefined()
  })
})

describe("what nobody here knows", () => {
  it.each([
    ["How old is Naoki Urasawa?", "en"],
    ["Is Naoki Urasawa still alive?", "en"],
    ["Where did Naoki Urasawa go to school?", "en"],
    ["浦沢直樹先生って男性ですか女性ですか", "ja"],
    ["浦沢直樹の出身校は?", "ja"],
  ] as const)("of a person is admitted: %s", (question, locale) => {
    const answer = ask(question, { ids: ["monster"], intent: "author", locale })
    expect(answer).toMatch(/personal details|個人的な情報/)
  })

  it.each([
    ["Is there a student discount?", "en"],
    ["Do you have a membership card or points?", "en"],
    ["Do frequent buyers get anything?", "en"],
    ["領収書って出せますか", "ja"],
    ["よく買う人向けの特典ってあります?", "ja"],
  ] as const)("of the store's rules is admitted: %s", (question, locale) => {
    const answer = ask(question, { intent: "policy", locale })
    expect(answer).toMatch(/don't have any information|情報は当店の規定にありません/)
  })

  it.each([
    ["Does your shop have a café where I can sit?", "en"],
    ["Which Tokyo branch of yours is the biggest?", "en"],
    ["お店の近くに駐車場はありますか", "ja"],
  ] as const)("of shops is admitted, and no book recommended: %s", (question, locale) => {
    const answer = ask(question, { ids: ["monster"], intent: "recommend", locale })
    expect(answer).toMatch(/information about shops|店舗についての情報/)
    expect(answer).not.toMatch(/Monster|MONSTER/)
  })

  it("is said of a title beside its author's works", () => {
    const answer = ask("I'm looking for Gantz, the one by Hiroya Oku.", {
      ids: ["inuyashiki"],
      intent: "author",
    })
    expect(answer).toContain("do not carry it")
    expect(answer).toContain("Inuyashiki")
  })

  it("is no refusal where what a manga is called is the question", () => {
    const answer = ask("What is the manga about a Doctor Tenma called?", {
      ids: ["monster"],
      intent: "title-lookup",
    })
    expect(answer).toContain("Monster")
    expect(answer).not.toContain("do not carry")
  })
})

describe("a word with two senses", () => {
  const told = (question: string) =>
    ask(question, { locale: "ja", intent: "title-lookup", ids: ["monster-v1-paperback"] })

  it.each([
    ["MONSTER1巻、いくら払えばいい？", "円", "クレジット"],
    ["MONSTER1巻、ラスト何冊？", "在庫", "ネタバレ"],
    ["MONSTERみたいにほのぼのしたやつ", "MONSTER", "ギフト"],
  ])("%s", (question, says, never) => {
    expect(told(question)).toContain(says)
    expect(told(question)).not.toContain(never)
  })

  it("says which of two titles it does not carry, and when a pre-ordered one comes", () => {
    const beside = ask("寄生獣とヒストリエ、どっちも置いてますか", {
      locale: "ja",
      intent: "price-or-stock",
      ids: ["parasyte-v1-paperback"],
    })
    expect(beside).toContain("取り扱っていません")
    const comes = ask("SPY×FAMILYの16巻って予約できますか？いつ届きます？", {
      locale: "ja",
      intent: "policy",
      ids: ["spy-x-family-v16-paperback"],
    })
    expect(comes).toContain("2026年12月4日")
  })

  it("tells what else is of the story, and how far it goes", () => {
    const text = ask("MAJORの続編はありますか？", {
      locale: "ja",
      intent: "title-lookup",
      ids: ["major", "major-2nd"],
    })
    expect(text).toContain("『MAJOR 2nd』")
    expect(text).toContain("28巻")
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

  it.each([
    ["What have I spent with you so far, all told?", /¥1,947 in all/],
    ["How many orders have I placed?", /2 orders/],
    ["What did one copy cost in my latest order?", /Monster, volume 1 was ¥715 a copy/],
    ["How many books are in my newest order?", /2 books/],
    ["Which of my orders was the cheapest?", /^Order MA-01-0001/],
    ["The order before the latest one, what did it contain?", /^Order MA-01-0001/],
    ["Has anything I ordered been cancelled?", /None of your orders/],
    ["Did I buy anything in March?", /None of your orders is of that time/],
  ])("counts and adds up: %s", (question, told) => {
    expect(ask(question, own)).toMatch(told)
  })

  it.each([
    ["今まで頼んだの全部でいくら使ってる?", /1,947円/],
    ["全部で何回注文してます?", /2件/],
    ["今回の一つ前に頼んだのは何でしたっけ", /NANA 3巻/],
    ["前々回じゃなくて前回の注文、何が入ってた?一番新しいのが今回のね", /NANA 3巻/],
  ])("counts and adds up in Japanese: %s", (question, told) => {
    expect(ask(question, { ...own, locale: "ja" })).toMatch(told)
  })

  it("has room for how the store ships in general", () => {
    const answer = ask("Has my parcel been sent, and do you ship the same day in general?", own)
    expect(answer).toMatch(/MA-01-0002.*Delivery costs/)
  })

  it("is no answer to whether a book can be ordered", () => {
    const answer = ask("can i order monster 1 today, would that work", {
      ids: ["monster-v1-paperback"],
    })
    expect(answer).toContain("in stock")
    expect(answer).not.toContain("sign in")
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

describe("the store's rules in Japanese", () => {
  it.each([
    ["電子書籍まちがえて買った。もう開いちゃったけどお金戻る？", "14日以内"],
    ["払い戻しの条件を教えてください", "14日以内"],
    ["友達の家に直接送るので、値段が書いた紙が入ってると困るんですが", "包装は300円"],
    ["明細に金額を書かないでほしいです", "包装は300円"],
    ["注文したあとに住所が古いままだと気づきました。直せますか？", "規定にありません"],
    ["配達時間の指定ってできます？夜しかいなくて", "規定にありません"],
  ])("are found by everyday words: %s", (question, told) => {
    expect(ask(question, { intent: "policy", locale: "ja" })).toContain(told)
  })

  it("dates no book that another part asks for", () => {
    const ids = ["monster-v18-paperback", "monster-v1-digital", "monster-v1-paperback", "monster"]
    const answer = ask("MONSTERの新刊いつ？んで1巻の電子なんぼ？", { ids, locale: "ja" })
    expect(answer).toContain("649円")
    expect(answer).not.toMatch(/1巻は\d+年/u)
  })

  it("know no title that is sought beside its author", () => {
    const answer = ask("ポーの一族を探しております。萩尾望都先生の作品です。", {
      ids: ["the-heart-of-thomas"],
      intent: "author",
      locale: "ja",
    })
    expect(answer).toContain("取り扱っていません")
  })
})
