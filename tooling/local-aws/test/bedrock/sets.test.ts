/** Whole series, box sets, and wishes that nothing fits, as the prompt states them. */
import { products } from "@manga-assist/catalogue"
import { readConverse } from "@manga-assist/bedrock-emulator/services"
import { describe, expect, it } from "vitest"
import { compose } from "../../src/bedrock/Composer.ts"
import { readPrompt } from "../../src/bedrock/PromptReader.ts"

const block = (name: string, lines: ReadonlyArray<unknown>) =>
  lines.length === 0
    ? ""
    : `<${name}>\n${lines.map((line) => JSON.stringify(line)).join("\n")}\n</${name}>\n`

const ask = (
  question: string,
  blocks: Readonly<Record<string, ReadonlyArray<unknown>>>,
  { intent = "price-or-stock", locale = "en" } = {},
) => {
  const data = Object.entries(blocks)
    .map(([name, lines]) => block(name, lines))
    .join("")
  const text = `${data}<question intent="${intent}" locale="${locale}">\n${question}\n</question>`
  const request = readConverse({
    system: [{ text: "Be brief." }],
    messages: [{ role: "user", content: [{ text }] }],
  })
  return compose(readPrompt(request), { seed: 1, family: "sonnet", today: "2026-11-24" })
}

const given = (...ids: ReadonlyArray<string>) => products().filter(({ id }) => ids.includes(id))

const paperbacks = {
  title: "Monster",
  japanese: "MONSTER",
  kind: "all-paperbacks",
  count: 18,
  price: 12_870,
  notInStock: 2,
}
const boxes = {
  title: "Kingdom",
  japanese: "キングダム",
  kind: "all-box-sets",
  count: 2,
  price: 12_140,
  notInStock: 0,
  lacksVolumes: [21, 75],
}

describe("a whole series", () => {
  it("costs the sum on paper, and the bundle beside it where no format is asked for", () => {
    const paper = ask("What do all paperbacks of Monster cost?", {
      products: given("monster"),
      sums: [paperbacks],
    })
    expect(paper).toMatch(/All 18 paperbacks.*¥12,870.*2 of them are not in stock/u)
    expect(paper).not.toContain("bundle")
    const gone = ask("which Monster volumes are sold out", {
      products: given("monster"),
      sums: [{ ...paperbacks, volumesNotInStock: "3, 7" }],
    })
    expect(gone).toMatch(/2 of them \(numbers 3, 7\) are not in stock/u)
    const saved = ask("How much do I save with the digital bundle of Monster?", {
      products: given("monster"),
      sums: [paperbacks],
    })
    expect(saved).toMatch(/¥2,940/u)
    const either = ask("What do I have to pay for the whole of Monster?", {
      products: given("monster"),
      sums: [paperbacks],
    })
    expect(either).toMatch(/¥12,870.*bundle/u)
    const japanese = ask(
      "MONSTERの紙の単行本は全巻でいくら？",
      { products: given("monster"), sums: [paperbacks] },
      { locale: "ja" },
    )
    expect(japanese).toMatch(/全18巻.*12,870円.*2巻は在庫がありません/u)
  })
})

describe("a part of a series", () => {
  const later = {
    ...paperbacks,
    kind: "later-paperbacks",
    volumesHeld: "13-18",
    count: 6,
    price: 4_290,
  }
  const named = { ...later, kind: "named-paperbacks", volumesHeld: "1-12", count: 12, price: 8_580 }
  const blocks = { products: given("monster-v1-paperback"), sums: [named, later] }

  it("is what the numbers name, or what comes behind them", () => {
    expect(ask("What do Monster 1-12 cost on paper in total?", blocks)).toMatch(/1-12.*¥8,580/u)
    const rest = ask("I own Monster 1-12, how much are the remaining ones on paper?", blocks)
    expect(rest).toMatch(/13-18.*¥4,290/u)
    expect(rest).not.toContain("8,580")
  })
})

