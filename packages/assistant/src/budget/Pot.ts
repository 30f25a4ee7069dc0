/**
 * One budget as this instance sees it: what it may use now without asking anybody, in the window that is running.
 *
 * Synchronous, and pure but for its own state. It is asked for (`questions`) ahead of need and told (`heard`) in the
 * background; a call uses what is at hand at once, or is refused. Until a question is answered, no more is used than
 * what it asked for.
 */
import type { PotReply, WindowQuestion } from "./BudgetStore.ts"
import { type SpenderClass, stopsAt } from "./Spender.ts"

/** Of a window's limit, what an instance takes ahead; two calls where that is more. */
const leaseShare = 0.002
const callsAhead = 2
/** So long before a window begins, its first lease is taken. */
const aheadMs = 5_000
/** What a call cost is told so long after its window; then the store has forgotten it. */
const afterWindowMs = 600_000

export interface PotSettings {
  readonly name: string
  readonly unit: "tokens" | "money" | "quota"
  readonly windowMs: number
  readonly limit: number
}

interface Window {
  /** Reserved and spent. */
  used: number
  account: number
  /** Of the other instances, as heard last. */
  others: number
  credit: number
  instances: number
  /** Less was given than was asked for: asking again at once would not help. */
  isShort: boolean
  running: number
}

/** What a call uses of a pot, until `settle`, once, which puts what it really cost in its place. */
export interface Use {
  readonly settle: (amount: number) => void
}

export class Pot {
  readonly settings: PotSettings
  readonly #windows = new Map<number, Window>()
  /** The largest call so far, or what a usual one is taken for. */
  #call: number
  /** Heard last. */
  #instances = 0

  constructor(settings: PotSettings, usualCall: number) {
    this.settings = settings
    this.#call = usualCall
  }

  /** Whether `amount` may be used now. `isAway`: nobody can be asked, the last promise holds. */
  has(amount: number, now: number, who: SpenderClass, isAway: boolean): boolean {
    const { limit } = this.settings
    const { account, credit, others, used } = this.#at(now)
    const mine = isAway ? account + credit : account
    return used + amount <= mine && others + used + amount <= stopsAt[who] * limit
  }

  use(amount: number, now: number): Use {
    const window = this.#at(now)
    window.used += amount
    window.running += 1
    this.#call = Math.max(this.#call, amount)
    return {
      settle: (spent) => {
        window.used += spent - amount
        window.running -= 1
      },
    }
  }

  /** More should be asked for, and may be had. */
  isLow(now: number): boolean {
    const { account, isShort, used } = this.#at(now)
    return !isShort && account - used < this.#ahead / 2
  }

  /** `leaves`: what was taken ahead is given back. */
  questions(now: number, sequence: number, leaves: boolean): ReadonlyArray<WindowQuestion> {
    const { limit, name, windowMs } = this.settings
    const current = this.#number(now)
    this.#at(now)
    if (!leaves) this.#at(now + aheadMs)
    for (const window of this.#windows.keys()) {
      if ((window + 1) * windowMs < now - afterWindowMs) this.#windows.delete(window)
    }
    return [...this.#windows].map(([window, state]) => {
      const { used } = state
      const isOver = window < current
      const want = isOver || leaves ? used : used + this.#ahead
      state.account = Math.min(state.account, want)
      return { pot: name, window, windowMs, sequence, limit, used, want, leaves: leaves || isOver }
    })
  }

  heard({ used, want, window }: WindowQuestion, reply: PotReply, now: number): void {
    const state = this.#windows.get(window)
    if (state === undefined) return
    const { account, counted, credit, instances } = reply
    Object.assign(state, { account, credit, instances, others: counted - account })
    state.isShort = account < want
    this.#instances = instances
    const isOver = window < this.#number(now)
    if (isOver && state.running === 0 && state.used === used) this.#windows.delete(window)
  }

  #at(now: number): Window {
    const number = this.#number(now)
    const known = this.#windows.get(number)
    if (known !== undefined) return known
    const { limit } = this.settings
    const instances = this.#instances
    // Nothing was promised for it yet: as many share it as shared the one before, and who knows nobody takes one lease.
    const credit = Math.floor(instances === 0 ? leaseShare * limit : limit / (instances + 1))
    const made = { used: 0, account: 0, others: 0, credit, instances, isShort: false, running: 0 }
    this.#windows.set(number, made)
    return made
  }

  #number(now: number): number {
    return Math.floor(now / this.settings.windowMs)
  }

  get #ahead(): number {
    return Math.ceil(Math.max(leaseShare * this.settings.limit, callsAhead * this.#call))
  }

  /** As heard last, with what is used here now. */
  state(now: number) {
    const { account, instances, others, used } = this.#at(now)
    return { ...this.settings, counted: others + Math.max(account, used), used, instances }
  }
}
