/**
 * Injects the faults of a soak test, one at a time, with time to recover after each. Most are faults of the emulated
 * services, which are healed whatever happens. One shuts Redis down, with all it holds; the emulated services start it
 * again. That fault is only for a Redis that was started for the test.
 */
import { Redis } from "ioredis"
import { setFaults } from "../store/Admin.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import type { RunningStore } from "../store/StoreFolder.ts"
import { breakagesInTurn, redisEnds } from "./FaultPlan.ts"

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
const ownsRedis = (store: RunningStore): boolean =>
  (process.env["REDIS_URL"] ?? "") === "" && store.environment["REDIS_URL"] !== undefined

interface BreakOptions {
  readonly durationMs: number
  /** Of each at least, and at most 1.6 times as long. */
  readonly faultMs: number
  readonly pauseMs: number
  readonly random: () => number
  readonly tell: (text: string) => void
}

/** Resolves with what was broken when; the last one is healed a pause before the end. */
export const breakThings = async (
  store: RunningStore,
  { durationMs, faultMs, pauseMs, random, tell }: BreakOptions,
): Promise<ReadonlyArray<Broken>> => {
  const end = sharedClock.now() + durationMs
  const some = (ms: number) => sharedClock.now() + ms * (1 + 0.6 * random())
  const broken: Array<Broken> = []
  try {
    for (const breakage of breakagesInTurn(ownsRedis(store), random)) {
      await sharedClock.until(some(pauseMs))
      const [from, until] = [sharedClock.now(), some(faultMs)]
      if (until + pauseMs > end) break
      tell(breakage.name)
      await (breakage === redisEnds ? endRedis(store) : setFaults(store, breakage.faults))
      await sharedClock.until(until)
      await setFaults(store, [])
      tell("nothing is broken")
      broken.push({ name: breakage.name, from, until: sharedClock.now() })
    }
  } finally {
    await setFaults(store, [])
  }
  return broken
}
