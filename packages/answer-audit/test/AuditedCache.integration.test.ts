/** Two processes' audited caches over one real Redis: what one found wrong is off in the other. */
import { assert, describe, it } from "@effect/vitest"
import { redisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { until } from "../../caching/test/realRedis.ts"
import { type AuditedCache, auditedCache } from "../src/promise.ts"

const served = (size: number) => ({ answer: `There are ${size}.`, question: `size ${size}?` })

/** A cache that serves the answer of the next size. */
const wrongCache = (redisUrl: string) =>
  Effect.acquireRelease(
    Effect.promise(() =>
      auditedCache({
        lookup: (question) => served(Number(/\d+/.exec(question)?.[0]) + 2),
        answer: (question) => served(Number(/\d+/.exec(question)?.[0])).answer,
        share: 1,
        maxAnswersPerHour: 10_000,
        redisUrl,
      }),
    ),
    (cache) => Effect.promise(() => cache.close()),
  )

const ask = (cache: AuditedCache<unknown>) =>
  Effect.promise(async () => {
    for (let size = 0; size < 60; size += 1) await cache.lookup(`is size ${size} there?`)
    await cache.idle()
  })

describe("audited caches over one Redis", () => {
  it.live("are off together", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const one = yield* wrongCache(url)
      const other = yield* wrongCache(url)
      yield* until(
        Effect.andThen(
          ask(one),
          Effect.sync(() => one.offReason() !== undefined),
        ),
      )
      yield* until(Effect.sync(() => other.offReason() !== undefined))
      assert.isUndefined(yield* Effect.promise(() => other.lookup("is size 7 there?")))
    }).pipe(Effect.scoped),
  )
})
