/** What one call may use now: from what is at hand, by class, by customer, by a model's quota, in its window. */
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { type BudgetSettings, budgetSettings } from "../../src/budget/BudgetSettings.ts"
import { BudgetStore, BudgetStoreError } from "../../src/budget/BudgetStore.ts"
import { costOfUsage, nothing, priceOf } from "../../src/budget/ModelCost.ts"
import type { Spender, SpenderClass } from "../../src/budget/Spender.ts"
import {
  call,
  complex,
  type Instance,
  prices,
  sharedStore,
  simple,
  tokensAnHour,
  usageOf,
} from "./instances.ts"

const customer: Spender = { class: "customer" }
const usual = call(2_300, 700)

/** Until it is refused; each call costs what it reserved. */
const drain = Effect.fnUntraced(function* ({ budget }: Instance, spender: Spender, most = 10_000) {
  let calls = 0
  while (calls < most && budget.refusal(usual, spender) === undefined) {
    const { settle, most: all } = budget.reserve(usual, spender)
    settle(all)
    calls += 1
    yield* TestClock.adjust(500)
  }
  return calls
})

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  budgetSettings.pipe(
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment)),
  )

type Method = "exchange" | "customers"

/** Of what an instance asks at the same time, `fails` does after 50 ms and the other is answered after 100 ms. */
const halfAway = () => {
  const half: { fails: Method | undefined } = { fails: undefined }
  const reached = <A>(method: Method, answer: Effect.Effect<A, BudgetStoreError>) =>
    Effect.suspend(() => {
      if (half.fails === undefined) return answer
      return half.fails === method
        ? Effect.andThen(Effect.sleep(50), Effect.fail(new BudgetStoreError({ detail: "away" })))
        : Effect.andThen(Effect.sleep(100), answer)
    })
  const layer = Layer.effect(
    BudgetStore,
    Effect.map(BudgetStore, (store) =>
      BudgetStore.of({
        exchange: (...asked) => reached("exchange", store.exchange(...asked)),
        customers: (...told) => reached("customers", store.customers(...told)),
      }),
    ),
  ).pipe(Layer.provide(BudgetStore.layerMemory))
  return { half, layer }
}

const quotaOf = (limit: number): BudgetSettings => ({
  ...tokensAnHour(1e9),
  pots: [{ name: "quota-complex", unit: "quota", windowMs: 60_000, limit }],
})

