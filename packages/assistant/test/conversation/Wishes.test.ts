/** The wishes of a conversation as a value: what is dropped is gone, what is said twice is said once, matters are apart. */
import { assert, describe, it } from "@effect/vitest"
import { users } from "@manga-assist/catalogue"
import { type WishChange, type WishMatter, wishMatters } from "@manga-assist/store-grammar"
import * as fc from "fast-check"
import { changedWishes, noWishes } from "../../src/conversation/meant/Wishes.ts"
import { planRetrieval } from "../../src/products/PlanRetrieval.ts"
import type { Wishes } from "../../src/reading/Question.ts"
import { meaning } from "./dialogue.ts"

const change = (given: Partial<WishChange>): WishChange => ({
  wishes: {},
  drops: [],
  unwishes: {},
  sentAway: {},
  allowed: {},
  only: false,
  tooLong: false,
  hasSubject: false,
  asks: false,
  asksOutright: false,
  begins: false,
  words: [],
  ...given,
})

const oneOf = (...values: ReadonlyArray<string>) => fc.constantFrom(...values)
const some = (...values: ReadonlyArray<string>) =>
  fc.uniqueArray(oneOf(...values), { minLength: 1, maxLength: 3 })

/** One wish of each matter. */
const wishesOf: Record<WishMatter, fc.Arbitrary<Record<string, ReadonlyArray<string>>>> = {
  price: fc.record({ PRICEBELOW: fc.tuple(oneOf("700", "900")) }),
  length: fc.oneof(
    fc.record({ VOLSMAX: fc.tuple(oneOf("5", "10")) }),
    fc.record({ LENGTH: fc.tuple(oneOf("short", "long")) }),
  ),
  status: fc.constantFrom("FINISHED", "ONGOING").map((kind) => ({ [kind]: [""] })),
  years: fc.oneof(
    fc.record({ YEARMIN: fc.tuple(oneOf("2000", "2010")) }),
    fc.record({ YEARMAX: fc.tuple(oneOf("2012", "2020")) }),
  ),
  readers: fc.record({ DEMO: fc.tuple(oneOf("shonen", "josei")) }),
  subject: fc.oneof(
    fc.record({ GENRE: some("romance", "mystery", "food") }),
    fc.record({ NOTGENRE: some("horror", "food") }),
    fc.record({ THEME: some("ballet", "cats") }),
  ),
  likeness: fc.record({ LIKEOF: fc.tuple(oneOf("monster", "nana")) }),
  titles: fc.record({ NOTSERIES: some("naruto", "one-piece") }),
  author: fc.record({ PERSON: fc.tuple(oneOf("Osamu Tezuka", "Fumi Yoshinaga")) }),
  publisher: fc.oneof(
    fc.record({ PUBLISHERNAME: some("Kodansha", "Shueisha") }),
    fc.record({ NOTPUBLISHERNAME: some("Kodansha", "Kadokawa") }),
  ),
  edition: fc.record({ FORMAT: fc.tuple(oneOf("digital", "paperback")) }),
}
const matters = Object.keys(wishMatters) as ReadonlyArray<WishMatter>
const matter = fc.constantFrom(...matters)
const wish = matter.chain((of) =>
  wishesOf[of].map((wishes) => ({ of, change: change({ wishes }) })),
)
const wishes = fc
  .array(wish, { maxLength: 8 })
  .map((said) => said.reduce((before, each) => changedWishes(before, each.change, "add"), noWishes))

/** Without an order, in which a value has none. */
const plain = ({ slots, words }: Wishes) => ({
  slots: Object.fromEntries(
    Object.entries(slots).map(([kind, values]) => [kind, values.toSorted()]),
  ),
  words: words.toSorted(),
})

