/** Instances that share a budget over one store, each of which a test can cut off from it, or kill. */
import { Effect, Exit, Layer, Scope } from "effect"
import type { BudgetSettings } from "../../src/budget/BudgetSettings.ts"
import { BudgetStore, BudgetStoreError } from "../../src/budget/BudgetStore.ts"
import { type BudgetedCall, makeModelBudget } from "../../src/budget/ModelBudget.ts"
import { Models } from "../../src/model/Models.ts"

const hourMs = 3_600_000
export const complex = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
export const simple = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
/** Dollars for a million tokens. */
export const prices = [
  { model: "claude-haiku-4-5", input: 1.1, output: 5.5, cacheRead: 0.11, cacheWrite: 1.375 },
  { model: "claude-sonnet-4-5", input: 3.3, output: 16.5, cacheRead: 0.33, cacheWrite: 4.125 },
]

export const tokensAnHour = (limit: number): BudgetSettings => ({
  pots: [{ name: "tokens", unit: "tokens", windowMs: hourMs, limit }],
  customer: { tokens: undefined, money: undefined },
  expected: undefined,
})

export const call = (inputTokens: number, maxTokens: number, modelId = simple): BudgetedCall => ({
  modelId,
  inputTokens,
  maxTokens,
})

export const usageOf = (inputTokens: number, outputTokens: number) => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
})

/** `asked`: how often the store was asked, by whomever. `pending`: of those, unanswered. `isAway`: it answers nobody. */
export const sharedStore = Effect.map(BudgetStore, (store) => {
  const state = { asked: 0, pending: 0, isAway: false }
  const instance = Effect.fnUntraced(function* (settings: BudgetSettings) {
    const scope = yield* Scope.make()
    const link = { isCut: false }
    const reached = <A>(answer: Effect.Effect<A, BudgetStoreError>) =>
      Effect.suspend(() => {
        state.asked += 1
        if (state.isAway || link.isCut) return Effect.fail(new BudgetStoreError({ detail: "away" }))
        state.pending += 1
        return Effect.ensuring(
          answer,
          Effect.sync(() => {
            state.pending -= 1
          }),
        )
      })
    const own = BudgetStore.of({
      exchange: (...asked) => reached(store.exchange(...asked)),
      customers: (...told) => reached(store.customers(...told)),
    })
    const budget = yield* makeModelBudget(settings, prices).pipe(
      Effect.provide([Layer.succeed(BudgetStore, own), Models.layer]),
      Scope.provide(scope),
    )
    return {
      budget,
      link,
      stop: Scope.close(scope, Exit.void),
      /** As SIGKILL does: nothing is given back. */
      kill: Effect.suspend(() => {
        link.isCut = true
        return Scope.close(scope, Exit.void)
      }),
    }
  })
  return { instance, state, store }
})
export type Instance = Effect.Success<ReturnType<Effect.Success<typeof sharedStore>["instance"]>>
