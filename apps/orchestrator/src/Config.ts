/**
 * The server's environment, checked before anything starts: the first value that is wrong stops the start
 * with one message that names it and says what it should be. An empty value is an absent one.
 */
import { Config, ConfigProvider, Effect, Layer } from "effect"
import { ServerSettings } from "./ServerSettings.ts"
import type { SocketServerChoice } from "./SocketServerAuto.ts"

const read = (name: string) => Config.String(name).pipe(Config.withDefault(""))

const wrong = (name: string, rule: string, value: string): Config.ConfigError => {
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  const message = `${name} ${rule}, not ${shown}`
  return new Config.ConfigError(new ConfigProvider.SourceError({ message }))
}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly byDefault: number
}

/** A whole number in decimal digits. */
export const wholeNumber = Effect.fnUntraced(function* (name: string, bounds: Bounds) {
  const text = yield* read(name)
  if (text === "") return bounds.byDefault
  const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= bounds.min && value <= bounds.max) return value
  const rule = `must be a whole number from ${bounds.min} to ${bounds.max}`
  return yield* Effect.fail(wrong(name, rule, text))
})

/** One of a few words, the first by default. Upper and lower case are the same. */
export const oneWord = <const W extends string>(
  name: string,
  words: readonly [W, ...ReadonlyArray<W>],
) =>
  Effect.flatMap(read(name), (text) => {
    const found = words.find((word) => word === text.toLowerCase())
    if (text === "") return Effect.succeed(words[0])
    if (found !== undefined) return Effect.succeed(found)
    return Effect.fail(wrong(name, `must be one of ${words.join(", ")}`, text))
  })

/** A host name or an address to listen on. */
const host = Effect.fnUntraced(function* () {
  const text = yield* read("HOST")
  if (text === "") return "127.0.0.1"
  if (/^[A-Za-z0-9.:_-]{1,253}$/.test(text)) return text
  return yield* Effect.fail(wrong("HOST", "must be a host name or an address", text))
})

/** `LATENCY_BUDGET_MS`, `DRAIN_TIMEOUT_MS` and the others of `README.md`, with their bounds. */
export const layerSettings: Layer.Layer<ServerSettings, Config.ConfigError> = Layer.effect(
  ServerSettings,
  Effect.gen(function* () {
    const milliseconds = (name: string, min: number, max: number, byDefault: number) =>
      wholeNumber(name, { min, max, byDefault })
    return ServerSettings.of({
      host: yield* host(),
      port: yield* wholeNumber("PORT", { min: 0, max: 65_535, byDefault: 8_080 }),
      drainTimeoutMs: yield* milliseconds("DRAIN_TIMEOUT_MS", 0, 600_000, 25_000),
      rateLimitPerMinute: yield* wholeNumber("RATE_LIMIT_PER_MINUTE", {
        min: 1,
        max: 1_000_000,
        byDefault: 1_200,
      }),
      limits: {
        latencyBudgetMs: yield* milliseconds("LATENCY_BUDGET_MS", 50, 600_000, 2_000),
        turnGraceMs: yield* milliseconds("TURN_GRACE_MS", 0, 600_000, 5_000),
        turnLimitMs: yield* milliseconds("TURN_LIMIT_MS", 1_000, 3_600_000, 120_000),
        maxConnections: yield* wholeNumber("MAX_CONNECTIONS", {
          min: 1,
          max: 1_000_000,
          byDefault: 15_000,
        }),
      },
    })
  }),
)

export const socketServerChoice: Effect.Effect<SocketServerChoice, Config.ConfigError> = oneWord(
  "SOCKET_SERVER",
  ["auto", "uws", "ws"],
)
