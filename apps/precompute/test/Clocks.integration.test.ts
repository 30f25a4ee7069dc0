/**
 * A worker whose machine's clock is set forward or back by hours, over a real Redis and a real Cluster: nothing becomes
 * due by it, nothing runs out because of it, and what is written is dated rightly.
 */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore } from "@manga-assist/caching"
import { BedrockChat } from "@manga-assist/connections"
import { redisCluster, redisServer } from "@manga-assist/real-servers"
import { Clock, ConfigProvider, Context, Effect, Layer } from "effect"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { steppedClock } from "../../../packages/leader/test/steppedClock.ts"
import { scheduleFile } from "./fixtures/scheduleFile.ts"
import { workerLayers } from "./fixtures/workerLayers.ts"

const minute = 60_000

const schedule = {
  concurrency: 2,
  tokensPerHour: 1_000_000,
  demand: { top: 0, every: "30 minutes", lead: "10 minutes", savesMs: 700 },
  patterns: [
    {
      name: "trending",
      each: "once",
      every: "15 minutes",
      lead: "5 minutes",
      trafficShare: 0.2,
      savesMs: 900,
      wordings: { en: ["trending manga"], ja: ["人気の漫画"] },
    },
  ],
}

/** A worker on a machine of its own clock, and the ages of what it wrote by the right time. */
const workerOn = Effect.fnUntraced(function* (url: string, aheadMs = 0) {
  const right = yield* Clock.Clock
  const { clock, step } = steppedClock(right)
  step(aheadMs)
  let asked = 0
  const chat = BedrockChat.of({
    converse: () =>
      Effect.sync(() => {
        asked += 1
        return { stopReason: "end_turn", text: `Answer ${asked}.` }
      }),
  })
  const keys = new Set<string>()
  const context = yield* Layer.build(
    workerLayers(chat, (event, key) => {
      if (event === "written") keys.add(key)
    }),
  ).pipe(
    Effect.provideService(Clock.Clock, clock),
    Effect.provide(
      ConfigProvider.layer(
        ConfigProvider.fromUnknown({
          REDIS_URL: url,
          PRECOMPUTE_SCHEDULE: yield* scheduleFile(schedule),
        }),
      ),
    ),
  )
  const worker = Context.get(context, PrecomputeWorker)
  const store = Context.get(context, CacheStore)
  yield* worker.leadership.term
  const each = <A>(
    change: (entry: { storedAt: number }, key: string) => Effect.Effect<A, unknown>,
  ) =>
    Effect.forEach([...keys], (key) =>
      Effect.flatMap(store.get(key), (text) => {
        const entry: { storedAt: number } = JSON.parse(text ?? "{}")
        return change(entry, key)
      }),
    )
  return {
    step,
    pass: worker.pass({}).pipe(Effect.provideService(Clock.Clock, clock)),
    agesMs: Effect.suspend(() =>
      each(({ storedAt }) => Effect.succeed(right.currentTimeMillisUnsafe() - storedAt)),
    ),
    age: (ms: number) =>
      each((entry, key) =>
        store.set(key, JSON.stringify({ ...entry, storedAt: entry.storedAt - ms }), 60 * minute),
      ),
  }
})

describe.each([
  ["one server", Effect.map(redisServer(), ({ url }) => url)],
  ["a Cluster", Effect.map(redisCluster(), ({ url }) => url)],
] as const)("on %s", (_name, server) => {
  it.live.each([2, -2])("a clock that steps by %i hours is not believed", (hours) =>
    Effect.gen(function* () {
      const { age, agesMs, pass, step } = yield* workerOn(yield* server)
      assert.deepInclude(yield* pass, { written: 2, fresh: 0 })
      step(hours * 60 * minute)
      // No storm of what is fresh.
      assert.deepInclude(yield* pass, { written: 0, fresh: 2 })
      // What is about to run out is renewed in time, and dated by the time of Redis.
      yield* age(12 * minute)
      assert.deepInclude(yield* pass, { written: 2, fresh: 0 })
      const ages = yield* agesMs
      assert.lengthOf(ages, 2)
      for (const ms of ages) assert.isBelow(Math.abs(ms), minute)
    }).pipe(Effect.scoped),
  )

  it.live.each([3, -3])("one that is %i hours off from the start is not believed either", (hours) =>
    Effect.gen(function* () {
      const { agesMs, pass } = yield* workerOn(yield* server, hours * 60 * minute)
      assert.deepInclude(yield* pass, { written: 2, fresh: 0 })
      assert.deepInclude(yield* pass, { written: 0, fresh: 2 })
      const ages = yield* agesMs
      assert.lengthOf(ages, 2)
      for (const ms of ages) assert.isBelow(Math.abs(ms), minute)
    }).pipe(Effect.scoped),
  )
})
