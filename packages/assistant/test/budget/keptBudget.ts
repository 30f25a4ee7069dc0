/**
 * Eight instances under a load that would spend the budget many times over, with kills, single instances cut off, and
 * a minute without the store: what is counted is never less than what is spent, and that never more than the budget.
 */
import { assert, it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import type { BudgetStore } from "../../src/budget/BudgetStore.ts"
import { costOfUsage, nothing } from "../../src/budget/ModelCost.ts"
import type { Reserved } from "../../src/budget/ModelBudget.ts"
import { call, type Instance, sharedStore, tokensAnHour, usageOf } from "./instances.ts"

const stepMs = 250
const minute = 60_000 / stepMs

/** Mulberry32: the same numbers for the same seed. */
const randomOf = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** In which replies arrive from where time is not the test's. */
const oneTurn = Effect.callback<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

interface Running {
  readonly at: Instance
  readonly reserved: Reserved
  readonly inputTokens: number
  stepsLeft: number
}

interface Load {
  readonly limit: number
  /** How likely each instance is asked in a step. */
  readonly rate: number
  readonly minutes: number
}

const run = Effect.fnUntraced(function* (seed: number, { limit, minutes, rate }: Load) {
  const random = randomOf(seed)
  const { instance, state, store } = yield* sharedStore
  const settings = tokensAnHour(limit)
  const start = instance(settings)
  const instances = yield* Effect.all(Array.from({ length: 8 }, () => start))
  const running = new Set<Running>()
  let spent = 0
  let made = 0
  let madeAway = 0
  let kills = 0
  let cut: { readonly whom: Instance; readonly until: number } | undefined
  /** What all that may have been spent counts as, asked by one who takes no part. */
  const counted = Effect.map(
    store.exchange("onlooker", [
      {
        pot: "tokens",
        window: 0,
        windowMs: 3_600_000,
        sequence: (made += 1) + 1e9,
        limit,
        used: 0,
        want: 0,
        leaves: true,
      },
    ]),
    ([reply]) => reply?.counted ?? 0,
  )
  for (let step = 0; step < minutes * minute; step += 1) {
    state.isAway = step >= minute && step < 2 * minute
    for (const at of instances) {
      if (random() < rate) {
        const inputTokens = 500 + Math.floor(4_000 * random())
        const asked = call(inputTokens, 700)
        if (at.budget.refusal(asked, { class: "customer" }) !== undefined) continue
        made += 1
        madeAway += state.isAway ? 1 : 0
        const reserved = at.budget.reserve(asked, { class: "customer" })
        running.add({ at, reserved, inputTokens, stepsLeft: Math.floor(12 * random()) })
      }
    }
    for (const each of running) {
      each.stepsLeft -= 1
      if (each.stepsLeft > 0) continue
      running.delete(each)
      const kind = random()
      // Failed for nothing, left half-way, or told: now and then more than was reserved.
      const cost =
        kind < 0.1
          ? nothing
          : kind < 0.2
            ? each.reserved.most
            : costOfUsage(
                usageOf(
                  Math.floor(each.inputTokens * (0.6 + 0.41 * random())),
                  Math.floor(700 * random()),
                ),
                undefined,
              )
      each.reserved.settle(cost)
      spent += cost.tokens
    }
    if (step % Math.floor(0.4 * minute) === 60) {
      kills += 1
      // One that is cut off alone and never comes back tells nobody what it spent.
      const at = Math.floor(8 * random())
      const isCut = instances[at] === cut?.whom
      const [killed] = instances.splice(isCut ? (at + 1) % 8 : at, 1)
      if (killed !== undefined) {
        yield* killed.kill
        // Its calls may have cost all that they reserved.
        for (const each of running) {
          if (each.at !== killed) continue
          running.delete(each)
          spent += each.reserved.most.tokens
        }
      }
      instances.push(yield* start)
    }
    if (cut !== undefined && step >= cut.until) {
      cut.whom.link.isCut = instances.every((each) => each !== cut?.whom)
      cut = undefined
    }
    if (cut === undefined && random() < 0.004) {
      const whom = instances[Math.floor(8 * random())]
      if (whom !== undefined) {
        whom.link.isCut = true
        cut = { whom, until: step + Math.floor(1.5 * minute * random()) }
      }
    }
    yield* TestClock.adjust(stepMs)
    while (state.pending > 0) yield* oneTurn
    assert.isAtMost(spent, 1.02 * limit, `spent, step ${step}`)
    // A second after it came back, all have told what they used meanwhile.
    const isTold = step < minute || step > 2 * minute + 8
    if (step % 10 === 0 && isTold) assert.isAtLeast(yield* counted, spent, `counted, step ${step}`)
  }
  return { spent, kills, madeAway, counted: yield* counted }
})

export const keptBudget = <E>(
  name: string,
  layer: Layer.Layer<BudgetStore, E>,
  { minutes, seed }: { readonly minutes: number; readonly seed: number },
) => {
  it.effect(`is counted and kept, ${name}, seed ${seed}`, () =>
    Effect.gen(function* () {
      // So little that who went by what was heard last would spend more while the store is away.
      const limit = 5_000_000
      const { counted, kills, madeAway, spent } = yield* run(seed, { limit, rate: 0.8, minutes })
      assert.isAtLeast(counted, spent)
      assert.isAtMost(spent, 1.02 * limit)
      // What was given and promised is within it; what a model told beyond its call's reservation may not be.
      assert.isAtMost(counted, 1.003 * limit)
      assert.isAbove(madeAway, 200)
      assert.isAtLeast(kills, 2 * minutes)
    }).pipe(Effect.provide(layer)),
  )
}
