/** The faults of a soak test, and their order. Pure. */
import type { Fault } from "../store/Admin.ts"
import { shuffled } from "../measure/Order.ts"

export interface Breakage {
  readonly name: string
  readonly faults: ReadonlyArray<Fault>
}

/** The server process ends with all it holds and is started again, empty. */
export const redisEnds: Breakage = { name: "redis ends", faults: [] }

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
