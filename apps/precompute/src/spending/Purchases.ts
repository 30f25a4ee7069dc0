/**
 * Tokens the worker bought, by model and kind, for the report: one hash for each hour in Redis,
 * `precompute:{tokens}:bought:<hour>`, with the fields `<model>|input`, `…|output`, `…|cacheRead`, `…|cacheWrite`.
 *
 * Recorded after a call; never fails and limits nothing (`TokenBudget.ts` does). Without Redis nothing is recorded.
 */
import { type ConverseUsage, RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { hourlyHashes } from "./HourlyHashes.ts"
import type { PrecomputeError } from "../PrecomputeError.ts"

export interface Tokens {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

/** By model. */
export type Bought = Readonly<Record<string, Tokens>>

const kinds = ["input", "output", "cacheRead", "cacheWrite"] as const
const commandMs = 2_000
const keyOf = (hour: number) => `precompute:{tokens}:bought:${hour}`

const addScript = `
local hour = string.format('%d', math.floor(tonumber(redis.call('TIME')[1]) / 3600))
local key = KEYS[1] .. ':' .. hour
for i = 1, #ARGV, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
redis.call('EXPIRE', key, 90000)
return 1`

/** Of one call, whatever their kind. */
export const tokensOf = (usage: ConverseUsage): number =>
  kinds.reduce((sum, kind) => sum + usage[`${kind}Tokens`], 0)

export class Purchases extends Context.Service<
  Purchases,
  {
    readonly add: (model: string, usage: ConverseUsage) => Effect.Effect<void>
    /** Of this hour and of the last 24. */
    readonly read: Effect.Effect<{ readonly hour: Bought; readonly day: Bought }, PrecomputeError>
  }
>()("precompute/Purchases") {
  static readonly layer: Layer.Layer<Purchases, never, RedisConnection> = Layer.effect(
    Purchases,
    Effect.map(RedisConnection, (redis) => (redis.configured ? inRedis(redis) : none)),
  )
}

const none = Purchases.of({
  add: () => Effect.void,
  read: Effect.succeed({ hour: {}, day: {} }),
})

const sumOf = (all: ReadonlyArray<Readonly<Record<string, string>>>): Bought => {
  const bought: Record<string, Record<(typeof kinds)[number], number>> = {}
  for (const [field, value] of all.flatMap((fields) => Object.entries(fields))) {
    const split = field.lastIndexOf("|")
    const kind = kinds.find((each) => each === field.slice(split + 1))
    const tokens = Number(value)
    if (split < 1 || kind === undefined || !Number.isFinite(tokens)) continue
    const model = field.slice(0, split)
    const sum = (bought[model] ??= { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 })
    sum[kind] += tokens
  }
  return bought
}

const inRedis = (redis: RedisConnection["Service"]) =>
  Purchases.of({
    add: (model, usage) =>
      redis
        .run("purchases.add", commandMs, (client) =>
          client.eval(
            addScript,
            1,
            // Of which the hour's is made: the hour is by the time of Redis.
            "precompute:{tokens}:bought",
            ...kinds.flatMap((kind) => [`${model}|${kind}`, Math.round(usage[`${kind}Tokens`])]),
          ),
        )
        .pipe(
          Effect.catch((error) => Effect.logDebug("a purchase was not noted", error.message)),
          Effect.asVoid,
        ),
    read: Effect.map(hourlyHashes(redis, "purchases.read", keyOf), (all) => ({
      hour: sumOf(all.slice(0, 1)),
      day: sumOf(all),
    })),
  })
