/**
 * One Redis client in a scope: connected, authenticated by password or IAM, and able to tell why it is disconnected.
 *
 * An IAM token lives 15 minutes and a connection made with one 12 hours: every connect uses a token of at most 4
 * minutes, and connections re-authenticate every hour.
 */
import { Clock, Effect, type Scope } from "effect"
import { Cluster, type Redis } from "ioredis"
import { AwsCredentials } from "../aws/AwsCredentials.ts"
import { connectMs, makeRedis, nodesOf } from "./RedisClient.ts"
import { redisIamToken } from "./RedisIamToken.ts"
import type { RedisIamSettings, RedisSettings } from "./RedisSettings.ts"
import { repeatForever } from "./RepeatForever.ts"

export interface RedisSession {
  readonly redis: Redis | Cluster
  /** What the last attempt to connect failed with; undefined once connected. */
  readonly lastFailure: () => Error | undefined
}

/** Credentials are renewed five minutes before they end, so no token outlives the ones it was made with. */
const renewEvery = "4 minutes"
const retryAfter = "20 seconds"
/** The start waits no longer for credentials. */
const firstTokenMs = 5_000
const roundsPerSignIn = 15

/** A Redis that is down does not stop the start: it is waited for briefly, then retried in the background. */
export const openRedis = Effect.fnUntraced(function* (
  settings: RedisSettings,
): Effect.fn.Return<RedisSession, never, Scope.Scope> {
  let failure: Error | undefined
  const redis = yield* Effect.acquireRelease(
    Effect.sync(() => makeRedis(settings)),
    (owned) => Effect.sync(() => owned.disconnect()),
  )
  // Failures reach the callers of commands; without a listener ioredis would print them.
  const note = (error: Error) => {
    failure = error
  }
  redis.on("error", note)
  // While a Cluster is ready, the error of one node says nothing of a command to another.
  redis.on("node error", (error: Error) => {
    if (redis.status !== "ready") note(error)
  })
  redis.on("ready", () => {
    failure = undefined
  })
  if (settings.iam !== undefined) yield* signInByIam(redis, settings.iam, note)
  yield* Effect.tryPromise(() => connect(redis)).pipe(
    Effect.timeoutOption(connectMs),
    Effect.ignore,
  )
  return { redis, lastFailure: () => failure }
})

/** Of a Cluster also every node: a command must not be the first to open one. */
const connect = async (redis: Redis | Cluster): Promise<void> => {
  await redis.connect()
  if (redis instanceof Cluster) await Promise.allSettled(redis.nodes().map((node) => node.ping()))
}

const signInByIam = Effect.fnUntraced(function* (
  redis: Redis | Cluster,
  iam: RedisIamSettings,
  note: (error: Error) => void,
) {
  const credentials = yield* AwsCredentials
  let token = ""
  const renew = Effect.gen(function* () {
    const held = yield* Effect.tryPromise(() => Promise.resolve(credentials()))
    token = redisIamToken(iam, held, yield* Clock.currentTimeMillis)
    for (const node of nodesOf(redis)) setToken(node)
  })
  const setToken = (node: Redis) => {
    node.options.username = iam.user
    node.options.password = token
  }
  // A Cluster makes a client for each node that it learns of, and connects it later.
  if (redis instanceof Cluster) redis.on("+node", setToken)
  // One that is not ready yet is about to sign in with this token anyway.
  const signIn = Effect.suspend(() =>
    Effect.forEach(
      nodesOf(redis).filter(({ status }) => status === "ready"),
      (node) => Effect.tryPromise(() => node.auth(iam.user, token)),
    ),
  )
  const failed = (error: Error) => {
    note(new Error(`cannot sign in by IAM: ${textOf(error.cause ?? error)}`))
    return Effect.logWarning("Redis: cannot sign in by IAM", error)
  }
  yield* renew.pipe(Effect.timeout(firstTokenMs), Effect.catch(failed))
  let round = 0
  yield* Effect.sleep(renewEvery).pipe(
    Effect.andThen(renew),
    Effect.andThen(Effect.suspend(() => (++round % roundsPerSignIn === 0 ? signIn : Effect.void))),
    Effect.catch((error) => Effect.andThen(failed(error), Effect.sleep(retryAfter))),
    repeatForever("signing in to Redis"),
    Effect.forkScoped({ startImmediately: true }),
  )
})

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
