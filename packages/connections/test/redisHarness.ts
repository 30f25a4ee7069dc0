/** Short ways to a `RedisConnection` over a given environment, and to what it says when it fails. */
import { loopbackCertificate } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer, Schedule } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ConnectionError } from "../src/requests/ConnectionError.ts"
import { RedisConnection } from "../src/redis/RedisConnection.ts"

export type Connection = Context.Service.Shape<typeof RedisConnection>

export const connectTo = (url: string, environment: Readonly<Record<string, string>> = {}) =>
  Layer.build(RedisConnection.layer).pipe(
    Effect.map((context) => Context.get(context, RedisConnection)),
    Effect.provide(
      ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url, ...environment })),
    ),
  )

export const set = ({ run }: Connection, key: string, value: string, deadlineMs = 1_000) =>
  run("SET", deadlineMs, (redis) => redis.set(key, value))

export const get = ({ run }: Connection, key: string, deadlineMs = 1_000) =>
  run("GET", deadlineMs, (redis) => redis.get(key))

/** Tries until it succeeds; the reasons it failed for until then, each once, in order. */
export const reasonsUntil = <A>(call: Effect.Effect<A, ConnectionError>) =>
  Effect.gen(function* () {
    const reasons: Array<string> = []
    yield* call.pipe(
      Effect.tapError(({ reason }) =>
        Effect.sync(() => {
          if (!reasons.includes(reason)) reasons.push(reason)
        }),
      ),
      Effect.retry(Schedule.spaced(20)),
      Effect.timeout("1 minute"),
    )
    return reasons
  })

/** The authority of the TLS servers, as a file for `REDIS_CA`. */
export const certificateFile = Effect.acquireRelease(
  Effect.sync(() => {
    const file = join(mkdtempSync(join(tmpdir(), "connections-")), "ca.pem")
    writeFileSync(file, loopbackCertificate)
    return file
  }),
  (file) => Effect.sync(() => rmSync(join(file, ".."), { recursive: true })),
)