describe("a call within the budget", () => {
  it.effect("asks nobody: what it needs was taken ahead", () =>
    Effect.gen(function* () {
      const { instance, state } = yield* sharedStore
      const { budget } = yield* instance(tokensAnHour(10_000_000))
      const { asked } = state
      let made = 0
      while (budget.refusal(usual, customer) === undefined) {
        budget.reserve(usual, customer)
        made += 1
      }
      // A five-hundredth of ten millions, and no store was asked for any of it.
      assert.strictEqual(made, 6)
      assert.strictEqual(state.asked, asked)
      yield* TestClock.adjust(0)
      assert.isUndefined(budget.refusal(usual, customer))
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("may use two calls' worth ahead where that is more than the lease", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const { budget } = yield* instance(tokensAnHour(100_000))
      for (let made = 0; made < 4; made += 1) {
        assert.isUndefined(budget.refusal(usual, customer))
        budget.reserve(usual, customer)
      }
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("counts as reserved until it is settled, and may cost more than it reserved", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const { budget } = yield* instance(tokensAnHour(1_000_000))
      const { settle } = budget.reserve(usual, customer)
      assert.strictEqual(budget.state().pots[0]?.used, 3_000)
      assert.strictEqual(budget.state().spent.customer.tokens, 0)
      settle(costOfUsage(usageOf(4_000, 100), undefined))
      assert.strictEqual(budget.state().pots[0]?.used, 4_100)
      budget.reserve(usual, customer).settle(nothing)
      assert.strictEqual(budget.state().pots[0]?.used, 4_100)
      assert.strictEqual(budget.state().spent.customer.tokens, 4_100)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("stops at a lower share the less it matters: 60, 70, 80 and all of the hour", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const one = yield* instance(tokensAnHour(3_000_000))
      const classes: ReadonlyArray<readonly [SpenderClass, number]> = [
        ["audit", 600],
        ["summary", 100],
        ["worker", 100],
        ["customer", 200],
      ]
      for (const [each, calls] of classes) {
        assert.strictEqual(yield* drain(one, { class: each }), calls, each)
      }
      for (const [each] of classes) {
        assert.strictEqual(one.budget.refusal(usual, { class: each }), "hour")
      }
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("may begin again in the next hour, whose first lease was taken before it began", () =>
    Effect.gen(function* () {
      const { instance, state } = yield* sharedStore
      // Its contacts are not at full seconds.
      yield* TestClock.adjust(250)
      const one = yield* instance(tokensAnHour(300_000))
      yield* drain(one, customer)
      assert.strictEqual(one.budget.refusal(usual, customer), "hour")
      yield* TestClock.setTime(3_600_000 - 200)
      assert.strictEqual(one.budget.refusal(usual, customer), "hour")
      const { asked } = state
      yield* TestClock.setTime(3_600_000)
      assert.strictEqual(state.asked, asked)
      assert.isUndefined(one.budget.refusal(usual, customer))
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("gives back what was taken ahead when its instance stops", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const first = yield* instance(tokensAnHour(300_000))
      first.budget.reserve(usual, customer)
      yield* first.stop
      const second = yield* instance(tokensAnHour(300_000))
      yield* TestClock.adjust(500)
      const [pot] = second.budget.state().pots
      assert.deepInclude(pot, { instances: 1, used: 0 })
      // Its call, and what is taken ahead here.
      assert.strictEqual(pot?.counted, 3_000 + 2 * 8_000)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )
})

describe("an instance that reaches no store", () => {
  it.effect("may spend its share of what it heard last, and one lease if it heard nothing", () =>
    Effect.gen(function* () {
      const { instance, state } = yield* sharedStore
      const one = yield* instance(tokensAnHour(3_000_000))
      yield* instance(tokensAnHour(3_000_000))
      yield* TestClock.adjust(1_000)
      state.isAway = true
      const late = yield* instance(tokensAnHour(3_000_000))
      yield* TestClock.adjust(3_000)
      assert.isTrue(one.budget.state().isAway)
      // Two share, and a third may come: a third of what is left, behind what it had taken ahead.
      const share = 2 * 8_000 + (3_000_000 - 4 * 8_000) / 3
      assert.strictEqual(yield* drain(one, customer), Math.floor(share / 3_000))
      assert.strictEqual(yield* drain(late, customer), 2)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("has its share of an hour that begins meanwhile, by how many shared the last one", () =>
    Effect.gen(function* () {
      const { instance, state } = yield* sharedStore
      const one = yield* instance(tokensAnHour(3_000_000))
      yield* TestClock.setTime(3_600_000 - 60_000)
      state.isAway = true
      yield* TestClock.setTime(3_600_000 + 5_000)
      assert.strictEqual(yield* drain(one, customer), 3_000_000 / 2 / 3_000)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect.each([
    ["for three minutes", 0],
    ["while an hour begins", 3_600_000 - 60_000],
  ] as const)("spends its share and no more, if it is cut off alone %s", ([, at]) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(at)
      const { instance } = yield* sharedStore
      const limit = 3_000_000
      const [cut, other] = [
        yield* instance(tokensAnHour(limit)),
        yield* instance(tokensAnHour(limit)),
      ]
      yield* TestClock.adjust(1_000)
      cut.link.isCut = true
      yield* TestClock.adjust("3 minutes")
      // Of two, with one share for who comes.
      const share = 8_000 * 2 + limit / 3
      const spent = 3_000 * ((yield* drain(other, customer)) + (yield* drain(cut, customer)))
      assert.isAbove(spent, limit)
      assert.isAtMost(spent, limit + share)
      cut.link.isCut = false
      yield* TestClock.adjust(1_000)
      assert.isAtLeast(other.budget.state().pots[0]?.counted ?? 0, spent)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("tells what it spent when it is back, and nothing twice", () =>
    Effect.gen(function* () {
      const { instance, state } = yield* sharedStore
      const one = yield* instance(tokensAnHour(3_000_000))
      const other = yield* instance(tokensAnHour(3_000_000))
      yield* TestClock.adjust(1_000)
      state.isAway = true
      yield* TestClock.adjust(3_000)
      yield* drain(one, customer, 100)
      state.isAway = false
      yield* TestClock.adjust(2_000)
      const ahead = 2 * 8_000
      assert.strictEqual(other.budget.state().pots[0]?.counted, 100 * 3_000 + 2 * ahead)
      assert.isFalse(one.budget.state().isAway)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )
})

describe("a customer's own budget", () => {
  it.effect("is kept, and told, while the budgets that all share cannot be asked", () => {
    const { half, layer } = halfAway()
    return Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const settings = { ...tokensAnHour(1e9), customer: { tokens: 30_000, money: undefined } }
      const [one, other] = [yield* instance(settings), yield* instance(settings)]
      const who: Spender = { class: "customer", customer: "demo-01" }
      half.fails = "exchange"
      assert.strictEqual(yield* drain(one, who, 20), 10)
      yield* TestClock.adjust(1_000)
      half.fails = undefined
      // Heard of there with what is told of a call of its own.
      other.budget.reserve(usual, who)
      yield* TestClock.adjust(1_000)
      assert.strictEqual(other.budget.refusal(usual, who), "customer")
    }).pipe(Effect.provide(layer))
  })

  it.effect("that cannot be told leaves the budgets that all share as they are", () => {
    const { half, layer } = halfAway()
    return Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const settings = { ...tokensAnHour(3_000_000), customer: { tokens: 1e9, money: undefined } }
      const [one, other] = [yield* instance(settings), yield* instance(settings)]
      half.fails = "customers"
      yield* drain(one, { class: "customer", customer: "demo-01" }, 100)
      yield* TestClock.adjust(2_000)
      assert.strictEqual(other.budget.state().pots[0]?.counted, 100 * 3_000 + 2 * 2 * 8_000)
    }).pipe(Effect.provide(layer))
  })

  it.effect("holds over all instances once they have told each other, and for the hour", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const settings = { ...tokensAnHour(1e9), customer: { tokens: 10_000, money: undefined } }
      const [one, other] = [yield* instance(settings), yield* instance(settings)]
      const who: Spender = { class: "customer", customer: "demo-01" }
      assert.strictEqual(yield* drain(one, who), 3)
      assert.strictEqual(one.budget.refusal(usual, who), "customer")
      assert.isUndefined(one.budget.refusal(usual, { class: "customer", customer: "demo-02" }))
      // Not heard of here until it has told of a call of its own.
      assert.strictEqual(yield* drain(other, who), 1)
      yield* TestClock.setTime(3_600_000)
      yield* TestClock.adjust(500)
      assert.isUndefined(one.budget.refusal(usual, who))
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("gets nothing in one hour for what was reserved in the hour before", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const settings = { ...tokensAnHour(1e9), customer: { tokens: 10_000, money: undefined } }
      const [one, other] = [yield* instance(settings), yield* instance(settings)]
      const who: Spender = { class: "customer", customer: "demo-01" }
      yield* TestClock.setTime(3_600_000 - 1_000)
      const calls = Array.from({ length: 3 }, () => one.budget.reserve(usual, who))
      yield* TestClock.setTime(3_600_000 + 1_000)
      assert.strictEqual(yield* drain(one, who, 2), 2)
      for (const { settle } of calls) settle({ tokens: 100, money: 0, quota: 0 })
      assert.strictEqual(yield* drain(one, who), 1)
      yield* TestClock.adjust(1_000)
      assert.strictEqual(yield* drain(other, who), 1)
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect("may be in dollars, and is told again when the store lost it", () =>
    Effect.gen(function* () {
      const { instance, state } = yield* sharedStore
      const settings = { ...tokensAnHour(1e9), customer: { tokens: undefined, money: 60_000 } }
      const [one, other] = [yield* instance(settings), yield* instance(settings)]
      const who: Spender = { class: "customer", customer: "demo-01" }
      const asked = call(2_300, 700, complex)
      one.budget.reserve(asked, who)
      state.isAway = true
      yield* TestClock.adjust(1_000)
      state.isAway = false
      yield* TestClock.adjust(1_000)
      other.budget.reserve(asked, who)
      yield* TestClock.adjust(1_000)
      // Two cents each, reserved as if all of the prompt were written to the prompt cache.
      assert.strictEqual(other.budget.refusal(asked, who), "customer")
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )
})

describe("a store that does not answer", () => {
  it.effect(
    "is told of where only customers have budgets, and nothing while there is nothing to tell",
    () =>
      Effect.gen(function* () {
        const { instance, state } = yield* sharedStore
        const settings = {
          ...tokensAnHour(1),
          pots: [],
          customer: { tokens: 1e9, money: undefined },
        }
        const { budget } = yield* instance(settings)
        const isAwayAfter = (ms: number) =>
          Effect.map(TestClock.adjust(ms), () => budget.state().isAway)
        assert.isFalse(yield* isAwayAfter(10_000))
        state.isAway = true
        budget.reserve(usual, { class: "customer", customer: "demo-01" })
        assert.isFalse(yield* isAwayAfter(1_000))
        assert.isTrue(yield* isAwayAfter(2_000))
        state.isAway = false
        assert.isFalse(yield* isAwayAfter(1_000))
      }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it.effect(
    "is told of where it answers for the budgets that all share, and not for customers",
    () => {
      const { half, layer } = halfAway()
      return Effect.gen(function* () {
        const { instance } = yield* sharedStore
        const settings = { ...tokensAnHour(1e9), customer: { tokens: 1e9, money: undefined } }
        const { budget } = yield* instance(settings)
        half.fails = "customers"
        budget.reserve(usual, { class: "customer", customer: "demo-01" })
        yield* TestClock.adjust(3_000)
        assert.isTrue(budget.state().isAway)
      }).pipe(Effect.provide(layer))
    },
  )
})

describe("a model's quota", () => {
  it.effect("is of that model alone, and of one minute", () =>
    Effect.gen(function* () {
      const { instance } = yield* sharedStore
      const { budget } = yield* instance(quotaOf(7_000))
      const asked = call(2_300, 700, complex)
      for (let made = 0; made < 2; made += 1) {
        assert.isUndefined(budget.refusal(asked, customer))
        budget.reserve(asked, customer)
      }
      assert.strictEqual(budget.refusal(asked, customer), "quota")
      assert.isUndefined(budget.refusal(usual, customer))
      yield* TestClock.adjust(60_000)
      assert.isUndefined(budget.refusal(asked, customer))
    }).pipe(Effect.provide(BudgetStore.layerMemory)),
  )

  it("counts as Bedrock does: an answer five times, nothing that was read from its cache", () => {
    const usage = {
      inputTokens: 100,
      outputTokens: 10,
      cacheReadTokens: 5_000,
      cacheWriteTokens: 7,
    }
    const { money, quota, tokens } = costOfUsage(usage, priceOf(simple, prices))
    assert.strictEqual(quota, 100 + 7 + 5 * 10)
    assert.strictEqual(tokens, 5_117)
    assert.strictEqual(money, Math.ceil(100 * 1.1 + 10 * 5.5 + 5_000 * 0.11 + 7 * 1.375))
  })
})

describe("settings of the budget", () => {
  it.effect("limit nothing unless they are given", () =>
    Effect.gen(function* () {
      const { customer: caps, expected, pots } = yield* settingsOf({})
      assert.deepEqual(pots, [])
      assert.deepEqual(caps, { tokens: undefined, money: undefined })
      assert.isUndefined(expected)
    }),
  )

  it.effect("are tokens and dollars; a tenth of the tokens is expected", () =>
    Effect.gen(function* () {
      const {
        customer: caps,
        expected,
        pots,
      } = yield* settingsOf({
        MODEL_TOKENS_PER_HOUR: "8000000",
        MODEL_DOLLARS_PER_HOUR: "12.5",
        BEDROCK_QUOTA_SIMPLE: "400000",
        CUSTOMER_DOLLARS_PER_HOUR: "0.25",
      })
      assert.deepEqual(
        pots.map(({ limit, name }) => [name, limit]),
        [
          ["tokens", 8_000_000],
          ["dollars", 12_500_000],
          ["quota-simple", 400_000],
        ],
      )
      assert.deepEqual(caps, { tokens: undefined, money: 250_000 })
      assert.strictEqual(expected, 800_000)
    }),
  )

  it.effect("are refused by name", () =>
    Effect.gen(function* () {
      for (const [name, value] of [
        ["MODEL_TOKENS_PER_HOUR", "8M"],
        ["MODEL_DOLLARS_PER_HOUR", "$5"],
        ["MODEL_DOLLARS_PER_HOUR", "-1"],
        ["CUSTOMER_DOLLARS_PER_HOUR", "0.00001"],
      ] as const) {
        const read = yield* Effect.result(settingsOf({ [name]: value }))
        assert.isTrue(Result.isFailure(read))
        if (Result.isFailure(read)) assert.include(String(read.failure), name)
      }
    }),
  )
})
