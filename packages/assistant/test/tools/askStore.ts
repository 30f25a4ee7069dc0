/** Calls of the store's tools over the scripted store, whose search judges each filter on the whole catalogue. */
import { catalogueDate, products } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { Clause } from "../../src/products/RetrievalPlan.ts"
import { StoreTools } from "../../src/tools/StoreTools.ts"
import type { Caller } from "../../src/tools/Tool.ts"
import { matchesClauses } from "../matchesClauses.ts"
import { type Script, scriptedStore } from "../scriptedStore.ts"

export const visitor: Caller = { locale: "en", deadlineMs: 2_000, seen: [] }

/** Most read first, as most searches have it. */
const mostRead = products().toSorted((a, b) => b.popularity - a.popularity)

/** Ids of what passes, as the emulated index finds it. */
export const passing = (filter: string): ReadonlyArray<string> => {
  const clauses: ReadonlyArray<Clause> = JSON.parse(filter)
  return mostRead.filter((product) => matchesClauses(product, clauses)).map(({ id }) => id)
}

/** Calls on the day that the catalogue is about; `seen` of the store tells what they read. */
export const asking = (script: Script = {}) => {
  const { layer, seen } = scriptedStore({ finds: passing, ...script })
  const ask = (name: string, input: unknown, caller: Partial<Caller> = {}) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse(catalogueDate))
      const tools = yield* StoreTools
      return yield* tools.run({ name, input }, { ...visitor, ...caller })
    }).pipe(Effect.provide(layer))
  return { ask, seen }
}
