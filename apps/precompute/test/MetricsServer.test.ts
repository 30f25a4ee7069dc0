/** The worker's page over HTTP: what it answers, and that a Redis that does not answer costs only its own lines. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, ConfigProvider, Effect, Layer, Logger } from "effect"
import { WordingLearning } from "../src/wordings/WordingLearning.ts"
import { CacheError } from "@manga-assist/caching"
import { RedisConnection } from "@manga-assist/connections"
import { Demand } from "../src/questions/Demand.ts"
import { layerMetricsServer } from "../src/MetricsServer.ts"
import { PrecomputeError } from "../src/PrecomputeError.ts"
import { TokenBudget } from "../src/spending/TokenBudget.ts"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { Heartbeat } from "../src/worker/Heartbeat.ts"
import { WorkerTotals } from "../src/worker/WorkerTotals.ts"
import { Leadership } from "../src/leader/Leadership.ts"

const clock = { ...Effect.runSync(Clock.Clock), monotonicTimeNanosUnsafe: () => nowMs * 1_000_000n }
const heartbeat = new Heartbeat(clock)
let nowMs = 0n

const worker = PrecomputeWorker.of({
  schedule: {
    concurrency: 1,
    tokensPerHour: 7,
    busyAbove: 1,
    demand: { top: 0, savesMs: 1, holdsMs: 1, leadMs: 1 },
    patterns: [],
    leftOut: [],
  },
  plan: () => Effect.never,
  pass: () => Effect.never,
  pausedMs: Effect.succeed(0),
  totals: () => new WorkerTotals(),
  heartbeat,
  leadership: Leadership.of({
    term: Effect.never,
    current: () => undefined,
    trouble: () => undefined,
  }),
})

const away = Effect.fail(new PrecomputeError({ reason: "store", detail: "scripted" }))

const learning = WordingLearning.of({
  pass: () => Effect.never,
  totals: {},
  state: Effect.fail(new CacheError({ reason: "unavailable", operation: "get", cause: away })),
})

const serve = (environment: Readonly<Record<string, string>>, isAway = false) =>
  Effect.gen(function* () {
    const said: Array<string> = []
    const logger = Logger.make(({ message }) => {
      said.push(String(message))
    })
    yield* Layer.build(
      layerMetricsServer.pipe(
        Layer.provide(Layer.succeed(PrecomputeWorker, worker)),
        Layer.provide(Layer.succeed(WordingLearning, learning)),
        Layer.provide(TokenBudget.layer),
        Layer.provide(RedisConnection.layerOptional),
        Layer.provide(
          Layer.succeed(
            Demand,
            Demand.of({ top: () => Effect.never, measured: isAway ? away : Effect.undefined }),
          ),
        ),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
      ),
    ).pipe(Effect.provide(Logger.layer([logger])))
    return /http:\S+(?=\/metrics)/u.exec(said.join())?.[0]
  })

const get = (url: string, method = "GET") =>
  Effect.promise(async () => {
    const reply = await fetch(url, { method })
    return { status: reply.status, text: await reply.text() }
  })

const here = { METRICS_PORT: "0" }

describe("the metrics of the worker", () => {
  it.live("are served where a port is given, and only to those who ask rightly", () =>
    Effect.gen(function* () {
      const url = (yield* serve(here)) ?? ""
      assert.match(url, /^http:\/\/127\.0\.0\.1:/u)
      const page = yield* get(`${url}/metrics`)
      assert.strictEqual(page.status, 200)
      assert.include(page.text, "precompute_leader 0\n")
      assert.include(page.text, "precompute_tokens_per_hour_limit 7\n")
      assert.include(page.text, 'precompute_tokens_this_hour{span="this_hour"} 0\n')
      assert.strictEqual((yield* get(`${url}/healthz`)).status, 200)
      assert.strictEqual((yield* get(`${url}/other`)).status, 404)
      assert.strictEqual((yield* get(`${url}/metrics`, "POST")).status, 405)
    }).pipe(Effect.scoped),
  )

  it.live("lie beside a health that ends when the leader hangs, and not while another leads", () =>
    Effect.gen(function* () {
      const url = `${yield* serve(here)}/healthz`
      heartbeat.beat()
      nowMs += 590_000n
      assert.strictEqual((yield* get(url)).status, 200)
      nowMs += 20_000n
      assert.deepStrictEqual(yield* get(url), { status: 503, text: '{"ok":false}\n' })
      heartbeat.beat()
      assert.strictEqual((yield* get(url)).status, 200)
      heartbeat.rest()
      nowMs += 3_600_000n
      assert.strictEqual((yield* get(url)).status, 200)
    }).pipe(Effect.scoped),
  )

  it.live("have this worker's own figures while Redis does not answer", () =>
    Effect.gen(function* () {
      const url = (yield* serve(here, true)) ?? ""
      const page = yield* get(`${url}/metrics`)
      assert.strictEqual(page.status, 200)
      assert.include(page.text, "precompute_passes_total 0\n")
      assert.notInclude(page.text, "precompute_tokens_this_hour")
    }).pipe(Effect.scoped),
  )

  it.live("are not served without a port; a wrong one is named", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* serve({}))
      const wrong = yield* Effect.flip(serve({ METRICS_PORT: "many" }))
      assert.include(wrong.cause.message, "METRICS_PORT must be a whole number from 0 to 65535")
      const url = (yield* serve(here)) ?? ""
      const taken = yield* Effect.flip(serve({ ...here, METRICS_PORT: new URL(url).port }))
      assert.match(taken.cause.message, /^METRICS_PORT \d+ on 127\.0\.0\.1 cannot be listened on/u)
      const nowhere = yield* Effect.flip(serve({ ...here, METRICS_HOST: "no.such.host" }))
      assert.match(nowhere.cause.message, /^METRICS_PORT 0 on METRICS_HOST no\.such\.host cannot/u)
    }).pipe(Effect.scoped),
  )
})
