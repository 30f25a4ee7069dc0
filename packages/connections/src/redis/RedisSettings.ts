/**
 * The `REDIS_…` settings, validated before a client is created.
 *
 * `redis://` and `rediss://` (TLS) name one server or a primary endpoint, `redis+cluster://` and `rediss+cluster://`
 * any node or the configuration endpoint of a Cluster.
 */
import { Config, Effect } from "effect"
import { readFile } from "node:fs/promises"
import { optionalUrl, requiredRegion, requiredText, wrongSetting } from "../requests/Settings.ts"

export interface RedisSettings {
  readonly kind: "single" | "cluster"
  readonly host: string
  readonly port: number
  /** `ca` as PEM: the only authority trusted; without it those of Node and `NODE_EXTRA_CA_CERTS`. */
  readonly tls?: { readonly ca?: string }
  readonly username?: string
  readonly password?: string
  readonly database: number
  /** In front of every key and channel. */
  readonly prefix?: string
  /** Signs in by IAM instead of a password. */
  readonly iam?: RedisIamSettings
}

export interface RedisIamSettings {
  /** The ElastiCache user's id, which must equal its name. */
  readonly user: string
  /** The replication group's id, or the serverless cache's name. */
  readonly cache: string
  readonly serverless: boolean
  readonly region: string
}

const protocols = ["redis:", "rediss:", "redis+cluster:", "rediss+cluster:"]

/** Undefined when `REDIS_URL` is not set. */
export const optionalRedisSettings: Effect.Effect<RedisSettings | undefined, Config.ConfigError> =
  Effect.gen(function* () {
    const url = yield* optionalUrl("REDIS_URL", protocols)
    if (url === undefined) return undefined
    const secure = url.protocol.startsWith("rediss")
    const cluster = url.protocol.endsWith("+cluster:")
    const database = yield* databaseOf(url, cluster)
    const username = yield* decoded("user name", url.username)
    const password = yield* passwordOf(url)
    const iam = yield* iamOf(secure, username !== undefined || password !== undefined)
    const ca = yield* certificate(secure)
    const prefix = yield* keyPrefix
    return {
      kind: cluster ? "cluster" : "single",
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? 6379 : Number(url.port),
      database,
      ...(prefix === undefined ? {} : { prefix }),
      ...(secure ? { tls: ca === undefined ? {} : { ca } } : {}),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(iam === undefined ? {} : { iam }),
    } satisfies RedisSettings
  })

export const requiredRedisSettings = Effect.flatMap(optionalRedisSettings, (settings) =>
  settings === undefined
    ? Effect.fail(wrongSetting("REDIS_URL", "must be set"))
    : Effect.succeed(settings),
)

const text = (name: string) =>
  Effect.map(Config.String(name).pipe(Config.withDefault("")), (value) =>
    value === "" ? undefined : value,
  )

/** No braces: they would put every key of a Cluster into one slot. */
const keyPrefix = Effect.flatMap(text("REDIS_KEY_PREFIX"), (prefix) =>
  prefix === undefined || /^[A-Za-z0-9:_.-]{1,64}$/.test(prefix)
    ? Effect.succeed(prefix)
    : Effect.fail(
        wrongSetting("REDIS_KEY_PREFIX", "must be 1 to 64 characters of A-Z a-z 0-9 : _ . -"),
      ),
)

const decoded = (part: string, value: string) =>
  Effect.try({
    try: () => (value === "" ? undefined : decodeURIComponent(value)),
    catch: () => wrongSetting("REDIS_URL", `must have its ${part} percent-encoded`),
  })

const databaseOf = Effect.fnUntraced(function* (url: URL, cluster: boolean) {
  if (url.search !== "" || url.hash !== "") {
    return yield* Effect.fail(wrongSetting("REDIS_URL", "must end after the path"))
  }
  const path = url.pathname.replace(/^\//, "")
  const database = /^\d{0,5}$/.test(path) ? Number(path) : -1
  if (database === 0 || (database > 0 && !cluster)) return database
  const rule = cluster
    ? "must have no path: a Cluster has one database"
    : "must have no path but the number of a database"
  return yield* Effect.fail(wrongSetting("REDIS_URL", rule))
})

const passwordOf = Effect.fnUntraced(function* (url: URL) {
  const inUrl = yield* decoded("password", url.password)
  const apart = yield* text("REDIS_PASSWORD")
  if (inUrl === undefined || apart === undefined) return inUrl ?? apart
  return yield* Effect.fail(
    wrongSetting("REDIS_PASSWORD", "must not be set when REDIS_URL holds a password"),
  )
})

const certificate = Effect.fnUntraced(function* (secure: boolean) {
  const file = yield* text("REDIS_CA")
  if (file === undefined) return undefined
  if (!secure) {
    return yield* Effect.fail(wrongSetting("REDIS_CA", "needs a REDIS_URL that begins with rediss"))
  }
  const pem = yield* Effect.tryPromise({
    try: () => readFile(file, "utf8"),
    catch: () => wrongSetting("REDIS_CA", "must be the path of a file that can be read"),
  })
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem
  return yield* Effect.fail(wrongSetting("REDIS_CA", "must be a file with PEM certificates"))
})

const iamOf = Effect.fnUntraced(function* (secure: boolean, otherwise: boolean) {
  if ((yield* text("REDIS_IAM_USER")) === undefined) {
    if ((yield* text("REDIS_IAM_CACHE")) === undefined) return undefined
    return yield* Effect.fail(wrongSetting("REDIS_IAM_CACHE", "needs a REDIS_IAM_USER"))
  }
  if (otherwise) {
    const rule = "must not be set together with another user name or password"
    return yield* Effect.fail(wrongSetting("REDIS_IAM_USER", rule))
  }
  if (!secure) {
    const rule = "needs a REDIS_URL that begins with rediss: the token would travel in clear"
    return yield* Effect.fail(wrongSetting("REDIS_IAM_USER", rule))
  }
  const serverless = yield* Config.String("REDIS_IAM_SERVERLESS").pipe(Config.withDefault("false"))
  if (serverless !== "true" && serverless !== "false") {
    return yield* Effect.fail(wrongSetting("REDIS_IAM_SERVERLESS", "must be true or false"))
  }
  return {
    user: yield* requiredText("REDIS_IAM_USER", /^[A-Za-z0-9-]{1,40}$/, "1 to 40 of A-Z a-z 0-9 -"),
    cache: yield* requiredText("REDIS_IAM_CACHE", /^[a-z0-9-]{1,60}$/, "1 to 60 of a-z 0-9 -"),
    serverless: serverless === "true",
    region: yield* requiredRegion,
  }
})
