/** Which series a message may be about: in which order, how many in full and briefly, and how far back. */
import { demoCatalogue, type Order } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PastTurn } from "../../src/conversation/Conversation.ts"
import { besideNamed, shownLately, spokenOf, topicsOf } from "../../src/facts/Topics.ts"
import { read } from "../demoShop.ts"
import { demoNames } from "../../src/reading/StoreNames.ts"

const catalogue = demoCatalogue()

let turns = 0
const turn = (more: Partial<PastTurn>): PastTurn => {
  turns += 1
  return {
    turn: `t-${turns}`,
    question: "ok",
    answer: "Yes.",
    series: [],
    products: [],
    at: turns,
    ...more,
  }
}
const order = (...items: ReadonlyArray<string>): Order => ({
  id: "MA-01-0001",
  user: "demo-01",
  status: "delivered",
  placedOn: "2026-11-01",
  expectedOn: "2026-11-04",
  total: 572,
  items: items.map((productId) => ({ productId, title: "x", quantity: 1, price: 572 })),
})
const topics = (
  text: string,
  past: ReadonlyArray<PastTurn> = [],
  orders: ReadonlyArray<Order> = [],
) => topicsOf({ question: read(text), conversation: { turns: past }, orders })
const idsOf = (found: ReturnType<typeof topics>, detail?: "full" | "brief") =>
  found.flatMap((topic) => (detail === undefined || topic.detail === detail ? [topic.series] : []))

/** Nobody else's works, no kin: nothing comes with them. */
const alone = catalogue.series.filter(
  ({ english, id }) =>
    english.length > 5 &&
    catalogue.familyOf(id).length === 1 &&
    catalogue.peopleOf(id).every((person) => catalogue.worksOf(person).length === 1) &&
    read(`Tell me about ${english}`).slots.series.join() === id,
)
const at = (index: number) => {
  const entry = alone[index]
  if (entry === undefined) throw new Error("there are not so many")
  return entry
}

