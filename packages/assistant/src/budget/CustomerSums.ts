/**
 * What single customers have spent in this hour, over all instances as far as it was heard: what is spent here counts
 * at once, what others spent when both were told. Synchronous.
 */
import { LRUCache } from "lru-cache"
import type { CustomerSpending } from "./BudgetStore.ts"
import type { Cost } from "./ModelCost.ts"

/** Of all customers of an hour that are remembered; whoever is forgotten is heard of again with the next call. */
const most = 100_000
const hourMs = 3_600_000

type Amount = Pick<Cost, "tokens" | "money">

export interface CustomerCaps {
  /** An hour; `undefined`: no cap. */
  readonly tokens: number | undefined
  readonly money: number | undefined
}

interface Sums {
  readonly hour: number
  /** Of all instances, as heard. */
  heard: Amount
  /** Not told yet. */
  untold: Amount
  /** Told, and not heard back. */
  telling: Amount
}

const zero: Amount = { tokens: 0, money: 0 }
const plus = (a: Amount, b: Amount): Amount => ({
  tokens: a.tokens + b.tokens,
  money: a.money + b.money,
})

export class CustomerSums {
  readonly #caps: CustomerCaps
  readonly #sums = new LRUCache<string, Sums>({ max: most })
  readonly #changed = new Set<string>()

  constructor(caps: CustomerCaps) {
    this.#caps = caps
  }

  get isCapped(): boolean {
    return this.#caps.tokens !== undefined || this.#caps.money !== undefined
  }

  has(customer: string, cost: Amount, now: number): boolean {
    if (!this.isCapped) return true
    const { heard, telling, untold } = this.#of(customer, now)
    const { money, tokens } = plus(cost, plus(heard, plus(telling, untold)))
    return tokens <= (this.#caps.tokens ?? tokens) && money <= (this.#caps.money ?? money)
  }

  /** Of the hour that is running, also what replaces it: once the hour is over that changes nothing. */
  use(customer: string, amount: Amount, now: number): (spent: Amount) => void {
    if (!this.isCapped) return () => undefined
    const sums = this.#of(customer, now)
    const add = ({ money, tokens }: Amount, sign: 1 | -1) => {
      sums.untold = plus(sums.untold, { tokens: sign * tokens, money: sign * money })
      this.#changed.add(customer)
    }
    add(amount, 1)
    return (spent) => {
      add(amount, -1)
      add(spent, 1)
    }
  }

  /** What is to be told, at most so many; `heard` or `lost` is to follow. */
  untold(atMost: number): ReadonlyArray<CustomerSpending> {
    const told: Array<CustomerSpending> = []
    for (const customer of this.#changed) {
      if (told.length >= atMost) break
      this.#changed.delete(customer)
      const sums = this.#sums.get(customer)
      if (sums === undefined) continue
      const { hour, untold } = sums
      sums.telling = untold
      sums.untold = zero
      told.push({ customer, hour, ...untold })
    }
    return told
  }

  heard(told: ReadonlyArray<CustomerSpending>, sums: ReadonlyArray<Amount>): void {
    for (const [at, { customer, hour }] of told.entries()) {
      const known = this.#sums.get(customer)
      if (known?.hour !== hour) continue
      known.heard = sums[at] ?? known.heard
      known.telling = zero
    }
  }

  lost(told: ReadonlyArray<CustomerSpending>): void {
    for (const { customer, hour } of told) {
      const known = this.#sums.get(customer)
      if (known?.hour !== hour) continue
      known.untold = plus(known.untold, known.telling)
      known.telling = zero
      this.#changed.add(customer)
    }
  }

  #of(customer: string, now: number): Sums {
    const hour = Math.floor(now / hourMs)
    const known = this.#sums.get(customer)
    if (known?.hour === hour) return known
    const made = { hour, heard: zero, untold: zero, telling: zero }
    this.#sums.set(customer, made)
    return made
  }
}
