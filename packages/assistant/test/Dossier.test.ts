/** What the model is told, beside what is shown, of the titles and people that an unread question names. */
import { assert, describe, it } from "@effect/vitest"
import { series } from "@manga-assist/catalogue"
import { Effect } from "effect"
import * as fc from "fast-check"
import { dossierOf } from "../src/products/table/Dossier.ts"
import { retrievalKey } from "../src/products/RetrievalKey.ts"
import { read } from "../src/reading/Read.ts"
import { ask, type Script, scriptedStore } from "./scriptedStore.ts"

const volumesOf = (id: string): number => series().find((each) => each.id === id)?.volumes ?? 0

/** The records of a turn's further block. */
const furtherOf = (text: string, script: Script = {}) => {
  const { layer, seen } = scriptedStore(script)
  return Effect.gen(function* () {
    const events = yield* ask(text)
    const prompt = JSON.parse(seen.calls[0]?.prompt ?? "[]") as unknown
    const written = JSON.stringify(prompt).replaceAll('\\"', '"').replaceAll("\\n", "\n")
    const block = /<further>\n(.*?)\n<\/further>/su.exec(written)?.[1] ?? ""
    const shown = events.flatMap((event) =>
      event.type === "products" ? event.products.map(({ id }) => id) : [],
    )
    return { block, shown }
  }).pipe(Effect.provide(layer))
}

describe("a dossier", () => {
  it("has the bundle, the first, the newest and the next volume, and what is named", () => {
    const ids = dossierOf(read("Frieren 5 paper cost, and the next one's date, any idea?"))
    const id = "frieren-beyond-journeys-end"
    const newest = volumesOf(id)
    for (const volume of [1, 5, newest, newest + 1]) {
      assert.include(ids, `${id}-v${volume}-paperback`)
      assert.include(ids, `${id}-v${volume}-digital`)
    }
    assert.include(ids, id)
  })

  it("has the other works of a title's authors, and all of a person's", () => {
    const other = dossierOf(read("Did the author of Vinland Saga make anything about space?"))
    assert.include(other, "planetes")
    assert.includeMembers(
      [...dossierOf(read("How old is Naoki Urasawa?"))],
      ["monster", "pluto", "20th-century-boys"],
    )
  })

  it("is empty where a form says what is asked, and where nobody is named", () => {
    assert.isTrue(read("How much is volume 3 of Vinland Saga?").reading.known)
    assert.deepStrictEqual(dossierOf(read("How much is volume 3 of Vinland Saga?")), [])
    assert.deepStrictEqual(dossierOf(read("surprise me with anything grim")), [])
  })

  it("is bounded whatever is named, so that one read brings it", () => {
    const titles = series().map(({ english }) => english)
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...titles), { minLength: 1, maxLength: 9 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 }),
        (named, numbers) => {
          const text = `dunno, ${named.join(" and ")} ${numbers.join(", ")} whatsoever?`
          assert.isAtMost(dossierOf(read(text)).length, 80)
        },
      ),
      { numRuns: 300 },
    )
  })

  it("belongs to what a draft reads for", () => {
    const key = (text: string) => retrievalKey({ question: read(text), customer: undefined })
    assert.notStrictEqual(
      key("whatever about Berserk 2 and 3 then?"),
      key("whatever about Berserk 2 and 4 then?"),
    )
  })
})

describe("a prompt", () => {
  it.live(
    "tells the next volume to a question whose intent was guessed, and shows none of it",
    () =>
      Effect.gen(function* () {
        const id = "frieren-beyond-journeys-end"
        const { block, shown } = yield* furtherOf(
          "Frieren 5 paper cost, and the next one's date, any idea?",
        )
        const next = `${id}-v${volumesOf(id) + 1}-paperback`
        assert.include(block, `"id":"${next}"`)
        assert.match(block, new RegExp(`"id":"${next}"[^\\n]*"releaseDate":"20`, "u"))
        assert.notInclude(shown, next)
        for (const each of shown) assert.notInclude(block, `"id":"${each}"`)
      }),
  )

  it.live("has none of it where the table cannot be read", () =>
    Effect.gen(function* () {
      const { block } = yield* furtherOf("Frieren next one's date, any idea?", { facts: "down" })
      assert.strictEqual(block, "")
    }),
  )
})
