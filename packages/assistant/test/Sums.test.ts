/** What all books of a series cost together: added up from the table, and told only where it is all of them. */
import { assert, describe, it } from "@effect/vitest"
import { catalogueDate, products, series } from "@manga-assist/catalogue"
import { listedProduct } from "../src/products/ListedProduct.ts"
import { toOffer } from "../src/products/Offer.ts"
import { countedOf, sumsOf } from "../src/products/table/Sums.ts"
import { read } from "../src/reading/Read.ts"

const all = new Map(products().map((product) => [product.id, product]))
const offersOf = (ids: ReadonlyArray<string>) =>
  ids.flatMap((id) => {
    const product = all.get(id)
    const listed = product === undefined ? undefined : listedProduct(product)
    return listed === undefined ? [] : [toOffer(listed, undefined, catalogueDate)]
  })
const volumesOf = (id: string) => series().find((each) => each.id === id)?.volumes ?? 0
const priceOf = (ids: ReadonlyArray<string>) =>
  ids.reduce((sum, id) => sum + (all.get(id)?.price ?? 0), 0)

describe("all paperbacks", () => {
  const question = read("What would all the paperbacks of Monster cost?")
  const ids = countedOf(question)

  it("are those that are out, with their sum and how many cannot ship", () => {
    assert.lengthOf(ids, volumesOf("monster"))
    const [sum, ...more] = sumsOf({ question, counted: offersOf(ids), offers: [], further: [] })
    assert.isEmpty(more)
    assert.deepInclude(sum, {
      kind: "all-paperbacks",
      title: "Monster",
      count: ids.length,
      price: priceOf(ids),
      notInStock: ids.filter((id) => all.get(id)?.stock === 0).length,
    })
  })

  it("tell which cannot ship, where that is asked for", () => {
    for (const text of [
      "which Haikyu volumes are sold out",
      "is anything of Haikyu sold out on paper",
    ]) {
      const asked = read(text)
      const rows = countedOf(asked)
      const [sum] = sumsOf({ question: asked, counted: offersOf(rows), offers: [], further: [] })
      const lacking = rows.flatMap((id) => (all.get(id)?.stock === 0 ? [all.get(id)?.volume] : []))
      assert.isAbove(lacking.length, 0)
      assert.strictEqual(sum?.volumesNotInStock?.split(/, |-/u)[0], String(lacking[0]), text)
    }
  })

  it("are added up beside the digital ones, where both are spoken of", () => {
    const asked = read(
      "How much do I save buying the digital bundle of Bleach instead of the paperbacks?",
    )
    const rows = offersOf(countedOf(asked))
    const sums = sumsOf({ question: asked, counted: rows, offers: [], further: [] })
    assert.deepEqual(
      sums.map(({ kind }) => kind),
      ["all-paperbacks", "all-digital"],
    )
  })

  it("have no sum where one of them is withdrawn", () => {
    assert.isEmpty(sumsOf({ question, counted: offersOf(ids.slice(1)), offers: [], further: [] }))
  })

  it("are not read where one book, the digital edition or a box set is asked for", () => {
    for (const text of [
      "How much is Monster 3 in paperback?",
      "How much are all box sets of Naruto?",
    ]) {
      assert.isEmpty(countedOf(read(text)), text)
    }
  })

  it("are read in one go however many there are", () => {
    assert.lengthOf(
      countedOf(read("How much are all the Kochikame paperbacks together?")),
      volumesOf("kochikame"),
    )
  })
})

describe("volumes of one series", () => {
  const sumsFor = (text: string) => {
    const question = read(text)
    const counted = offersOf(countedOf(question))
    return sumsOf({ question, counted, offers: [], further: [] })
  }
  const volumes = (from: number, to: number, format = "paperback") =>
    Array.from({ length: to - from + 1 }, (_, at) => `monster-v${from + at}-${format}`)

  it("are added up where a range of them is named, however long", () => {
    const [sum] = sumsFor("Monster 1 to 15 on paper, what is the sum?")
    assert.deepInclude(sum, {
      kind: "named-paperbacks",
      volumesHeld: "1-15",
      count: 15,
      price: priceOf(volumes(1, 15)),
    })
  })

  it("are added up from behind what is named, where the rest is asked for", () => {
    for (const text of [
      "I have Monster up to volume 12, what do the remaining ones cost as ebooks?",
      "Already own Monster 1-12, how much are the other six as ebooks?",
    ]) {
      assert.deepInclude(
        sumsFor(text).find(({ kind }) => kind === "later-digital"),
        { volumesHeld: "13-18", count: 6, price: priceOf(volumes(13, 18, "digital")) },
        text,
      )
    }
    assert.deepInclude(
      sumsFor("I've got box 1 of Monster, what would the rest cost?").find(({ kind }) =>
        kind.startsWith("later-"),
      ),
      { volumesHeld: "11-18", price: priceOf(volumes(11, 18)) },
    )
  })

  it("are added up one by one beside the bundle of digital editions", () => {
    assert.deepInclude(sumsFor("Are all Monster ebooks as a bundle cheaper than single ones?")[0], {
      kind: "all-digital",
      price: priceOf(volumes(1, 18, "digital")),
    })
  })

  it("have no sum where one is asked for", () => {
    assert.isEmpty(sumsFor("Any idea what Monster 3 goes for?"))
  })
})

describe("all box sets", () => {
  const boxes = ["kingdom-box-1", "kingdom-box-2"]

  it("have a sum, and the volumes that none of them holds", () => {
    const question = read("How much are all box sets of Kingdom together?")
    const [sum] = sumsOf({ question, counted: [], offers: offersOf(boxes), further: [] })
    assert.deepInclude(sum, {
      kind: "all-box-sets",
      count: 2,
      price: priceOf(boxes),
      lacksVolumes: [21, volumesOf("kingdom")],
    })
  })

  it("have none where one is asked for", () => {
    const question = read("How much is Kingdom box set 2?")
    assert.isEmpty(sumsOf({ question, counted: [], offers: offersOf(boxes), further: [] }))
  })
})
