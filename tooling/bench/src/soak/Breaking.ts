/**
 * Injects the planned faults of a soak test, one at a time, and ends each at its time. Most are faults of the emulated
 * services, which are healed whatever happens. One shuts Redis down, with all it holds; the emulated services start it
 * again. That fault is only for a Redis that was started for the test.
 */
import { Redis } from "ioredis"
import { setFaults } from "../store/Admin.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import type { RunningStore } from "../store/StoreFolder.ts"
import { type PlannedBreakage, redisEnds } from "./FaultPlan.ts"

export interface Broken {
  readonly name: string
  /** On the shared clock. */
  readonly from: number
  readonly until: number
}

const endRedis = async (store: RunningStore): Promise<void> => {
  const client = new Redis(store.environment["REDIS_URL"] ?? "", {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // Its end is what was asked for, and a server that goes answers nothing.
  client.on("error", () => undefined)
  await client.call("SHUTDOWN", "NOSAVE").catch(() => undefined)
  client.disconnect()
}

/** Only a Redis that was started for this store may be ended. */
export const ownsRedis = (store: RunningStore): boolean =>
  (process.env["REDIS_URL"] ?? "") === "" && store.environment["REDIS_URL"] !== undefined

/** Resolves with what was broken when, when the last of it is healed. */
export const breakAsPlanned = async (
  store: RunningStore,
  plan: ReadonlyArray<PlannedBreakage>,
  tell: (text: string) => void,
): Promise<ReadonlyArray<Broken>> => {
  const start = sharedClock.now()
  const broken: Array<Broken> = []
  try {
    for (const { breakage, fromMs, untilMs } of plan) {
      await sharedClock.until(start + fromMs)
      const from = sharedClock.now()
      tell(breakage.name)
      await (breakage === redisEnds ? endRedis(store) : setFaults(store, breakage.faults))
      await sharedClock.until(start + untilMs)
      await setFaults(store, [])
      tell("nothing is broken")
      broken.push({ name: breakage.name, from, until: sharedClock.now() })
    }
  } finally {
    await setFaults(store, [])
  }
  return broken
}
