/**
 * Where all instances count what the model may still cost: budgets that all share, in windows, and sums of single
 * customers by the hour. Off every path: an instance asks in the background, for what it will need.
 *
 * An instance's `account` is what it has used and what it was given ahead: it counts as spent until the window (an hour,
 * or a minute of a model's quota) ends, whatever becomes of the instance. What no account holds is promised in equal
 * shares (`credit`) to the instances that are heard, for the time in which they cannot ask; one share more is left for who
 * comes. A question may be asked again when its answer was lost. What is told to `customers` again after a lost answer
 * may count twice, never less than once.
 */
import { Context, Data, Effect, Layer } from "effect"
import { LRUCache } from "lru-cache"

export interface WindowQuestion {
  /** Name of the budget. */
  readonly pot: string
  /** Number of the window since 1970. */
  readonly window: number
  readonly windowMs: number
  /** Ever higher: an older question that arrives late changes nothing. */
  readonly sequence: number
  readonly limit: number
  /** Used by this instance in this window, reserved for running calls included. */
  readonly used: number
  /** What its account should hold, at least `used`. */
  readonly want: number
  /** It stops: nothing is given ahead, nothing promised. */
  readonly leaves: boolean
}

export interface PotReply {
  readonly account: number
  /** Accounts of all instances together, and promises to those that are not heard: what may have been spent. */
  readonly counted: number
  /** Instances heard lately, this one included. */
  readonly instances: number
  /** May be used beyond the account while nobody can be asked. */
  readonly credit: number
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
  /** Of this process, where nobody is ever missed. */
  static readonly layerMemory: Layer.Layer<BudgetStore> = Layer.sync(BudgetStore, () => {
    const windows = new LRUCache<string, Map<string, { account: number; leaves: boolean }>>({
      max: 64,
    })
    const sums = new LRUCache<string, { tokens: number; money: number }>({ max: 100_000 })
    return BudgetStore.of({
      exchange: (instance, questions) =>
        Effect.sync(() =>
          questions.map(({ leaves, limit, pot, used, want, window }) => {
            const key = `${pot} ${window}`
            const accounts = windows.get(key) ?? new Map()
            windows.set(key, accounts)
            accounts.delete(instance)
            const others = [...accounts.values()].reduce((sum, each) => sum + each.account, 0)
            const account = Math.max(used, Math.min(want, limit - others))
            accounts.set(instance, { account, leaves })
            const counted = others + account
            const instances = [...accounts.values()].filter((each) => !each.leaves).length
            const share = Math.floor((limit - counted) / (instances + 1))
            return { account, counted, instances, credit: leaves ? 0 : Math.max(0, share) }
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
