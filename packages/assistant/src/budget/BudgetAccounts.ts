/**
 * The rules by which instances share one window of a budget (an hour, or a minute of a model's quota). Pure but for its
 * own state; `RedisBudgetStore.ts` has the same rules as a script, and one suite holds both to them.
 *
 * An instance's `account` is what it has used and what it was given ahead: it counts as spent until the window ends,
 * whatever becomes of the instance. What no account holds is promised in equal shares (`credit`) to the instances that
 * are heard, for the time in which they cannot ask; one share more is left for who comes. Accounts and credits together
 * never exceed the limit, unless an instance tells that it used more.
 */

/** Three contacts missed: not counted among those who share. */
export const silentMs = 1_600
/** What was promised to an instance that others have missed for so long is given to them: it was killed. */
export const missedMs = 120_000

export interface PotQuestion {
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

interface Account {
  readonly sequence: number
  readonly account: number
  readonly credit: number
  /** Heard last before nobody was heard: its credit is kept until it comes back. */
  readonly kept: boolean
}

const none: Account = { sequence: -1, account: 0, credit: 0, kept: false }

export class BudgetAccounts {
  readonly #accounts = new Map<string, Account>()
  readonly #seen = new Map<string, number>()
  #taken = 0
  #promised = 0
  /** Of the promised: to those that are kept. */
  #kept = 0

  ask(instance: string, now: number, question: PotQuestion): PotReply {
    this.#forget(now)
    const { leaves, limit, sequence, used, want } = question
    const before = this.#of(instance)
    if (sequence <= before.sequence) return this.#reply(before, now)
    this.#taken -= before.account
    this.#promised -= before.credit
    if (before.kept) this.#kept -= before.credit
    const account = Math.max(used, Math.min(want, limit - this.#taken - this.#promised))
    this.#taken += account
    if (leaves) this.#seen.delete(instance)
    else this.#seen.set(instance, now)
    const left = Math.max(0, limit - this.#taken)
    const share = Math.floor((left - this.#missing(now)) / (this.#alive(now) + 1))
    const credit = leaves ? 0 : Math.max(0, Math.min(share, left - this.#promised))
    this.#promised += credit
    const after = { sequence, account, credit, kept: false }
    this.#accounts.set(instance, after)
    return this.#reply(after, now)
  }

  #of(instance: string): Account {
    return this.#accounts.get(instance) ?? none
  }

  #reply({ account, credit }: Account, now: number): PotReply {
    const counted = this.#taken + this.#missing(now)
    return { account, counted, instances: this.#alive(now), credit }
  }

  #alive(now: number): number {
    return [...this.#seen.values()].filter((at) => at > now - silentMs).length
  }

  /** Promised to those that are not heard. */
  #missing(now: number): number {
    return [...this.#seen]
      .filter(([, at]) => at <= now - silentMs)
      .reduce((sum, [instance]) => sum + this.#of(instance).credit, this.#kept)
  }

  #forget(now: number): void {
    const last = Math.max(...this.#seen.values())
    const isOutage = now - last > silentMs
    for (const [instance, at] of this.#seen) {
      const isKept = isOutage && at >= last - silentMs
      if (!isKept && at > now - missedMs) continue
      this.#seen.delete(instance)
      const account = this.#of(instance)
      if (isKept) this.#kept += account.credit
      else this.#promised -= account.credit
      this.#accounts.set(instance, {
        ...account,
        credit: isKept ? account.credit : 0,
        kept: isKept,
      })
    }
  }
}
