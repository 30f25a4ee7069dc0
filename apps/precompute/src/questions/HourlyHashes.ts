/** Reads counts that Redis keeps as one hash for each hour: the current hour, by Redis' clock, and the 23 before it. */
import type { RedisConnection } from "@manga-assist/connections"
import { Effect } from "effect"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"

/** Hours that are read. */
export const hours = 24
const hourMs = 3_600_000
const commandMs = 2_000

/** Those of this hour and of the ones before it, the newest first. */
export const hourlyHashes = (
  redis: RedisConnection["Service"],
  operation: string,
  keyOf: (hour: number) => string,
): Effect.Effect<ReadonlyArray<Readonly<Record<string, string>>>, PrecomputeError> =>
  redis
    .run(operation, commandMs, async (client) => {
      const [seconds] = await client.time()
      const hour = Math.floor((Number(seconds) * 1_000) / hourMs)
      return Promise.all(
        Array.from({ length: hours }, (_, back) => client.hgetall(keyOf(hour - back))),
      )
    })
    .pipe(Effect.mapError(storeError))
