/**
 * What the models may still cost: tokens and dollars an hour of all instances together and of one customer, and each
 * model's own quota for a minute.
 *
 * A call reserves at once, without asking anybody, what it may cost at most, and settles to what it cost. Instances
 * share in the background, twice a second and when little is left at hand (`Pot.ts`, `BudgetStore.ts`). Closing gives
 * back what was taken ahead, and waits half a second for that.
 */
import { monotonicMs, repeatForever } from "@manga-assist/connections"
import { wrongValue } from "@manga-assist/process"
import { Clock, type Config, Context, Effect, Layer, Queue } from "effect"
import { randomUUID } from "node:crypto"
import { type BudgetSettings, budgetSettings } from "./BudgetSettings.ts"
import { BudgetStore, type PotReply } from "./BudgetStore.ts"
import { CustomerSums } from "./CustomerSums.ts"
import { type Cost, mostCost, nothing, priceAt, priceOf, type TokenPrice } from "./ModelCost.ts"
import { Pot } from "./Pot.ts"
import type { Spender, SpenderClass } from "./Spender.ts"
import { Models } from "../model/Models.ts"

/** What would be exceeded: the hour of all, the customer's own hour, or the model's quota for a minute. */
export type BudgetRefusal = "hour" | "customer" | "quota"

export interface BudgetedCall {
  /** As Bedrock takes it. */
  readonly modelId: string
  /** At most. */
  readonly inputTokens: number
  readonly maxTokens: number
  /** Of the standard price, at most; 1 unless given. */
  readonly priceShare?: number
}

export interface Reserved {
  /** Once: what the call cost. */
  readonly settle: (cost: Cost) => void
  readonly most: Cost
  /** Of the standard tier. */
  readonly price: TokenPrice | undefined
}

interface ClassCounters {
  tokens: number
  money: number
  refused: number
}

export interface BudgetState {
  readonly pots: ReadonlyArray<ReturnType<Pot["state"]>>
  /** By class of spender, since the start of this process: what calls that ended cost, and calls refused. */
  readonly spent: Readonly<Record<SpenderClass, Readonly<ClassCounters>>>
  /** The counts of all instances cannot be asked, or customers' not told. */
  readonly isAway: boolean
  /** Tokens an hour; undefined: not set. */
  readonly expected: number | undefined
}

interface Shape {
  /** Why a call may not begin now; undefined: it may. */
  readonly refusal: (call: BudgetedCall, spender: Spender) => BudgetRefusal | undefined
  /** Counts a call as begun, whether it was refused or not. */
  readonly reserve: (call: BudgetedCall, spender: Spender) => Reserved
  /** Of a call that was not made. */
  readonly refused: (spender: Spender) => void
  readonly state: () => BudgetState
}

const everyMs = 500
/** Four contacts that failed. */
const awayMs = 2_000
const customersAtOnce = 1_000
const farewellMs = 500
/** A prompt with a conversation, and an answer, in tokens. */
const usual = { inputTokens: 7_300, maxTokens: 700 }

const noCounters = (): Record<SpenderClass, ClassCounters> => ({
  customer: { tokens: 0, money: 0, refused: 0 },
  worker: { tokens: 0, money: 0, refused: 0 },
  summary: { tokens: 0, money: 0, refused: 0 },
  audit: { tokens: 0, money: 0, refused: 0 },
})

/** A reference: without the layer nothing is limited. */
export class ModelBudget extends Context.Reference<Shape>("@manga-assist/assistant/ModelBudget", {
  defaultValue: (): Shape => ({
    refusal: () => undefined,
    reserve: () => ({ settle: () => undefined, most: nothing, price: undefined }),
    refused: () => undefined,
    state: () => ({ pots: [], spent: noCounters(), isAway: false, expected: undefined }),
  }),
}) {
  /** Settings: `BudgetSettings.ts`. `prices`: of each chat model that is set, where dollars are limited. */
  static readonly layer = (
    prices: ReadonlyArray<TokenPrice>,
  ): Layer.Layer<never, Config.ConfigError, BudgetStore | Models> =>
    Layer.effect(
      ModelBudget,
      Effect.gen(function* () {
        const settings = yield* budgetSettings
        return yield* makeModelBudget(settings, prices)
      }),
    )
}

const checkPrices = Effect.fnUntraced(function* (
  { customer, pots }: BudgetSettings,
  { complex, simple }: Models["Service"],
  prices: ReadonlyArray<TokenPrice>,
) {
  const setting = pots.some(({ unit }) => unit === "money")
    ? "MODEL_DOLLARS_PER_HOUR"
    : customer.money === undefined
      ? undefined
      : "CUSTOMER_DOLLARS_PER_HOUR"
  const unpriced = [complex, simple].find(({ name }) => priceOf(name, prices) === undefined)
  if (setting === undefined || unpriced === undefined) return
  return yield* Effect.fail(wrongValue(setting, "needs a price of each chat model", unpriced.name))
})

