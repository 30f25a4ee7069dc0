/**
 * Shares limits between instances: twice a second each publishes what its visitors used and adds what the others
 * published. Nothing waits for it. Without Redis each instance limits by itself.
 *
 * A visitor may use each instance's limit once within the same half second; after that all instances know.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { Context, Effect, Layer, type Scope } from "effect"
import { hash } from "node:crypto"
import { BoundedMap } from "../bounds/BoundedMap.ts"
import type { RateLimit } from "../bounds/RateLimit.ts"

const everyMs = 500
const commandMs = 500
/** A count begins anew after this time; its takers see that it became smaller. */
const windowMs = 60_000
/** A script keeps its server from everything else while it runs: about a microsecond a key. */
const keysPerScript = 200

/** KEYS: counters. ARGV: how long one lives, then what was taken of each. Answers with the sums of all instances. */
const tellScript = `
local sums = {}
for i, key in ipairs(KEYS) do
  local sum = redis.call('INCRBY', key, ARGV[i + 1])
  if sum == tonumber(ARGV[i + 1]) then redis.call('PEXPIRE', key, ARGV[1]) end
  sums[i] = sum
end
return sums`

/** In one slot of a Cluster. A digest, so that a key tells no address and no user to who reads it. */
const counterOf = (name: string, key: string): string =>
  `limits:{limits}:${hash("sha256", JSON.stringify([name, key]), "base64url").slice(0, 22)}`

export class LimitExchange extends Context.Service<
  LimitExchange,
  {
    /** By their names, the same on all instances; until the scope closes. */
    readonly join: (
      limits: Readonly<Record<string, RateLimit>>,
    ) => Effect.Effect<void, never, Scope.Scope>
  }
>()("orchestrator/LimitExchange") {
  static readonly layerNone: Layer.Layer<LimitExchange> = Layer.succeed(LimitExchange, {
    join: () => Effect.void,
  })

  static readonly layer: Layer.Layer<LimitExchange, never, RedisConnection> = Layer.effect(
    LimitExchange,
    Effect.map(RedisConnection, (redis) =>
      LimitExchange.of({
        join: (limits) =>
          redis.configured
            ? Effect.gen(function* () {
                const tell = Object.entries(limits).map(([name, limit]) =>
                  exchanged(redis, name, limit),
                )
                yield* Effect.sleep(everyMs).pipe(
                  Effect.andThen(Effect.all(tell, { concurrency: "unbounded", discard: true })),
                  repeatForever("sharing limits"),
                  Effect.forkScoped({ startImmediately: true }),
                )
              })
            : Effect.void,
      }),
    ),
  )
}

const exchanged = (
  redis: RedisConnection["Service"],
  name: string,
  limit: RateLimit,
): Effect.Effect<void> => {
  limit.note()
  /** The sum that was heard last, by counter. */
  const heard = new BoundedMap<number>({ maxWeight: 100_000, maxAgeMs: windowMs })
  const tell = (taken: ReadonlyArray<readonly [key: string, amount: number]>) => {
    const counters = taken.map(([key]) => counterOf(name, key))
    return redis
      .run("limits.tell", commandMs, (client) =>
        client.eval(
          tellScript,
          counters.length,
          ...counters,
          windowMs,
          ...taken.map(([, amount]) => amount),
        ),
      )
      .pipe(
        Effect.map((sums) => {
          for (const [index, [key, amount]] of taken.entries()) {
            const sum = Array.isArray(sums) ? Number(sums[index]) : Number.NaN
            const counter = counters[index]
            if (counter === undefined || !Number.isFinite(sum)) continue
            const before = heard.get(counter)
            heard.set(counter, sum)
            if (before === undefined) limit.tookElsewhere(key, limit.shareOfMinute(sum - amount))
            else limit.tookElsewhere(key, sum - amount - (before + amount > sum ? 0 : before))
          }
        }),
        Effect.catch((error) => Effect.logDebug("limits could not be shared", error.message)),
      )
  }
  return Effect.suspend(() => {
    const taken = limit.taken()
    const batches = Array.from({ length: Math.ceil(taken.length / keysPerScript) }, (_, at) =>
      taken.slice(at * keysPerScript, (at + 1) * keysPerScript),
    )
    return Effect.forEach(batches, tell, { discard: true })
  })
}
