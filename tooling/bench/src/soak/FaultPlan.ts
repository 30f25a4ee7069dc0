/**
 * Draws the faults of a soak test with start and duration, before anything starts; each kind comes once before any
 * repeats.
 *
 * Pure. No two overlap, and after each there is time to recover.
 */
import type { Fault } from "../store/Admin.ts"
import { shuffled } from "../measure/Order.ts"

export interface Breakage {
  readonly name: string
  readonly faults: ReadonlyArray<Fault>
}

/** The server process ends with all it holds and is started again, empty. */
export const redisEnds: Breakage = { name: "redis ends", faults: [] }

/** Milliseconds since the load began. */
export interface PlannedBreakage {
  readonly breakage: Breakage
  readonly fromMs: number
  readonly untilMs: number
}

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

export interface FaultPlanOptions {
  readonly durationMs: number
  /** False: Redis is not ours, and is left alone. */
  readonly ownRedis: boolean
  /** Between 1 and 1.6 times as long, each. */
  readonly faultMs: number
  readonly pauseMs: number
  readonly random: () => number
}

/** The last one has ended a pause before the load does. */
export const planFaults = (options: FaultPlanOptions): ReadonlyArray<PlannedBreakage> => {
  const { durationMs, faultMs, ownRedis, pauseMs, random } = options
  const possible = breakages.filter((breakage) => ownRedis || !touchesRedis(breakage))
  const plan: Array<PlannedBreakage> = []
  let left: Array<Breakage> = []
  const some = (ms: number) => ms * (1 + 0.6 * random())
  for (let at = some(pauseMs); ;) {
    const untilMs = at + some(faultMs)
    if (left.length === 0) left = shuffled(possible, random)
    const breakage = left.pop()
    if (breakage === undefined || untilMs + pauseMs > durationMs) return plan
    plan.push({ breakage, fromMs: at, untilMs })
    at = untilMs + some(pauseMs)
  }
}
