/**
 * Where all instances count what the model may still cost: budgets that all share, in windows, and sums of single
 * customers by the hour. Off every path: an instance asks in the background, for what it will need.
 *
 * Contract: `BudgetAccounts.ts` has the rules of `exchange`. A question may be asked again when its answer was lost. What
 * is told to `customers` again after a lost answer may count twice, never less than once.
 */
import { Clock, Context, Data, Effect, Layer } from "effect"
import { LRUCache } from "lru-cache"
import { BudgetAccounts, type PotQuestion, type PotReply } from "./BudgetAccounts.ts"

export interface WindowQuestion extends PotQuestion {
  /** Name of the budget. */
  readonly pot: string
  /** Number of the window since 1970. */
  readonly window: number
  readonly windowMs: number
}

export interface CustomerSpending {
  readonly customer: string
  readonly hour: number
  readonly tokens: number
  /** Millionths of a dollar. */
  readonly money: number
}

export class BudgetStoreError extends Data.TaggedError("BudgetStoreError")<{
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message() {
    return `the budget of the model could not be shared: ${this.detail}`
  }
}

export class BudgetStore extends Context.Service<
  BudgetStore,
  {
    /** Answers in the order of the questions. */
    readonly exchange: (
      instance: string,
      questions: ReadonlyArray<WindowQuestion>,
    ) => Effect.Effect<ReadonlyArray<PotReply>, BudgetStoreError>
    /** Adds to the sums of all instances, and answers with them, in the same order. */
    readonly customers: (
      told: ReadonlyArray<CustomerSpending>,
    ) => Effect.Effect<ReadonlyArray<Pick<CustomerSpending, "tokens" | "money">>, BudgetStoreError>
  }
>()("@manga-assist/assistant/BudgetStore") {
  /** Of this process: for one instance, and for tests of several. */
  static readonly layerMemory: Layer.Layer<BudgetStore> = Layer.sync(BudgetStore, () => {
    const windows = new LRUCache<string, BudgetAccounts>({ max: 64 })
    const sums = new LRUCache<string, { tokens: number; money: number }>({ max: 100_000 })
    return BudgetStore.of({
      exchange: (instance, questions) =>
        Effect.map(Clock.currentTimeMillis, (now) =>
          questions.map((question) => {
            const key = `${question.pot} ${question.window}`
            const accounts = windows.get(key) ?? new BudgetAccounts()
            windows.set(key, accounts)
            return accounts.ask(instance, now, question)
          }),
        ),
      customers: (told) =>
        Effect.sync(() =>
          told.map(({ customer, hour, money, tokens }) => {
            const key = `${hour} ${customer}`
            const before = sums.get(key) ?? { tokens: 0, money: 0 }
            const sum = { tokens: before.tokens + tokens, money: before.money + money }
            sums.set(key, sum)
            return sum
          }),
        ),
    })
  })
}
