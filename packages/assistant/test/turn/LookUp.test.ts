/** What a look-up is called for the customer, and what is said of it where the store or its words fail. */
import { assert, describe, it } from "@effect/vitest"
import { Ledger } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { StoreTools } from "../../src/tools/StoreTools.ts"
import { told, type ToolResult } from "../../src/tools/Tool.ts"
import { lookUp } from "../../src/turn/SecondLook.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"

const uses = [
  { toolUseId: "use-1", name: "find_products", input: { genres: ["horror"], words: "quiet" } },
  { toolUseId: "use-2", name: "series_facts", input: { titles: ["Akira"] } },
]

/** Results of both uses by the names of their tools. */
const looking = (results: Readonly<Record<string, Partial<ToolResult>>>) =>
  Effect.gen(function* () {
    const events: Array<TurnEvent> = []
    const { found } = yield* lookUp({
      locale: "en",
      looksUp: {
        user: undefined,
        unconfirmed: undefined,
        isSignedIn: false,
        seen: [],
        inFull: [],
        orders: [],
      },
      uses,
      ledger: new Ledger({ totalMs: 2_000 }),
      latencies: { percentile: () => undefined },
      emit: (event) => events.push(event),
    })
    return { events, looked: found.looked }
  }).pipe(
    Effect.provideService(StoreTools, {
      run: ({ name }) => Effect.succeed(told({}, results[name])),
    }),
  )

describe("a look-up", () => {
  it.effect("is called what was asked for, then what was looked up of it", () =>
    Effect.gen(function* () {
      const label = "horror manga, not searched by meaning"
      const { events, looked } = yield* looking({
        find_products: { found: 3, label },
        series_facts: { found: 1 },
      })
      assert.deepStrictEqual(events, [
        {
          type: "looking",
          tools: [
            { name: "find_products", label: "horror manga, searched by meaning" },
            { name: "series_facts", label: "Akira" },
          ],
        },
      ])
      assert.deepStrictEqual(looked, [
        { label, found: 3 },
        { label: "Akira", found: 1 },
      ])
    }),
  )
})
