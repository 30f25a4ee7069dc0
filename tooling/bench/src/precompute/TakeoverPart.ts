/**
 * The leader's death in mid-refresh: until another leads, what is generated twice, and whether an answer was not
 * served meanwhile.
 */
import { CachedAnswers } from "@manga-assist/assistant"
import { RedisCacheStore, RedisTagClock } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { ConfigProvider, Context, Effect, Exit, Layer, Scope } from "effect"
import { type Part } from "../Benchmark.ts"
import { atMost, figure } from "../Figure.ts"
import { sharedClock } from "../OpenLoop.ts"
import { setLatency } from "../mix/Admin.ts"
import { startServices } from "../turn/RunningStore.ts"
import { withFolder } from "../turn/StoreFolder.ts"
import { labRedis } from "./LabRedis.ts"
import { scheduleOf } from "./ScheduleOf.ts"
import { runOnce, startWorker, type WorkerProcess } from "./WorkerProcess.ts"

const workers = 3
const concurrency = 4
const renewedBeforeDeath = 12
const lookEveryMs = 100

/** Reads answers as the orchestrators do. */
const reader = async (url: string) => {
  const scope = Scope.makeUnsafe()
  const redis = Layer.merge(RedisConnection.layer, RedisSubscriber.layerOptional).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )
  const layer = CachedAnswers.layer.pipe(
    Layer.provide([RedisCacheStore.layer(), RedisTagClock.layer()]),
    Layer.provide(redis),
  )
  const context = await Effect.runPromise(Layer.buildWithScope(layer, scope))
  const answers = Context.get(context, CachedAnswers)
  return {
    /** Of the keys, those that are not served fresh; what could not be read in time says nothing of it. */
    unserved: async (keys: ReadonlyArray<string>) => {
      const found: Array<string> = []
      for (const key of keys) {
        const { failures } = { ...answers.counters() }
        const hit = await Effect.runPromise(answers.lookup(key))
        const isRead = answers.counters().failures === failures
        if (isRead && hit?.freshness !== "fresh") found.push(key)
      }
      return found
    },
    close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}

const bedrock = async (admin: string) => {
  const stats = (await (await fetch(`${admin}/stats`)).json()) as {
    readonly bedrock: {
      readonly requests: Readonly<Record<string, number>>
      readonly streamsCancelled: number
    }
  }
  const { requests, streamsCancelled } = stats.bedrock
  return { begun: requests["ConverseStream"] ?? 0, cancelled: streamsCancelled }
}

const pause = () => sharedClock.until(sharedClock.now() + lookEveryMs)

interface Death {
  readonly takeoverMs: number
  readonly begunTwice: number
  readonly generatedTwice: number
  readonly unserved: number
  readonly entries: number
}

const leads = "this worker leads"

const firstToLead = (all: ReadonlyArray<WorkerProcess>) =>
  Promise.race(all.map(async (worker) => ({ worker, at: (await worker.until(leads)).at })))

const die = async (
  folder: string,
  environment: Readonly<Record<string, string>>,
  schedules: { readonly filling: string; readonly refreshing: string },
): Promise<Death> => {
  const admin = environment["ADMIN_URL"] ?? ""
  const redis = labRedis(environment)
  await redis.empty()
  // Filling is no part of what is measured.
  await setLatency({ admin }, "none", false)
  await runOnce({ ...environment, PRECOMPUTE_SCHEDULE: schedules.filling })
  const keys = (await redis.keys("cache:answer:*")).map((key) => key.slice("cache:".length))
  await setLatency({ admin }, "source-after", false)
  // As if the products had changed: the model has to be asked.
  await redis.remove(await redis.keys("precompute:known:*"))
  const answers = await reader(environment["REDIS_URL"] ?? "")
  const before = await bedrock(admin)
  const begun = async () => (await bedrock(admin)).begun - before.begun
  const all = Array.from({ length: workers }, () =>
    startWorker({ ...environment, DATA_DIR: folder, PRECOMPUTE_SCHEDULE: schedules.refreshing }),
  )
  const unserved = new Set<string>()
  const look = async () => {
    for (const key of await answers.unserved(keys)) unserved.add(key)
  }
  try {
    const first = await firstToLead(all)
    while ((await begun()) < renewedBeforeDeath + concurrency) {
      await look()
      await pause()
    }
    const killedAt = sharedClock.now()
    await first.worker.kill()
    const others = all.filter((worker) => worker !== first.worker)
    const second = await firstToLead(others)
    while ((await begun()) < keys.length) {
      await look()
      await pause()
    }
    await second.worker.until("precompute pass")
    await look()
    const after = await bedrock(admin)
    const begunTwice = after.begun - before.begun - keys.length
    return {
      takeoverMs: second.at - killedAt,
      begunTwice,
      // Cut off by the death: nobody has them.
      generatedTwice: Math.max(0, begunTwice - (after.cancelled - before.cancelled)),
      unserved: unserved.size,
      entries: keys.length,
    }
  } finally {
    for (const worker of all) await worker.kill()
    redis.close()
    await answers.close()
  }
}

export const takeoverPart: Part = {
  name: "takeover",
  measure: ({ overSteadyRounds, progress, quick, rounds }) =>
    withFolder(async (folder) => {
      const services = await startServices(folder, ["--latency", "none"])
      const schedules = {
        filling: scheduleOf(folder, "filling", {
          concurrency,
          only: { name: "genre", every: "240 seconds", lead: "60 seconds" },
        }),
        // All of it is due at once, and served for minutes yet.
        refreshing: scheduleOf(folder, "refreshing", {
          concurrency,
          only: { name: "genre", every: "20 minutes", lead: "17 minutes" },
        }),
      }
      try {
        const deaths = await overSteadyRounds(quick ? 1 : rounds, async (round) => {
          progress.step(`takeover: ${workers} workers, death ${round + 1}`)
          return die(`${folder}/workers`, services.environment, schedules)
        })
        const of = (pick: (death: Death) => number) => deaths.map(pick)
        return [
          figure(
            "from the leader's death until another leads",
            "ms",
            of(({ takeoverMs }) => takeoverMs),
            { target: atMost(6_000), note: "the lock lives 4 s, others ask every second" },
          ),
          figure(
            "entries generated twice",
            "entries",
            of(({ generatedTwice }) => generatedTwice),
            {
              target: atMost(0),
              note: `of ${deaths[0]?.entries ?? 0}; ${Math.max(...of(({ begunTwice }) => begunTwice))} were begun again that the death had cut off: what a dead process was being told cannot be had`,
            },
          ),
          figure(
            "entries that were not served fresh at some moment",
            "entries",
            of(({ unserved }) => unserved),
            { target: atMost(0), note: `looked at every ${lookEveryMs} ms` },
          ),
        ]
      } finally {
        await services.stop()
      }
    }),
}