export const makeModelBudget = Effect.fnUntraced(function* (
  settings: BudgetSettings,
  prices: ReadonlyArray<TokenPrice>,
) {
  const models = yield* Models
  yield* checkPrices(settings, models, prices)
  const store = yield* BudgetStore
  const clock = yield* Clock.Clock
  const nowMs = monotonicMs(clock)
  const instance = randomUUID()
  const customers = new CustomerSums(settings.customer)
  const priceById = new Map(
    [models.complex, models.simple, models.embedding].map(({ id, name }) => [
      id,
      priceOf(name, prices),
    ]),
  )
  const priceOfCall = (modelId: string) =>
    priceById.has(modelId) ? priceById.get(modelId) : priceOf(modelId, prices)
  const dearest = [models.complex, models.simple]
    .map(({ id }) => mostCost(usual.inputTokens, usual.maxTokens, priceById.get(id)))
    .reduce((a, b) => (a.money > b.money ? a : b))
  const pots = settings.pots.map((each) => new Pot(each, dearest[each.unit]))
  const quotaOf = new Map([
    ["quota-complex", models.complex.id],
    ["quota-simple", models.simple.id],
  ])
  const potsOf = (modelId: string) =>
    pots.filter(({ settings: { name } }) => (quotaOf.get(name) ?? modelId) === modelId)
  const nudges = yield* Queue.sliding<void>(1)
  const spent = noCounters()
  let sequence = 0
  let heardAt = Number.NEGATIVE_INFINITY
  let toldAt = Number.NEGATIVE_INFINITY
  const arePotsAway = () => pots.length > 0 && nowMs() - heardAt > awayMs
  const areCustomersAway = () => customers.isCapped && nowMs() - toldAt > awayMs

  const share = Effect.fnUntraced(function* (leaves: boolean) {
    if (pots.length === 0) return
    sequence += 1
    const since = nowMs()
    const now = clock.currentTimeMillisUnsafe()
    const asked = pots.flatMap((pot) =>
      pot.questions(now, sequence, leaves).map((question) => ({ pot, question })),
    )
    const replies: ReadonlyArray<PotReply> = yield* store.exchange(
      instance,
      asked.map(({ question }) => question),
    )
    for (const [at, { pot, question }] of asked.entries()) {
      const reply = replies[at]
      if (reply !== undefined) pot.heard(question, reply, now)
    }
    heardAt = since
  })
  const shareCustomers = Effect.suspend(() => {
    const since = nowMs()
    const told = customers.untold(customersAtOnce)
    if (told.length === 0) {
      toldAt = since
      return Effect.void
    }
    return store.customers(told).pipe(
      Effect.map((sums) => {
        customers.heard(told, sums)
        toldAt = since
      }),
      Effect.onError(() => Effect.sync(() => customers.lost(told))),
    )
  })
  const contact = (leaves: boolean) =>
    Effect.forEach(
      [share(leaves), shareCustomers],
      Effect.catch((error) => Effect.logDebug(error.message)),
      { concurrency: "unbounded", discard: true },
    )
  if (pots.length > 0 || customers.isCapped) {
    yield* contact(false)
    yield* Effect.addFinalizer(() => Effect.timeoutOption(contact(true), farewellMs))
    yield* Effect.raceFirst(Effect.sleep(everyMs), Queue.take(nudges)).pipe(
      Effect.andThen(contact(false)),
      repeatForever("sharing the budget of the model"),
      Effect.forkScoped({ startImmediately: true }),
    )
  }

  const mostOf = ({ inputTokens, maxTokens, modelId, priceShare = 1 }: BudgetedCall) => {
    const price = priceOfCall(modelId)
    return mostCost(inputTokens, maxTokens, price && priceAt(priceShare, price))
  }
  return {
    refusal: (call: BudgetedCall, spender: Spender): BudgetRefusal | undefined => {
      const most = mostOf(call)
      const now = clock.currentTimeMillisUnsafe()
      if (spender.customer !== undefined && !customers.has(spender.customer, most, now)) {
        return "customer"
      }
      const away = arePotsAway()
      const empty = potsOf(call.modelId).find(
        (pot) => !pot.has(most[pot.settings.unit], now, spender.class, away),
      )
      if (empty === undefined) return undefined
      if (empty.isLow(now)) Queue.offerUnsafe(nudges, undefined)
      return empty.settings.unit === "quota" ? "quota" : "hour"
    },
    reserve: (call: BudgetedCall, spender: Spender): Reserved => {
      const most = mostOf(call)
      const now = clock.currentTimeMillisUnsafe()
      const counters = spent[spender.class]
      const { customer } = spender
      const settleOwn = customer === undefined ? undefined : customers.use(customer, most, now)
      const used = potsOf(call.modelId).map((pot) => {
        const use = pot.use(most[pot.settings.unit], now)
        if (pot.isLow(now)) Queue.offerUnsafe(nudges, undefined)
        return { use, unit: pot.settings.unit }
      })
      return {
        most,
        price: priceOfCall(call.modelId),
        settle: (cost) => {
          counters.tokens += cost.tokens
          counters.money += cost.money
          settleOwn?.(cost)
          for (const { unit, use } of used) use.settle(cost[unit])
        },
      }
    },
    refused: (spender: Spender) => {
      spent[spender.class].refused += 1
    },
    state: (): BudgetState => ({
      pots: pots.map((pot) => pot.state(clock.currentTimeMillisUnsafe())),
      spent,
      isAway: arePotsAway() || areCustomersAway(),
      expected: settings.expected,
    }),
  } satisfies Shape
})
