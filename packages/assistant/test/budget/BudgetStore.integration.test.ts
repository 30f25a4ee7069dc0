/** The store in Redis keeps the rules of the one in memory; with any questions in any order it answers the same. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { BudgetAccounts } from "../../src/budget/BudgetAccounts.ts"
import { BudgetStore } from "../../src/budget/BudgetStore.ts"
import { layerRedisBudgetStore } from "../../src/budget/RedisBudgetStore.ts"
import { budgetStoreSuite } from "./budgetStoreSuite.ts"
import { keptBudget } from "./keptBudget.ts"

const storeAt = (url: string) =>
  layerRedisBudgetStore.pipe(
    Layer.provide(RedisConnection.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
    Layer.fresh,
  )
const overRedis = Layer.unwrap(Effect.map(redisServer(), ({ url }) => storeAt(url)))

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
  it.effect("is whole again after Redis lost all of it: each instance tells what it used", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const store = Context.get(yield* Layer.build(storeAt(url)), BudgetStore)
      const ask = (instance: string, sequence: number) =>
        store.exchange(instance, [
          {
            pot: "tokens",
            window: 1,
            windowMs: 3_600_000,
            sequence,
            limit: 1_000,
            used: 300,
            want: 350,
            leaves: false,
          },
        ])
      yield* ask("a", 1)
      yield* ask("b", 2)
      yield* command("FLUSHALL")
      yield* ask("a", 3)
      const [reply] = yield* ask("b", 4)
      assert.deepInclude(reply, { account: 325, counted: 675 })
    }),
  )

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
