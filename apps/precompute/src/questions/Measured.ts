/**
 * How questions were answered, as servers counted it (`QuestionCounts` of the assistant): one hash for each hour in
 * Redis, `demand:{demand}:hour:<hour>`, with the fields `<pattern>|<source>|asked` (number of answers) and `…|ms` (sum
 * of their times to the first content). The pattern is a kind of question (trending, new releases, genre, title,
 * other), the source where its answer came from (the model, a layer of the cache, …).
 *
 * Reads only. Without counts the result is `undefined`, never 0.
 */
import type { RedisConnection } from "@manga-assist/connections"
import { Effect } from "effect"
import { hourlyHashes, hours } from "./HourlyHashes.ts"
import type { PrecomputeError } from "../PrecomputeError.ts"

/** Of one pattern, by what answered: how many, and the sum of the milliseconds to the first content. */
export type Sources = Readonly<Record<string, { readonly asked: number; readonly ms: number }>>

export interface Measurement {
  readonly hours: number
  readonly patterns: Readonly<Record<string, Sources>>
}

const keyOf = (hour: number) => `demand:{demand}:hour:${hour}`

const total = (all: ReadonlyArray<Readonly<Record<string, string>>>): Measurement["patterns"] => {
  const patterns: Record<string, Record<string, { asked: number; ms: number }>> = {}
  for (const fields of all) {
    for (const [field, value] of Object.entries(fields)) {
      const [pattern, source, what] = field.split("|")
      const number = Number(value)
      if (pattern === undefined || source === undefined || !Number.isFinite(number)) continue
      if (what !== "asked" && what !== "ms") continue
      const sum = ((patterns[pattern] ??= {})[source] ??= { asked: 0, ms: 0 })
      sum[what] += number
    }
  }
  return patterns
}

/** Of the last 24 hours; `undefined` where nothing was counted. */
export const measured = (
  redis: RedisConnection["Service"],
): Effect.Effect<Measurement | undefined, PrecomputeError> => {
  if (!redis.configured) return Effect.undefined
  return Effect.map(hourlyHashes(redis, "measured.read", keyOf), (all) => {
    const patterns = total(all)
    return Object.keys(patterns).length === 0 ? undefined : { hours, patterns }
  })
}
