/**
 * Redis or Valkey, single node or cluster, that fails fast when it is down and comes back by itself.
 *
 * No command waits for a connection, and none is sent twice: what is unanswered when a connection breaks
 * fails. A silent connection is dropped after 3 s with a command outstanding. The layer waits a moment
 * for the first connection, but a Redis that is down does not stop the start.
 */
import { type Config, Context, Effect, Layer } from "effect"
import type { Cluster, Redis } from "ioredis"
import { ConnectionError, type ConnectionReason } from "./ConnectionError.ts"
import { openRedis, type RedisMode } from "./RedisClient.ts"
import { optionalUrl, requiredUrl } from "./Settings.ts"

const protocols = ["redis:", "rediss:"]

export class RedisConnection extends Context.Service<
  RedisConnection,
  {
    /** False only in `layerOptional` without a `REDIS_URL`. */
    readonly configured: boolean
    /** Runs one or more commands within the deadline; later replies are dropped. */
    readonly run: <A>(
      operation: string,
      deadlineMs: number,
      commands: (redis: Redis | Cluster) => Promise<A>,
    ) => Effect.Effect<A, ConnectionError>
  }
>()("@manga-assist/connections/RedisConnection") {
  static readonly layerWith = (options: {
    readonly mode: RedisMode
  }): Layer.Layer<RedisConnection, Config.ConfigError> =>
    Layer.effect(
      RedisConnection,
      Effect.flatMap(requiredUrl("REDIS_URL", protocols), (url) => connect(url, options.mode)),
    )

  /** One node at `REDIS_URL` (`redis://` or `rediss://`). */
  static readonly layer: Layer.Layer<RedisConnection, Config.ConfigError> =
    RedisConnection.layerWith({ mode: "single" })

  /** As `layer`; without `REDIS_URL` a service whose every `run` fails as `not-configured`. */
  static readonly layerOptional: Layer.Layer<RedisConnection, Config.ConfigError> = Layer.effect(
    RedisConnection,
    Effect.flatMap(optionalUrl("REDIS_URL", protocols), (url) =>
      url === undefined ? Effect.succeed(absent) : connect(url, "single"),
    ),
  )
}

const connect = Effect.fnUntraced(function* (url: URL, mode: RedisMode) {
  const redis = yield* openRedis(url, mode)
  return RedisConnection.of({
    configured: true,
    run: (operation, deadlineMs, commands) =>
      Effect.tryPromise({
        try: () => commands(redis),
        catch: (cause) => redisError(operation, cause),
      }).pipe(
        Effect.timeoutOrElse({
          duration: deadlineMs,
          orElse: () => Effect.fail(failure(operation, "timeout", `${deadlineMs} ms`)),
        }),
      ),
  })
})

const failure = (operation: string, reason: ConnectionReason, detail: string, cause?: unknown) =>
  new ConnectionError({ service: "redis", operation, reason, detail, cause })

const absent = RedisConnection.of({
  configured: false,
  run: (operation) => Effect.fail(failure(operation, "not-configured", "REDIS_URL is not set")),
})

/** Errors of the connection by their words: ioredis gives them neither class nor code. */
const redisError = (operation: string, cause: unknown): ConnectionError => {
  const text = cause instanceof Error ? cause.message : String(cause)
  const reason = /timed out/i.test(text)
    ? "timeout"
    : /^(NOAUTH|WRONGPASS|NOPERM)/.test(text)
      ? "access-denied"
      : /^(READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY|OOM)/.test(text)
        ? "unavailable"
        : cause instanceof Error && cause.name === "ReplyError"
          ? "rejected"
          : "refused"
  return failure(operation, reason, text, cause)
}
