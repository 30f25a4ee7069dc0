/** What servers and workers have counted together, for the report and the metrics page. Fails where Redis does not answer. */
import { Effect } from "effect"
import { Demand } from "../questions/Demand.ts"
import { ownPrices } from "../spending/Cost.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"

export const figures = Effect.gen(function* () {
  const { measured } = yield* Demand
  const { bought, spent } = yield* TokenBudget
  return {
    measured: yield* measured,
    tokens: yield* spent,
    bought: yield* bought,
    prices: ownPrices(),
  }
})

export type Figures = Effect.Success<typeof figures>
