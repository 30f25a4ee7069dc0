/** Where nothing fits a wish, what fits without one of its parts. */
import { assert, describe, it } from "@effect/vitest"
import { products } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { loosened } from "../src/products/find/Loosened.ts"
import { read } from "../src/reading/Read.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const partsOf = (text: string) => loosened(read(text)).map(({ part }) => part)

/** The lines of a turn's looser block. */
const looserOf = (text: string, finds: (filter: string) => ReadonlyArray<string>) => {
  const { layer, seen } = scriptedStore({ finds })
  return Effect.gen(function* () {
    const events = yield* ask(text)
    const written = (seen.calls[0]?.prompt ?? "").replaceAll('\\"', '"').replaceAll("\\n", "\n")
    const shown = events.flatMap((event) => (event.type === "products" ? event.products : []))
    return { block: /<looser>\n(.*?)\n<\/looser>/su.exec(written)?.[1] ?? "", shown }
  }).pipe(Effect.provide(layer))
}

const old = products().find(
  ({ demographic, genres, kind, status }) =>
    kind === "series" &&
    demographic === "shojo" &&
    genres.includes("romance") &&
    status === "ongoing",
)

describe("a wish that nothing fits", () => {
  it("has each of its parts given up in turn, and only that part", () => {
    assert.deepStrictEqual(partsOf("completed horror shojo manga with at most 3 volumes"), [
      "volumes",
      "status",
      "demographic",
      "genre",
    ])
    for (const { part, question } of loosened(read("completed horror shojo manga"))) {
      assert.strictEqual(question.wish.status === undefined, part === "status")
      assert.strictEqual(question.slots.demographic === undefined, part === "demographic")
      assert.strictEqual(question.slots.genres.length === 0, part === "genre")
    }
  })

  it("may exclude itself", () => {
    const [price, ...more] = loosened(read("500円以下で1000円以上の漫画"))
    assert.isEmpty(more)
    assert.deepInclude(price, { part: "price", contradictory: true })
  })

  it.effect("tells the model what fits without which part, and shows nothing", () =>
    Effect.gen(function* () {
      const { block, shown } = yield* looserOf("completed romance shojo manga", (filter) =>
        filter.includes("completed") || old === undefined ? [] : [old.id],
      )
      assert.include(block, '"without":"status"')
      assert.include(block, old?.title ?? "?")
      assert.notInclude(block, '"without":"genre"')
      assert.isEmpty(shown)
    }),
  )

  it.effect("is not loosened where something fits", () =>
    Effect.gen(function* () {
      const { block } = yield* looserOf("ongoing romance shojo manga", () =>
        old === undefined ? [] : [old.id],
      )
      assert.strictEqual(block, "")
    }),
  )
})
