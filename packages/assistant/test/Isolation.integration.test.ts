/** The same thousand sessions in two processes' worth of connections over one real Redis; then all that lies in it. */
import { assert, describe, it } from "@effect/vitest"
import { TieredCacheStore } from "@manga-assist/caching"
import { redisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { randomInt } from "node:crypto"
import { QuestionCounts } from "../src/answers/demand/QuestionCounts.ts"
import { runIsolated, secretsIn } from "./isolatedSessions.ts"

/** Another one each time; `ISOLATION_SEED` repeats one. */
const seed = Number(process.env["ISOLATION_SEED"] ?? randomInt(2 ** 31))

const texts = (reply: unknown): ReadonlyArray<string> =>
  Array.isArray(reply)
    ? reply.flatMap(texts)
    : typeof reply === "string" || typeof reply === "number"
      ? [String(reply)]
      : []

/** How each kind of key is read whole. */
const reading: Readonly<Record<string, ReadonlyArray<string>>> = {
  string: ["GET"],
  hash: ["HGETALL"],
  set: ["SMEMBERS"],
  list: ["LRANGE", "0", "-1"],
  zset: ["ZRANGE", "0", "-1", "WITHSCORES"],
  stream: ["XRANGE", "-", "+"],
}

describe("two instances over one Redis", () => {
  it.live(
    "let nothing of a customer reach another, and leave nothing of anybody in what is shared",
    () =>
      Effect.gen(function* () {
        const server = yield* redisServer()
        const instance = (offset: number) =>
          // A run of its own: layers would be shared within one.
          Effect.promise(() =>
            Effect.runPromise(
              runIsolated({
                seed: seed + offset,
                sessions: 500,
                script: {
                  demand: QuestionCounts.layer,
                  environment: { REDIS_URL: server.url },
                  store: TieredCacheStore.layer(),
                },
              }),
            ),
          )
        const runs = yield* Effect.all([instance(0), instance(1)], { concurrency: "unbounded" })
        for (const { atOnce, broken, followed, leaks, sharedCalls, stored } of runs) {
          assert.deepStrictEqual(leaks.slice(0, 3), [], `${leaks.length} leaks with seed ${seed}`)
          assert.strictEqual(broken, 0, `seed ${seed}`)
          assert.isTrue(followed > 0 && sharedCalls > 0 && stored > 0 && atOnce > 0)
        }
        const keys = texts(yield* server.command("KEYS", "*"))
        const kinds = new Set(keys.map((key) => key.split(":")[0]))
        for (const kind of ["cache", "demand", "audit"]) assert.isTrue(kinds.has(kind), kind)
        const found: Array<string> = []
        for (const key of keys) {
          const type = String(yield* server.command("TYPE", key))
          const [command = "TYPE", ...rest] = reading[type] ?? []
          const held = texts(yield* server.command(command, key, ...rest)).join(" ")
          for (const secret of secretsIn(`${key} ${held}`)) found.push(`${secret} in ${key}`)
        }
        assert.deepStrictEqual(found.slice(0, 3), [], `${found.length} finds with seed ${seed}`)
      }),
    180_000,
  )
})
