/** Who asks what to read is shown nothing of which they have bought a volume, by whatever list it was found. */
import { assert, describe, it } from "@effect/vitest"
import { demoCatalogue, orders, series } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { lastMessage } from "./asked/conversing.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const user = "demo-01"
const owned = [
  ...new Set(
    orders()
      .filter((order) => order.user === user)
      .flatMap(({ items }) =>
        items.flatMap(({ productId }) => demoCatalogue().bookOf(productId)?.series ?? []),
      ),
  ),
]
const others = ["pluto", "akira", "nana"].filter((id) => !owned.includes(id))

const shownFor = (text: string, more: { readonly user?: string }) => {
  const { layer } = scriptedStore({ finds: () => [...owned, ...others] })
  return Effect.map(ask(text, more), (events) =>
    events.flatMap((event) =>
      event.type === "products" ? event.products.map(({ id }) => id) : [],
    ),
  ).pipe(Effect.provide(layer))
}

describe("a series of which the customer has a volume", () => {
  it.effect("is left out where their own taste is the measure", () =>
    Effect.gen(function* () {
      assert.isNotEmpty(owned)
      for (const text of ["something like my last order", "前回の注文と似た漫画のおすすめは？"]) {
        const shown = yield* shownFor(text, { user })
        assert.isNotEmpty(shown, text)
        for (const id of owned) assert.notInclude(shown, id, text)
      }
    }),
  )

  it.effect("is shown to who asks for no one in particular", () =>
    Effect.gen(function* () {
      const [first = ""] = owned
      const [genre = ""] = series().find(({ id }) => id === first)?.genres ?? []
      assert.include(yield* shownFor(`Recommend ${genre} manga`, { user }), first)
    }),
  )

  it.effect("is told of by no second search for them either", () => {
    const { layer, seen } = scriptedStore({ finds: () => [...owned, ...others] })
    return Effect.gen(function* () {
      for (const text of ["something like my last order", "only finished ones, for me"]) {
        yield* ask(text, { user })
      }
      const { search = [] } = lastMessage(seen.calls.at(-1)?.prompt)
      const told = search.map(({ id }) => id)
      assert.isNotEmpty(told)
      for (const id of owned) assert.notInclude(told, id)
    }).pipe(Effect.provide(layer))
  })
})