describe("wishes", () => {
  it("that are dropped are gone, and only those", () => {
    fc.assert(
      fc.property(wishes, matter, (before, of) => {
        const after = changedWishes(before, change({ drops: [of] }), "add")
        const kinds: ReadonlyArray<string> = wishMatters[of]
        for (const kind of kinds) assert.notProperty(after.slots, kind)
        const others = Object.entries(before.slots).filter(([kind]) => !kinds.includes(kind))
        assert.deepStrictEqual(after.slots, Object.fromEntries(others))
      }),
    )
  })

  it("that are said twice are said once", () => {
    fc.assert(
      fc.property(wishes, wish, (before, said) => {
        const once = changedWishes(before, said.change, "add")
        assert.deepStrictEqual(plain(changedWishes(once, said.change, "add")), plain(once))
      }),
    )
  })

  it("of different matters hold in whatever order they are said", () => {
    fc.assert(
      fc.property(wishes, wish, wish, (before, first, second) => {
        fc.pre(first.of !== second.of)
        const one = changedWishes(changedWishes(before, first.change, "add"), second.change, "add")
        const other = changedWishes(
          changedWishes(before, second.change, "add"),
          first.change,
          "add",
        )
        assert.deepStrictEqual(plain(one), plain(other))
      }),
    )
  })

  it("that begin anew forget what was wished before", () => {
    fc.assert(
      fc.property(wishes, wish, (before, said) => {
        assert.deepStrictEqual(
          plain(changedWishes(before, said.change, "anew")),
          plain(changedWishes(noWishes, said.change, "add")),
        )
      }),
    )
  })

  it("never ask for and refuse the same", () => {
    fc.assert(
      fc.property(wishes, ({ slots }) => {
        for (const [kind, values] of Object.entries(slots)) {
          for (const value of values) assert.notInclude(slots[`NOT${kind}`] ?? [], value)
        }
      }),
    )
  })

  it.each([
    [{ PRICEMIN: ["800"] }, { PRICEBELOW: ["700"] }, { PRICEBELOW: ["700"] }],
    [{ VOLSMAX: ["5"] }, { VOLSMIN: ["20"] }, { VOLSMIN: ["20"] }],
    [{ PRICEMIN: ["300"] }, { PRICEBELOW: ["700"] }, { PRICEMIN: ["300"], PRICEBELOW: ["700"] }],
  ])("whose bounds are upside down: of %o and %o the last holds", (first, second, expected) => {
    const before = changedWishes(noWishes, change({ wishes: first }), "add")
    const { slots } = changedWishes(before, change({ wishes: second }), "add")
    assert.deepStrictEqual(slots, expected)
  })

  it("are bounded, however many are said", () => {
    const many = Array.from({ length: 40 }, (_, at) => `genre-${at}`)
    let value = noWishes
    for (const genre of many)
      value = changedWishes(value, change({ wishes: { GENRE: [genre] } }), "add")
    assert.deepStrictEqual(value.slots["GENRE"], many.slice(-8))
  })
})

