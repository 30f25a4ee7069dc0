/** Type of everything that a soak test observes: the faults, and what customers and gauges showed meanwhile. */
import type { Customers } from "./Customers.ts"
import type { Idle, Memory } from "./Gauges.ts"
import type { SinkBalance } from "./SinkBalance.ts"

export interface Broken {
  readonly name: string
  readonly from: number
  readonly until: number
}

export interface Observed {
  readonly customers: Customers
  readonly broken: ReadonlyArray<Broken>
  /** Of all sinks, at each look and at the end. */
  readonly balances: ReadonlyArray<ReadonlyArray<SinkBalance>>
  /** Idle before the load, at looks under load, idle after it. */
  readonly memory: {
    readonly before: Memory
    readonly during: ReadonlyArray<Memory>
    readonly after: Memory
  }
  /** Milliseconds, 99th percentile between two looks. */
  readonly delays: ReadonlyArray<number>
  readonly left: Omit<Idle, "page">
  /** Until the server said that it is ready after the last thing was healed. */
  readonly readyMs: number
}
