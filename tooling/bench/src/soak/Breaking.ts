/**
 * Injects the faults of a soak test, one at a time, with time to recover after each. Most are faults of the emulated
 * services, which are healed whatever happens. One shuts Redis down, with all it holds; the emulated services start it
 * again. That fault is only for a Redis that was started for the test.
 */
import { Redis } from "ioredis"
import { sharedClock } from "../measure/OpenLoop.ts"
import { shuffled } from "../measure/Order.ts"
import { type Fault, setFaults } from "../store/Admin.ts"
import type { RunningStore } from "../store/StoreFolder.ts"

export interface Breakage {
  readonly name: string
  readonly faults: ReadonlyArray<Fault>
}

/** The server process ends with all it holds and is started again, empty. */
const redisEnds: Breakage = { name: "redis ends", faults: [] }

const faults = (...all: ReadonlyArray<Fault>): Breakage => ({
  name: all
    .map(({ kind, operation, rate, service }) =>
      [service, kind, operation, rate === undefined ? undefined : `${rate * 100} %`]
        .filter((word) => word !== undefined)
        .join(" "),
    )
    .join(" and "),
  faults: all,
})

export const breakages: ReadonlyArray<Breakage> = [
  faults({ service: "bedrock", kind: "throttle", rate: 0.5 }),
  faults({ service: "bedrock", kind: "goaway", afterEvents: 5, rate: 0.3 }),
  faults({ service: "bedrock", kind: "reset", rate: 0.2 }),
  faults({ service: "bedrock", kind: "stall", afterEvents: 3, rate: 0.2 }),
  faults({ service: "bedrock", kind: "mid-stream-exception", afterEvents: 4, rate: 0.3 }),
  faults({ service: "bedrock", kind: "black-hole" }),
  faults({ service: "bedrock", kind: "slow", delayMs: 1_500, rate: 0.5 }),
  faults({ service: "bedrock", kind: "garbage", rate: 0.3 }),
  faults({ service: "opensearch", kind: "unavailable" }),
  faults({ service: "opensearch", kind: "black-hole" }),
  faults({ service: "opensearch", kind: "garbage", rate: 0.5 }),
  faults({ service: "dynamodb", kind: "throttle", rate: 0.5 }),
  faults({ service: "dynamodb", kind: "slow", delayMs: 2_000, operation: "PutItem" }),
  faults({ service: "dynamodb", kind: "refuse" }, { service: "dynamodb", kind: "reset" }),
  faults({ service: "dynamodb", kind: "black-hole" }),
  faults({ service: "redis", kind: "reset" }),
  faults({ service: "redis", kind: "black-hole" }),
  faults({ service: "redis", kind: "slow", delayMs: 200 }),
  faults(
    { service: "redis", kind: "refuse" },
    { service: "dynamodb", kind: "unavailable" },
    { service: "opensearch", kind: "unavailable" },
  ),
  redisEnds,
]

const touchesRedis = (breakage: Breakage): boolean =>
  breakage === redisEnds || breakage.faults.some(({ service }) => service === "redis")

/** Without end; each comes once before any repeats. A Redis that is not ours is left alone. */
export function* breakagesInTurn(ownRedis: boolean, random: () => number): Generator<Breakage> {
  const possible = breakages.filter((breakage) => ownRedis || !touchesRedis(breakage))
  for (;;) yield* shuffled(possible, random)
}

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
