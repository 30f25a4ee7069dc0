/** The store in Redis keeps the rules of the one in memory; with any questions in any order it answers the same. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { BudgetAccounts } from "../../src/budget/BudgetAccounts.ts"
import { BudgetStore } from "../../src/budget/BudgetStore.ts"
import { layerRedisBudgetStore } from "../../src/budget/RedisBudgetStore.ts"
import { budgetStoreSuite } from "./budgetStoreSuite.ts"
import { keptBudget } from "./keptBudget.ts"

const overRedis = Layer.unwrap(
  Effect.map(redisServer(), ({ url }) =>
    layerRedisBudgetStore.pipe(
      Layer.provide(RedisConnection.layer),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
    ),
  ),
)

budgetStoreSuite("Redis", overRedis)
keptBudget("Redis", overRedis, { seed: 7, minutes: 4 })

const amount = fc.integer({ min: 0, max: 400 })
const step = fc.record({
  instance: fc.constantFrom("a", "b", "c", "d"),
  used: amount,
  more: amount,
  leaves: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  old: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  afterMs: fc.constantFrom(0, 100, 500, 1_000, 2_000, 60_000, 130_000),
})

describe("the budget in Redis", () => {
  it.effect("answers as the rules do", () =>
    Effect.gen(function* () {
      const store = yield* BudgetStore
      const runs = fc.sample(fc.array(step, { minLength: 30, maxLength: 60 }), {
        seed: 7,
        numRuns: 40,
      })
      for (const [run, steps] of runs.entries()) {
        const rules = new BudgetAccounts()
        let now = run * 10_000_000
        yield* TestClock.setTime(now)
        for (const [index, { afterMs, instance, leaves, more, old, used }] of steps.entries()) {
          yield* TestClock.adjust(afterMs)
          now += afterMs
          const question = {
            sequence: old ? index - 20 : index,
            limit: 1_000,
            used,
            want: leaves ? used : used + more,
            leaves,
          }
          const [reply] = yield* store.exchange(instance, [
            { ...question, pot: "tokens", window: run, windowMs: 3_600_000 },
          ])
          assert.deepEqual(reply, rules.ask(instance, now, question))
        }
      }
    }).pipe(Effect.provide(overRedis)),
  )
})
