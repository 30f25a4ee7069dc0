/** What every store of the budget promises, asked by several instances on the test's clock. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import { randomUUID } from "node:crypto"
import { BudgetStore } from "../../src/budget/BudgetStore.ts"
import { missedMs, silentMs } from "../../src/budget/RedisBudgetStore.ts"

const limit = 1_000

/** Instances by name, over a budget of their own. */
const sharing = Effect.map(BudgetStore, (store) => {
  const pot = `test-${randomUUID()}`
  let sequence = 0
  return Effect.fnUntraced(function* (
    instance: string,
    used: number,
    want: number,
    more: { readonly leaves?: boolean; readonly sequence?: number } = {},
  ) {
    sequence += 1
    const question = { pot, window: 7, windowMs: 3_600_000, limit, used, want }
    const [reply] = yield* store.exchange(instance, [
      { ...question, sequence, leaves: false, ...more },
    ])
    assert.isDefined(reply)
    return reply
  })
})

export const budgetStoreSuite = <E>(name: string, layer: Layer.Layer<BudgetStore, E>) => {
  describe(`a store of the budget, ${name}`, () => {
    it.effect("gives what is asked for until the limit, and counts it as spent", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        const first = yield* ask("a", 0, 300)
        assert.deepInclude(first, { account: 300, counted: 300, instances: 1 })
        // Of 700, half may be used by `a` unasked; the other half is there for who comes.
        assert.strictEqual(first.credit, 350)
        assert.deepInclude(yield* ask("b", 0, 300), { account: 300, counted: 600, instances: 2 })
        assert.deepInclude(yield* ask("a", 300, 5_000), { account: 650 })
      }).pipe(Effect.provide(layer)),
    )

    it.effect("takes back what an instance no longer wants", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        yield* ask("a", 0, 600)
        assert.deepInclude(yield* ask("a", 100, 200), { account: 200, counted: 200 })
        assert.deepInclude(yield* ask("a", 150, 150, { leaves: true }), {
          account: 150,
          counted: 150,
          credit: 0,
        })
      }).pipe(Effect.provide(layer)),
    )

    it.effect("believes an instance that used more than there was", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        assert.deepInclude(yield* ask("a", 1_200, 1_300), { account: 1_200, credit: 0 })
        assert.deepInclude(yield* ask("b", 0, 100), { account: 0, counted: 1_200, credit: 0 })
      }).pipe(Effect.provide(layer)),
    )

    it.effect("minds no question that is older than one it has answered", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        yield* ask("a", 100, 400, { sequence: 9 })
        assert.deepInclude(yield* ask("a", 0, 0, { sequence: 8 }), { account: 400, counted: 400 })
        // Asked again, because the answer was lost: nothing is given twice.
        assert.deepInclude(yield* ask("a", 100, 400, { sequence: 10 }), { account: 400 })
      }).pipe(Effect.provide(layer)),
    )

    it.effect("never promises more than is left, to however many", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        const names = Array.from({ length: 9 }, (_, index) => `i-${index}`)
        for (let round = 0; round < 3; round += 1) {
          const replies = yield* Effect.forEach(names, (each) => ask(each, 0, 20))
          const promised = replies.reduce((sum, { credit }) => sum + credit, 0)
          assert.isAtMost((replies.at(-1)?.counted ?? limit) + promised, limit)
        }
        const { credit } = yield* ask("i-1", 0, 20)
        assert.strictEqual(credit, 82)
      }).pipe(Effect.provide(layer)),
    )

    it.effect(
      "counts the lease of a killed instance until the window ends, its promise for two minutes",
      () =>
        Effect.gen(function* () {
          const ask = yield* sharing
          yield* ask("killed", 50, 100)
          yield* ask("other", 0, 0)
          yield* ask("killed", 50, 100)
          assert.deepInclude(yield* ask("other", 0, 1_000), { account: 600, instances: 2 })
          yield* ask("other", 0, 0)
          for (let ms = 0; ms < missedMs - 1_000; ms += 1_000) {
            yield* TestClock.adjust(1_000)
            yield* ask("other", 0, 0)
          }
          assert.deepInclude(yield* ask("other", 0, 1_000), { account: 600, instances: 1 })
          yield* TestClock.adjust(1_000)
          assert.deepInclude(yield* ask("other", 0, 1_000), { account: 900, counted: 1_000 })
        }).pipe(Effect.provide(layer)),
    )

    it.effect("keeps its promises while nobody is heard, and until each comes back", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        for (let round = 0; round < 2; round += 1) {
          yield* ask("a", 0, 0)
          yield* ask("b", 0, 0)
          yield* ask("killed", 0, 0)
        }
        // A quarter each, and one for who comes.
        const { credit } = yield* ask("a", 0, 0)
        assert.strictEqual(credit, 250)
        yield* TestClock.adjust(2 * missedMs)
        // `a` has used its promise; what was promised to the others counts.
        assert.deepInclude(yield* ask("a", 250, 1_000), { account: 500 })
        yield* ask("a", 250, 250)
        yield* TestClock.adjust(silentMs / 2)
        assert.deepInclude(yield* ask("b", 200, 200), { counted: 700 })
        for (let ms = 0; ms < 2 * missedMs; ms += 1_000) {
          yield* TestClock.adjust(1_000)
          yield* ask("a", 250, 250)
          yield* ask("b", 200, 200)
        }
        // Whoever was killed meanwhile may have used all of it.
        assert.deepInclude(yield* ask("b", 200, 1_000), { account: 400, counted: 900 })
      }).pipe(Effect.provide(layer)),
    )

    it.effect("has something for an instance that comes in a killed one's place", () =>
      Effect.gen(function* () {
        const ask = yield* sharing
        yield* ask("killed", 10, 30)
        assert.deepInclude(yield* ask("new", 0, 20), { account: 20 })
      }).pipe(Effect.provide(layer)),
    )

    it.effect("sums up what customers spend, by hour", () =>
      Effect.gen(function* () {
        const store = yield* BudgetStore
        const customer = randomUUID()
        const told = { customer, hour: 1, tokens: 100, money: 7 }
        assert.deepEqual(yield* store.customers([told]), [{ tokens: 100, money: 7 }])
        const many = Array.from({ length: 250 }, (_, index) => ({
          ...told,
          customer: `${customer} ${index}`,
          tokens: index,
        }))
        const sums = yield* store.customers([{ ...told, tokens: -40, money: 1 }, ...many])
        assert.deepEqual(sums[0], { tokens: 60, money: 8 })
        assert.deepEqual(
          sums.slice(1).map(({ tokens }) => tokens),
          many.map(({ tokens }) => tokens),
        )
        assert.deepEqual(yield* store.customers([{ ...told, hour: 2 }]), [
          { tokens: 100, money: 7 },
        ])
      }).pipe(Effect.provide(layer)),
    )
  })
}
