/**
 * The hourly token cap of all workers together: tokens are reserved before a call and corrected after it.
 *
 * They are counted in Redis (`precompute:{tokens}:<hour>`, by Redis' clock), or in this process without Redis. The
 * reservation of a killed worker stays: the cap is never exceeded, at worst not used up.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer } from "effect"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"

export interface Reservation {
  readonly hour: number
  readonly tokens: number
}

const hourMs = 3_600_000
/** Hours that are told in a report. */
const kept = 24
const commandMs = 2_000

export class TokenBudget extends Context.Service<
  TokenBudget,
  {
    /** `undefined` when `tokens` more would exceed `cap`; nothing is reserved then. */
    readonly reserve: (
      tokens: number,
      cap: number,
    ) => Effect.Effect<Reservation | undefined, PrecomputeError>
    /** Puts what was really spent in the place of what was reserved. */
    readonly settle: (
      reservation: Reservation,
      spent: number,
    ) => Effect.Effect<void, PrecomputeError>
    /** This hour and the last 24, reserved ones included. */
    readonly spent: Effect.Effect<{ readonly hour: number; readonly day: number }, PrecomputeError>
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
  return TokenBudget.of({
    reserve: (tokens, cap) =>
      Effect.map(at, (spent) => {
        if (spent.tokens + tokens > cap) return undefined
        spent.tokens += tokens
        return { hour: spent.hour, tokens }
      }),
    settle: ({ hour, tokens }, spent) =>
      Effect.map(at, (now) => {
        if (now.hour === hour) now.tokens = Math.max(0, now.tokens + spent - tokens)
      }),
    spent: Effect.map(at, ({ tokens }) => ({ hour: tokens, day: tokens })),
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

const inRedis = (redis: Context.Service.Shape<typeof RedisConnection>, name: string) => {
  const keyOf = (hour: number) => `precompute:{${name}}:${hour}`
  const run = <A>(operation: string, commands: Parameters<typeof redis.run<A>>[2]) =>
    redis.run(operation, commandMs, commands).pipe(Effect.mapError(storeError))
  const hourNow = Effect.map(
    run("tokens.time", (client) => client.time()),
    ([seconds]) => Math.floor((Number(seconds) * 1_000) / hourMs),
  )
  return TokenBudget.of({
    reserve: Effect.fnUntraced(function* (tokens: number, cap: number) {
      const hour = yield* hourNow
      const whole = Math.ceil(tokens)
      const done = yield* run("tokens.reserve", (client) =>
        client.eval(reserveScript, 1, keyOf(hour), whole, cap, (kept + 1) * hourMs),
      )
      return done === 1 ? { hour, tokens: whole } : undefined
    }),
    settle: ({ hour, tokens }, spent) =>
      run("tokens.settle", (client) =>
        client.eval(settleScript, 1, keyOf(hour), Math.round(spent) - tokens),
      ).pipe(Effect.asVoid),
    spent: Effect.flatMap(hourNow, (hour) =>
      Effect.map(
        run("tokens.spent", (client) =>
          client.mget(...Array.from({ length: kept }, (_, back) => keyOf(hour - back))),
        ),
        (hours) => ({
          hour: Number(hours[0] ?? 0),
          day: hours.reduce((sum, tokens) => sum + Number(tokens ?? 0), 0),
        }),
      ),
    ),
  })
}
