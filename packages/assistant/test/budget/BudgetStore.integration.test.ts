/** What the store in Redis promises to many instances, over a real one. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
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
for (const seed of [1, 2, 3, 7]) keptBudget("Redis", overRedis, { seed, minutes: 4 })

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
})
