/**
 * Chooses the next address of a name to connect to: healthy ones first, then the one with the fewest sessions, so
 * that a pool spreads over availability zones.
 *
 * A failed address is put last for a growing time; it is never removed, because it may be the only one that recovers.
 */
import type { LookupAddress } from "node:dns"

const firstPenaltyMs = 30_000
const longestPenaltyMs = 600_000

interface Penalty {
  readonly until: number
  readonly failures: number
}

export class AddressBook {
  readonly #penalties = new Map<string, Penalty>()

  /** `sessionsOn` counts the sessions of an address; `now` is monotonic milliseconds. */
  order(
    addresses: ReadonlyArray<LookupAddress>,
    sessionsOn: (address: string) => number,
    now: number,
  ): ReadonlyArray<LookupAddress> {
    // Names change their addresses over the weeks; what failed long ago is forgotten.
    for (const [address, { until }] of this.#penalties) {
      if (until + longestPenaltyMs < now) this.#penalties.delete(address)
    }
    const until = (address: string) => {
      const penalty = this.#penalties.get(address)
      return penalty !== undefined && penalty.until > now ? penalty.until : 0
    }
    return addresses.toSorted(
      (a, b) =>
        until(a.address) - until(b.address) || sessionsOn(a.address) - sessionsOn(b.address),
    )
  }

  failed(address: string, now: number): void {
    const failures = (this.#penalties.get(address)?.failures ?? 0) + 1
    const penaltyMs = Math.min(longestPenaltyMs, firstPenaltyMs * 2 ** (failures - 1))
    this.#penalties.set(address, { until: now + penaltyMs, failures })
  }

  worked(address: string): void {
    this.#penalties.delete(address)
  }
}