describe("a turn", () => {
  it.each([
    [
      "adds",
      ["recommend a mystery manga", "something below 700 yen"],
      { GENRE: ["mystery"], PRICEBELOW: ["700"] },
    ],
    [
      "adds",
      ["ミステリー漫画のおすすめは？", "700円以下で"],
      { GENRE: ["mystery"], PRICEMAX: ["700"] },
    ],
    [
      "turns a length",
      ["recommend a long adventure manga", "not so long"],
      { GENRE: ["adventure"], NOTLENGTH: ["long"] },
    ],
    [
      "replaces the subject",
      ["any mystery manga under 700 yen?", "actually make it romance"],
      { GENRE: ["romance"], PRICEBELOW: ["700"] },
    ],
    [
      "replaces the subject",
      ["ミステリー漫画のおすすめは？", "やっぱり恋愛もので"],
      { GENRE: ["romance"] },
    ],
    [
      "drops a matter",
      ["any mystery manga under 700 yen?", "forget the price"],
      { GENRE: ["mystery"] },
    ],
    [
      "drops a matter",
      ["700円以下のミステリー漫画は？", "値段は気にしません"],
      { GENRE: ["mystery"] },
    ],
    ["refuses", ["any food manga?", "without fantasy"], { GENRE: ["food"], NOTGENRE: ["fantasy"] }],
    [
      "leaves titles out",
      ["recommend a long adventure manga", "not Naruto or One Piece"],
      { GENRE: ["adventure"], LENGTH: ["long"], NOTSERIES: ["naruto", "one-piece"] },
    ],
    [
      "leaves titles out",
      ["長い冒険漫画のおすすめは？", "ワンピースとナルトは除いて"],
      { GENRE: ["adventure"], LENGTH: ["long"], NOTSERIES: ["one-piece", "naruto"] },
    ],
    [
      "gives one subject up for another in one breath",
      ["finished horror manga", "Okay, forget horror, make it a comedy instead. Still short."],
      { GENRE: ["comedy"], NOTGENRE: ["horror"], FINISHED: [""], LENGTH: ["short"] },
    ],
    [
      "gives one subject up for another in one breath",
      [
        "ホラー漫画は？",
        "10巻まで",
        "やっぱホラーやめてミステリーにするわ。10巻までってのはそのまま",
      ],
      { GENRE: ["mystery"], NOTGENRE: ["horror"], VOLSMAX: ["10"] },
    ],
    [
      "gives one of two subjects up",
      ["お笑い系の漫画ちょうだい", "学園もので", "学園じゃなくて家族ものに変えて"],
      { GENRE: ["comedy", "family"] },
    ],
    [
      "adds a subject that nothing gives way to",
      ["any historical manga?", "A bit of love in it would be nice."],
      { GENRE: ["historical", "romance"] },
    ],
    [
      "drops a matter and refuses in another clause",
      [
        "mystery manga under 700 yen",
        "Money doesn't matter after all, but please nothing with horror.",
      ],
      { GENRE: ["mystery"], NOTGENRE: ["horror"] },
    ],
    [
      "drops what was refused",
      ["any romance manga?", "not shojo", "hm, shojo is fine after all"],
      { GENRE: ["romance"] },
    ],
    [
      "drops what was asked for",
      ["恋愛漫画のおすすめは？", "連載中がいい", "連載中でなくてもいいよ"],
      { GENRE: ["romance"] },
    ],
    [
      "answers, and refuses nothing",
      [
        "fantasy manga, please",
        "only things still running",
        "no, the other way round: finished ones only",
      ],
      { GENRE: ["fantasy"], FINISHED: [""] },
    ],
    [
      "turns a bound that is refused",
      ["josei manga, please", "nothing over 12 volumes"],
      { DEMO: ["josei"], VOLSMAX: ["12"] },
    ],
    [
      "keeps a bound that is met",
      ["horror manga, please", "at most five volumes", "still short"],
      { GENRE: ["horror"], VOLSMAX: ["5"] },
    ],
    [
      "leaves an author out",
      ["What's like Monster?", "Not by the same author please."],
      { LIKEOF: ["monster"], NOTPERSON: ["Naoki Urasawa"] },
    ],
    [
      "is like what was spoken of",
      ["How much is Dandadan 3?", "anything similar to that?"],
      { LIKEOF: ["dandadan"] },
    ],
    [
      "keeps what it says is to stay",
      ["sci-fi manga with fewer than 15 volumes", "same length please"],
      { GENRE: ["sci-fi"], VOLSBELOW: ["15"] },
    ],
  ] as const)("%s: %o", (_what, asked, slots) => {
    assert.deepStrictEqual(meaning(...asked).meant?.wishes?.slots, slots)
  })

  it.each([
    [["recommend a mystery manga", "can you recommend a romance manga?"]],
    [["ミステリー漫画のおすすめは？", "恋愛漫画のおすすめはありますか？"]],
    [["recommend a mystery manga", "What is trending?"]],
  ])("that names its own subject begins anew: %o", (asked) => {
    assert.isUndefined(meaning(...asked).meant)
  })

  it("with forty wishes is understood as far as wishes go, and says so", () => {
    const themes =
      "vampires, samurai, cats, dogs, ballet, baseball, soccer, basketball, cooking, music"
    const many = `and with ${themes}, finished, at most 20 volumes, under 700 yen, without horror, romance or sports`
    const { meant, reads } = meaning("any fantasy manga?", `${many}, ${many}`)
    assert.strictEqual(reads, "wish")
    for (const values of Object.values(meant?.wishes?.slots ?? {}))
      assert.isAtMost(values.length, 8)
    for (const each of ["fantasy", "finished", "20 volumes", "700 yen"]) {
      assert.include(meant?.text, each)
      assert.include(meant?.reason, each)
    }
  })

  it("of a customer who names no subject is for what they like, and else for anything", () => {
    const customer = users().find(({ preferredGenres }) => preferredGenres.length > 0)
    const plan = planRetrieval(
      meaning("Something to my taste, please.", "Preferably finished."),
      customer,
    )
    assert(plan.kind === "filter")
    assert.deepInclude(plan.filter, { terms: { genres: customer?.preferredGenres } })
    assert.deepInclude(plan.filter, { term: { status: "completed" } })
    assert(plan.otherwise?.kind === "filter")
    assert.notInclude(JSON.stringify(plan.otherwise.filter), "genres")
  })
})
