/** What servers and workers have counted together, for the report and the metrics page. Fails where Redis does not answer. */
import { Effect } from "effect"
import { ownPrices } from "../spending/Cost.ts"
import { Demand } from "../questions/Demand.ts"
import { Purchases } from "../spending/Purchases.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"

export const figures = Effect.gen(function* () {
  return {
    measured: yield* (yield* Demand).measured,
    tokens: yield* (yield* TokenBudget).spent,
    bought: yield* (yield* Purchases).read,
    prices: ownPrices(),
  }
})

export type Figures = Effect.Success<typeof figures>
