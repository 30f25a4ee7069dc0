/**
 * Which of a name's addresses to connect to next: healthy ones first, then the one that carries the
 * fewest sessions, so that a pool spreads over availability zones.
 *
 * An address that failed is put last for a while, longer each time; it is never left out, because it may
 * be the only one that works again.
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
