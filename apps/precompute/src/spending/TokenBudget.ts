/**
 * The hourly token cap of all workers together: tokens are reserved before a call and corrected after it, when what was
 * bought is noted by model and kind, for the report.
 *
 * They are counted in Redis by its clock (`precompute:{tokens}:<hour>`), or in this process without Redis. The
 * reservation of a killed worker stays: the cap is never exceeded, at worst not used up. What was bought is noted in one
 * hash for each hour, `precompute:{tokens}:bought:<hour>`, with the fields `<model>|input`, `…|output`, `…|cacheRead`,
 * `…|cacheWrite`, and only in Redis; it limits nothing.
 */
import { type ConverseUsage, RedisConnection } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer } from "effect"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"
import { hourlyHashes, hours } from "../questions/HourlyHashes.ts"

export interface Reservation {
  readonly hour: number
  readonly tokens: number
}

export interface Tokens {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

/** By model. */
export type Bought = Readonly<Record<string, Tokens>>

const kinds = ["input", "output", "cacheRead", "cacheWrite"] as const

/** Of one call, whatever their kind. */
const tokensOf = (usage: ConverseUsage): number =>
  kinds.reduce((sum, kind) => sum + usage[`${kind}Tokens`], 0)

const hourMs = 3_600_000
/** Until nobody reads an hour any more. */
const keptMs = (hours + 1) * hourMs
const commandMs = 2_000

export class TokenBudget extends Context.Service<
  TokenBudget,
  {
    /** `undefined` when `tokens` more would exceed `cap`; nothing is reserved then. */
    readonly reserve: (
      tokens: number,
      cap: number,
    ) => Effect.Effect<Reservation | undefined, PrecomputeError>
    /** The model refused: what was reserved is free again. Never fails. */
    readonly release: (reservation: Reservation) => Effect.Effect<void>
    /** Puts what was bought in the place of what was reserved, and notes it. Never fails; the tokens, of all kinds. */
    readonly buy: (
      reservation: Reservation,
      model: string,
      usage: ConverseUsage,
    ) => Effect.Effect<number>
    /** This hour and the last 24, reserved ones included. */
    readonly spent: Effect.Effect<{ readonly hour: number; readonly day: number }, PrecomputeError>
    /** Of this hour and of the last 24, under whatever name. */
    readonly bought: Effect.Effect<{ readonly hour: Bought; readonly day: Bought }, PrecomputeError>
  }
>()("precompute/TokenBudget") {
  static readonly layer: Layer.Layer<TokenBudget, never, RedisConnection> = Layer.effect(
    TokenBudget,
    Effect.suspend(() => TokenBudget.named("tokens")),
  )

  /** One of its own beside the entries': what is spent under another name counts under that alone. */
  static readonly named = (
    name: string,
  ): Effect.Effect<TokenBudget["Service"], never, RedisConnection> =>
    Effect.map(RedisConnection, (redis) => (redis.configured ? inRedis(redis, name) : inMemory()))
}

const inMemory = () => {
  const current = { hour: -1, tokens: 0 }
  const at = Effect.map(Clock.currentTimeMillis, (now) => {
    const hour = Math.floor(now / hourMs)
    if (hour !== current.hour) Object.assign(current, { hour, tokens: 0 })
    return current
  })
  const settle = ({ hour, tokens }: Reservation, spent: number) =>
    Effect.map(at, (now) => {
      if (now.hour === hour) now.tokens = Math.max(0, now.tokens + spent - tokens)
      return spent
    })
  return TokenBudget.of({
    reserve: (tokens, cap) =>
      Effect.map(at, (spent) => {
        if (spent.tokens + tokens > cap) return undefined
        spent.tokens += tokens
        return { hour: spent.hour, tokens }
      }),
    release: (reservation) => settle(reservation, 0),
    buy: (reservation, _model, usage) => settle(reservation, tokensOf(usage)),
    spent: Effect.map(at, ({ tokens }) => ({ hour: tokens, day: tokens })),
    bought: Effect.succeed({ hour: {}, day: {} }),
  })
}

const reserveScript = `
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
if spent + tonumber(ARGV[1]) > tonumber(ARGV[2]) then return 0 end
redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`

const settleScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('INCRBY', KEYS[1], ARGV[1])`

const boughtKey = (hour: number) => `precompute:{tokens}:bought:${hour}`

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

const inRedis = (redis: RedisConnection["Service"], name: string) => {
  const keyOf = (hour: number) => `precompute:{${name}}:${hour}`
  const run = <A>(operation: string, commands: Parameters<typeof redis.run<A>>[2]) =>
    redis.run(operation, commandMs, commands).pipe(Effect.mapError(storeError))
  const hourNow = Effect.map(
    run("tokens.time", (client) => client.time()),
    ([seconds]) => Math.floor((Number(seconds) * 1_000) / hourMs),
  )
  const settle = ({ hour, tokens }: Reservation, spent: number) =>
    run("tokens.settle", (client) =>
      client.eval(settleScript, 1, keyOf(hour), Math.round(spent) - tokens),
    ).pipe(Effect.ignore)
  return TokenBudget.of({
    reserve: Effect.fnUntraced(function* (tokens: number, cap: number) {
      const hour = yield* hourNow
      const whole = Math.ceil(tokens)
      const done = yield* run("tokens.reserve", (client) =>
        client.eval(reserveScript, 1, keyOf(hour), whole, cap, keptMs),
      )
      return done === 1 ? { hour, tokens: whole } : undefined
    }),
    release: (reservation) => settle(reservation, 0),
    buy: Effect.fnUntraced(function* (reservation, model, usage) {
      yield* settle(reservation, tokensOf(usage))
      const key = boughtKey(reservation.hour)
      yield* run("tokens.bought", (client) =>
        Promise.all([
          ...kinds.map((kind) =>
            client.hincrby(key, `${model}|${kind}`, Math.round(usage[`${kind}Tokens`])),
          ),
          client.pexpire(key, keptMs),
        ]),
      ).pipe(
        Effect.tapError((error) => Effect.logDebug("a purchase was not noted", error.message)),
        Effect.ignore,
      )
      return tokensOf(usage)
    }),
    spent: Effect.flatMap(hourNow, (hour) =>
      Effect.map(
        run("tokens.spent", (client) =>
          client.mget(...Array.from({ length: hours }, (_, back) => keyOf(hour - back))),
        ),
        (all) => ({
          hour: Number(all[0] ?? 0),
          day: all.reduce((sum, tokens) => sum + Number(tokens ?? 0), 0),
        }),
      ),
    ),
    bought: Effect.map(hourlyHashes(redis, "tokens.bought", boughtKey), (all) => ({
      hour: sumOf(all.slice(0, 1)),
      day: sumOf(all),
    })),
  })
}