describe("topics", () => {
  it("are what is named, named before, shown, told in answers, and ordered, in this order", () => {
    const [named, before, shown, told, ordered] = [at(0), at(1), at(2), at(3), at(4)]
    const past = [
      turn({
        question: `Tell me about ${before.english}`,
        answer: `${told.english} is like it.`,
        products: [`${shown.id}-v1-paperback`],
      }),
    ]
    expect(topics(`And ${named.english}?`, past, [order(`${ordered.id}-v2-digital`)])).toEqual(
      [named, before, shown, told, ordered].map(({ id }) => ({ series: id, detail: "full" })),
    )
  })

  it("have those of the newest turn first", () => {
    const past = [0, 1, 2].map((index) =>
      turn({
        question: `Tell me about ${at(index).english}`,
        products: [at(index + 3).id],
        answer: `As ${at(index + 6).english}.`,
      }),
    )
    expect(spokenOf({ turns: past }, demoNames())).toEqual(
      [2, 5, 8, 1, 4, 7, 0, 3, 6].map((index) => at(index).id),
    )
    expect(shownLately({ turns: past }, catalogue)).toEqual([5, 4, 3].map((index) => at(index).id))
  })

  it("have kin of what is named right behind it: a short name may mean any of it", () => {
    const found = topics("How many volumes has Dragon Ball?", [
      turn({ question: `Tell me about ${at(0).english}` }),
    ])
    expect(idsOf(found, "full")).toEqual(["dragon-ball", "dragon-ball-super", at(0).id])
  })

  it("do not lose what was spoken of to kin of what is only near", () => {
    const past = [turn({ products: [0, 1, 2].map((index) => at(index).id) })]
    const found = idsOf(topics("is the ippo ghoul thing cheaper than that", past))
    const near = found.filter((id) => id === "hajime-no-ippo" || id === "tokyo-ghoul")
    expect(catalogue.familyOf("tokyo-ghoul").length).toBeGreaterThan(1)
    expect(found.slice(0, 5)).toEqual([...near, ...[0, 1, 2].map((index) => at(index).id)])
    expect(near).toHaveLength(2)
  })

  it("have what is refused, since it is spoken of", () => {
    expect(idsOf(topics(`a manga about cooking, but not ${at(0).english}`))).toContain(at(0).id)
  })

  it("reach six turns back", () => {
    const past = Array.from({ length: 8 }, (_, index) => turn({ products: [at(index).id] }))
    expect(idsOf(topics("and then?", past))).toEqual(
      [7, 6, 5, 4, 3, 2].map((index) => at(index).id),
    )
  })

  it("are five in full and six briefly", () => {
    const past = [turn({ products: Array.from({ length: 20 }, (_, index) => at(index).id) })]
    const found = topics("which one?", past)
    expect(idsOf(found, "full")).toEqual([0, 1, 2, 3, 4].map((index) => at(index).id))
    expect(idsOf(found, "brief")).toEqual([5, 6, 7, 8, 9, 10].map((index) => at(index).id))
  })

  it("have other works of a named author briefly, and those of the likeliest series' people", () => {
    const ofAuthor = topics("What did Naoki Urasawa draw?")
    const works = catalogue.worksOf("Naoki Urasawa").map(({ id }) => id)
    expect(works.length).toBeGreaterThan(2)
    expect(idsOf(ofAuthor, "brief")).toEqual(works.slice(0, 6))
    expect(idsOf(topics("How long is Pluto?"), "full")).toEqual(["pluto"])
    expect(idsOf(topics("How long is Pluto?"), "brief")).toEqual(
      expect.arrayContaining(works.filter((id) => id !== "pluto").slice(0, 3)),
    )
  })

  it("are none of a conversation that speaks of no series", () => {
    expect(topics("Where is my order?", [turn({ question: "hello" })])).toEqual([])
    expect(topics("and the 900th?", [turn({ products: ["no-such-thing-v1-paperback"] })])).toEqual(
      [],
    )
  })

  /** By which way a series comes into a conversation; a lower number is likelier to be meant. */
  const ways = ["named", "shown", "told"] as const

  it("are never repeated, never more than eleven, and in order, whatever was said", () => {
    const mention = fc.record({
      entry: fc.constantFrom(...alone),
      way: fc.constantFrom(...ways),
      back: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(mention, { maxLength: 20 }), fc.constantFrom(...alone), (all, named) => {
        const of = (back: number, way: (typeof ways)[number]) =>
          all.flatMap((each) => (each.back === back && each.way === way ? [each.entry] : []))
        const past = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((back) =>
          turn({
            question: of(back, "named")
              .map(({ english }) => `Tell me about ${english}`)
              .slice(0, 1)
              .join(),
            products: of(back, "shown").map(({ id }) => id),
            answer: of(back, "told")
              .map(({ japanese }) => `『${japanese}』`)
              .join("、"),
          }),
        )
        const found = topics(`And ${named.english}?`, past)
        const ids = idsOf(found)
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids[0]).toBe(named.id)
        expect(idsOf(found, "full").length).toBeLessThanOrEqual(5)
        expect(idsOf(found, "brief").length).toBeLessThanOrEqual(6)
        expect(found.map(({ detail }) => detail)).toEqual([
          ...idsOf(found, "full").map(() => "full"),
          ...idsOf(found, "brief").map(() => "brief"),
        ])
        // A place is how long ago, then the way.
        const placeOf = (id: string) =>
          Math.min(
            ...all.flatMap(({ back, entry, way }) => {
              const isRead = way !== "named" || of(back, "named")[0] === entry
              return entry.id === id && back <= 6 && isRead ? [back * 10 + ways.indexOf(way)] : []
            }),
          )
        const places = ids.slice(1).map(placeOf)
        expect(places.every(Number.isFinite)).toBe(true)
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        const expected = new Set(
          all
            .map(({ entry }) => entry.id)
            .filter((id) => id !== named.id && Number.isFinite(placeOf(id))),
        )
        expect(ids.length).toBe(Math.min(11, 1 + expected.size))
      }),
      { numRuns: 300 },
    )
  })
})

describe("what stands beside the named", () => {
  it("is kin, and works of a named author, six at most, without what is named", () => {
    const of = (text: string) => besideNamed(read(text))
    expect(of("How much is Dragon Ball 3?")).toEqual(["dragon-ball-super"])
    expect(of(`How much is ${at(0).english} 3?`)).toEqual([])
    expect(of("What did Rumiko Takahashi draw?")).toEqual(
      catalogue
        .worksOf("Rumiko Takahashi")
        .map(({ id }) => id)
        .slice(0, 6),
    )
  })
})