describe("box sets", () => {
  const shown = { products: given("kingdom-box-1", "kingdom-box-2"), sums: [boxes] }

  it("are counted, with what they hold and what they lack", () => {
    expect(ask("How many box sets of Kingdom are there?", shown)).toMatch(
      /2 box sets.*volumes 1 to 20.*21 to 75 are in no box set/u,
    )
    expect(ask("キングダムのボックスセットは何箱ありますか", shown, { locale: "ja" })).toMatch(
      /2箱.*1巻から20巻.*21巻から75巻/u,
    )
  })

  it("are added up where all are meant, and not where one is", () => {
    expect(ask("What do both Kingdom box sets cost together?", shown)).toContain("¥12,140")
    expect(ask("What does Kingdom box set 2 cost?", shown)).not.toContain("¥12,140")
  })
})

describe("box sets in Japanese", () => {
  const [first, second] = given("kingdom-box-1", "kingdom-box-2")
  const boxOne = { ...first, holdsVolumes: [1, 10] }
  const shown = { products: [boxOne, { ...second, holdsVolumes: [11, 20] }], sums: [boxes] }
  const inJapanese = (question: string, blocks: Readonly<Record<string, ReadonlyArray<unknown>>>) =>
    ask(question, blocks, { locale: "ja" })

  it.each([
    "キングダムのボックスセット2つとも買うといくら？",
    "キングダムの箱、2箱セットで買ったらおいくら",
    "キングダムBOX、2つ全部でなんぼ？",
    "キングダムのBOX1と2、両方で何円",
  ])("are added up: %s", (question) => {
    expect(inJapanese(question, shown)).toContain("12,140円")
  })

  it("hold a volume, or do not", () => {
    expect(inJapanese("キングダムの3巻ってどのBOXに入ってる？", shown)).toContain("ボックスセット1")
    expect(inJapanese("キングダムのボックス、71巻は入ってる？", shown)).toMatch(
      /21巻から75巻はボックスセットに入っていません/u,
    )
  })

  it("are set beside the volumes that they hold", () => {
    const named = {
      title: "Kingdom",
      japanese: "キングダム",
      kind: "named-paperbacks",
      volumesHeld: "1-10",
      count: 10,
      price: 6_600,
      notInStock: 0,
    }
    const kept = { products: [boxOne], sums: [named] }
    for (const question of [
      "キングダム、紙で一巻から十巻まで買うのとボックスだとどっちがお得？",
      "キングダム1〜10巻、ボックスで買うのと一冊ずつ買うのと差額いくら",
    ]) {
      expect(inJapanese(question, kept)).toContain("530円")
    }
  })
})

describe("a wish that nothing fits", () => {
  const looser = {
    without: "price",
    contradictory: true,
    fits: [{ title: "Nana", japanese: "NANA" }],
  }

  it("is told with what to give up, and that it excludes itself", () => {
    const asked = { looser: [looser] }
    const english = ask("Manga under 500 and over 1,000 yen?", asked, { intent: "recommend" })
    expect(english).toMatch(/exclude each other.*Without the price there would be Nana/u)
    const one = { looser: [{ ...looser, contradictory: false }] }
    const japanese = ask("安い漫画は？", one, { intent: "recommend", locale: "ja" })
    expect(japanese).toMatch(/価格の条件を外すと、『NANA』/u)
    expect(japanese).not.toContain("矛盾")
  })
})

describe("what was ordered", () => {
  it("is the measure of a recommendation, and is not recited", () => {
    const orders = [
      { id: "MA-01-0001", status: "shipped", placedOn: "2026-11-01", items: [], total: 700 },
    ]
    const asked = { products: given("monster", "pluto"), orders }
    const answer = ask("something like my last order", asked, { intent: "recommend" })
    expect(answer).toContain("Monster")
    expect(answer).not.toContain("MA-01-0001")
    const facts = ask("when does my last order arrive?", asked, { intent: "order-status" })
    expect(facts).toContain("MA-01-0001")
  })
})
