/**
 * Redis or Valkey, single node or Cluster, that fails fast when it is down and recovers by itself.
 *
 * No command waits for a connection or is sent twice: unanswered commands fail when their connection breaks. A
 * connection that is silent for 2 s with a command outstanding is dropped, so no blocking commands may be used. In a
 * Cluster redirections are followed within the deadline.
 */
import { type Config, Context, Effect, Layer, type Scope } from "effect"
import type { Cluster, Redis } from "ioredis"
import { ConnectionError, type ConnectionReason } from "../requests/ConnectionError.ts"
import { callWithin } from "../requests/Deadline.ts"
import { joinedWrites } from "./JoinedWrites.ts"
import { openRedis } from "./RedisSession.ts"
import {
  optionalRedisSettings,
  type RedisSettings,
  requiredRedisSettings,
} from "./RedisSettings.ts"

export class RedisConnection extends Context.Service<
  RedisConnection,
  {
    /** False only in `layerOptional` without a `REDIS_URL`. */
    readonly configured: boolean
    /**
     * Runs one or more commands within the deadline; later replies are dropped, a late write may still
     * happen. At most 10,000 run at once; what is beyond fails as `unavailable`.
     */
    readonly run: <A>(
      operation: string,
      deadlineMs: number,
      commands: (redis: Redis | Cluster) => Promise<A>,
    ) => Effect.Effect<A, ConnectionError>
  }
>()("@manga-assist/connections/RedisConnection") {
  /** From `REDIS_URL` and the other `REDIS_…` names, see `RedisSettings`. */
  static readonly layer: Layer.Layer<RedisConnection, Config.ConfigError> = Layer.effect(
    RedisConnection,
    Effect.flatMap(requiredRedisSettings, (settings) => connect(settings)),
  )

  /** As `layer`; without `REDIS_URL` a service whose every `run` fails as `not-configured`. */
  static readonly layerOptional: Layer.Layer<RedisConnection, Config.ConfigError> = Layer.effect(
    RedisConnection,
    Effect.flatMap(optionalRedisSettings, (settings) =>
      settings === undefined ? Effect.succeed(absent) : connect(settings),
    ),
  )
}

/** While a server is silent, commands pile up until its connection is dropped. */
const maxOpen = 10_000

const connect = Effect.fnUntraced(function* (
  settings: RedisSettings,
): Effect.fn.Return<Context.Service.Shape<typeof RedisConnection>, never, Scope.Scope> {
  const { lastFailure, redis } = yield* openRedis(settings)
  const joinWrites = joinedWrites(redis)
  let open = 0
  return RedisConnection.of({
    configured: true,
    run: (operation, deadlineMs, commands) =>
      callWithin(
        deadlineMs,
        (resume) => {
          if (open >= maxOpen) {
            const detail = `${open} calls are unanswered`
            resume(Effect.fail(failure(operation, "unavailable", detail)))
            return leave
          }
          const failed = (cause: unknown) => {
            open -= 1
            resume(Effect.fail(redisError(operation, cause, lastFailure())))
          }
          open += 1
          try {
            joinWrites()
            commands(redis).then((reply) => {
              open -= 1
              resume(Effect.succeed(reply))
            }, failed)
          } catch (cause) {
            failed(cause)
          }
          return leave
        },
        () => failure(operation, "timeout", `${deadlineMs} ms`),
      ),
  })
})

/** A command that was sent cannot be taken back. */
const leave = () => undefined

const failure = (operation: string, reason: ConnectionReason, detail: string, cause?: unknown) =>
  new ConnectionError({ service: "redis", operation, reason, detail, cause })

const absent = RedisConnection.of({
  configured: false,
  run: (operation) => Effect.fail(failure(operation, "not-configured", "REDIS_URL is not set")),
})

/** Errors of the connection by their words: ioredis gives them neither class nor code. */
const redisError = (operation: string, cause: unknown, connecting: Error | undefined) => {
  const text = cause instanceof Error ? cause.message : String(cause)
  const reason = reasonOf(cause, text)
  if (reason !== "refused" || connecting === undefined) {
    return failure(operation, reason, text, cause)
  }
  // The command only met the missing connection; why it is missing says more.
  const why = connecting.message
  const refused = reasonOf(connecting, why) === "access-denied" ? "access-denied" : "refused"
  return failure(operation, refused, why, connecting)
}

const reasonOf = (cause: unknown, text: string): ConnectionReason => {
  if (/timed out/i.test(text)) return "timeout"
  if (/^(NOAUTH|WRONGPASS|NOPERM|ERR AUTH)/.test(text)) return "access-denied"
  if (/^(READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY|OOM|MISCONF)/.test(text)) {
    return "unavailable"
  }
  if (text.startsWith("Too many Cluster redirections")) return "unavailable"
  return cause instanceof Error && cause.name === "ReplyError" ? "rejected" : "refused"
}
