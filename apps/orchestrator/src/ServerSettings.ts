/**
 * Reads and checks the server's settings before anything starts.
 *
 * The first invalid value fails the start with one message that names the setting and its rule. An empty value counts
 * as absent.
 */
import { randomBytes } from "node:crypto"
import { latencyBudgetMs } from "@manga-assist/assistant"
import { oneWord, wholeNumber, wrongValue } from "@manga-assist/process"
import { Config, Context, Effect, Layer } from "effect"
import type { SocketServerChoice } from "./transport/SocketServerAuto.ts"

/** A host name or an address to listen on. */
const host = Effect.fnUntraced(function* (name: string) {
  const text = yield* Config.String(name).pipe(Config.withDefault(""))
  if (text === "") return "127.0.0.1"
  if (/^[A-Za-z0-9.:_-]{1,253}$/.test(text)) return text
  return yield* Effect.fail(wrongValue(name, "must be a host name or an address", text))
})

const port = (name: string, byDefault: number) =>
  wholeNumber(name, { min: 0, max: 65_535, byDefault })

const hostName = /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/
const origin = /^https?:\/\/[a-z0-9_.-]+(:\d{1,5})?$/

/** Values between commas, in lower case. */
const listOf = Effect.fnUntraced(function* (name: string, rule: RegExp, what: string) {
  const text = yield* Config.String(name).pipe(Config.withDefault(""))
  const values = text
    .toLowerCase()
    .split(",")
    .map((value) => value.trim())
  const given = values.filter((value) => value !== "")
  const wrong = given.find((value) => !rule.test(value))
  if (wrong === undefined) return given
  return yield* Effect.fail(wrongValue(name, `must be ${what} between commas`, wrong))
})

/** The cookie that may hold a token; none by default. */
const cookieName = Effect.fnUntraced(function* () {
  const text = yield* Config.String("AUTH_COOKIE").pipe(Config.withDefault(""))
  if (/^[A-Za-z0-9_.-]{0,128}$/.test(text)) return text
  return yield* Effect.fail(wrongValue("AUTH_COOKIE", "must be the name of a cookie", text))
})

/** Without one, what was proven to this process is proven to no other and to none that comes after. */
const sessionKey = Effect.fnUntraced(function* () {
  const text = yield* Config.String("SESSION_KEY").pipe(Config.withDefault(""))
  if (text === "") return randomBytes(32)
  if (text.length >= 32) return Buffer.from(text, "utf8")
  return yield* Effect.fail(
    wrongValue("SESSION_KEY", "must have at least 32 characters", "*".repeat(text.length)),
  )
})

/** The folder of the built console; `off` is none, as is nothing. */
const consoleDirectory = Effect.map(
  Config.String("CONSOLE_DIR").pipe(Config.withDefault("")),
  (folder) => (folder === "" || folder === "off" ? undefined : folder),
)

/** Of a program beside the server; undefined where there is none. */
const besideUrl = Effect.fnUntraced(function* (name: string) {
  const text = yield* Config.String(name).pipe(Config.withDefault(""))
  if (text === "") return undefined
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  return yield* Effect.fail(wrongValue(name, "must be an http or https URL", text))
})

const count = (name: string, byDefault: number) =>
  wholeNumber(name, { min: 1, max: 1_000_000_000, byDefault })

const visitorLimits = Effect.gen(function* () {
  const messagesPerMinute = yield* wholeNumber("RATE_LIMIT_PER_MINUTE", {
    min: 1,
    max: 1_000_000,
    byDefault: 240,
  })
  return {
    messagesPerMinute,
    address: {
      sockets: yield* count("ADDRESS_SOCKETS", 2_000),
      opensPerMinute: yield* count("ADDRESS_OPENS_PER_MINUTE", 3_000),
      sessionsPerMinute: yield* count("ADDRESS_SESSIONS_PER_MINUTE", 600),
      messagesPerMinute: yield* count("ADDRESS_MESSAGES_PER_MINUTE", 5 * messagesPerMinute),
      draftsPerSecond: yield* count("ADDRESS_DRAFTS_PER_SECOND", 100),
      framesPerSecond: yield* count("ADDRESS_FRAMES_PER_SECOND", 2_000),
      bytesPerSecond: 1_024 * (yield* count("ADDRESS_KIB_PER_SECOND", 2_048)),
      readingPercent: yield* wholeNumber("ADDRESS_READING_PERCENT", {
        min: 1,
        max: 100,
        byDefault: 30,
      }),
    },
  }
})

const make = Effect.gen(function* () {
  const milliseconds = (name: string, min: number, max: number, byDefault: number) =>
    wholeNumber(name, { min, max, byDefault })
  const customers = {
    host: yield* host("HOST"),
    port: yield* port("PORT", 8_080),
    names: { host: "HOST", port: "PORT" },
  }
  return {
    customers,
    operators: {
      host: yield* host("ADMIN_HOST"),
      // Whoever lets the system pick one port has no reason to mind the other.
      port: yield* port("ADMIN_PORT", customers.port === 0 ? 0 : 8_081),
      names: { host: "ADMIN_HOST", port: "ADMIN_PORT" },
    },
    /** Under which resume tokens are made and checked: the same for all instances. */
    sessionKey: yield* sessionKey(),
    consoleDirectory: yield* consoleDirectory,
    /** Where the emulators of AWS take faults, as they or the stack that started them say; undefined where none run. */
    emulatorsUrl: yield* besideUrl("ADMIN_URL"),
    /** Where the source document's configurations are replayed; undefined where nobody does that. */
    replaysUrl: yield* besideUrl("REPLAY_URL"),
    drainTimeoutMs: yield* milliseconds("DRAIN_TIMEOUT_MS", 0, 600_000, 25_000),
    visitorLimits: yield* visitorLimits,
    limits: {
      latencyBudgetMs: yield* latencyBudgetMs,
      turnGraceMs: yield* milliseconds("TURN_GRACE_MS", 0, 600_000, 5_000),
      turnLimitMs: yield* milliseconds("TURN_LIMIT_MS", 1_000, 3_600_000, 120_000),
      resumeGraceMs: yield* milliseconds("RESUME_GRACE_MS", 0, 60_000, 5_000),
      maxConnections: yield* wholeNumber("MAX_CONNECTIONS", {
        min: 1,
        max: 1_000_000,
        byDefault: 15_000,
      }),
      trustedProxies: yield* wholeNumber("TRUSTED_PROXIES", { min: 0, max: 10, byDefault: 0 }),
    },
    browsers: {
      hosts: [
        ...(yield* listOf("ALLOWED_HOSTS", hostName, "host names")),
        customers.host.toLowerCase(),
      ],
      origins: yield* listOf("ALLOWED_ORIGINS", origin, "origins such as https://shop.example"),
      cookieName: yield* cookieName(),
    },
  }
})

/** `DRAIN_TIMEOUT_MS`, `MAX_CONNECTIONS` and the others of `docs/operations.md`, with their bounds. */
export class ServerSettings extends Context.Service<ServerSettings, Effect.Success<typeof make>>()(
  "orchestrator/ServerSettings",
) {
  static readonly layer: Layer.Layer<ServerSettings, Config.ConfigError> = Layer.effect(
    ServerSettings,
    make,
  )
}

export const socketServerChoice: Effect.Effect<SocketServerChoice, Config.ConfigError> = oneWord(
  "SOCKET_SERVER",
  ["auto", "uws", "ws"],
)
