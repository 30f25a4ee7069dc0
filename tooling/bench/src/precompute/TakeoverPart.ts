/**
 * Measures what happens when the leading precompute worker dies in mid-refresh: the time until another leads, duplicate
 * generations, and whether any answer was missing meanwhile.
 *
 * An answer counts as generated once it is noted in Redis. A call whose result the dead leader had not noted is made
 * again, even if the model had finished; such calls are counted separately.
 */
import { CachedAnswers } from "@manga-assist/assistant"
import { RedisCacheStore, RedisTagVersions } from "@manga-assist/caching"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { type Part } from "../command/Benchmark.ts"
import { redisLayers } from "../caching/stores/RedisLayers.ts"
import { atMost, figure, figuresOver } from "../measure/Figure.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { serviceStats, setLatency } from "../store/Admin.ts"
import type { RunningServices } from "../store/RunningStore.ts"
import { withServices } from "../store/StoreFolder.ts"
import { labRedis } from "./LabRedis.ts"
import { scheduleOf } from "./ScheduleOf.ts"
import { runOnce, startWorker, type WorkerProcess } from "../store/WorkerProcess.ts"

const workers = 3
const concurrency = 4
const renewedBeforeDeath = 12
const lookEveryMs = 100
const mostFillingPasses = 5
const renewedWithinMs = 240_000
/** At least, after a leader's death: 4 s from its last heartbeat, which come at most 1.2 s apart. */
const lockLivesMs = 2_500
const knownAnswers = "precompute:known:*"

/** Reads answers as the orchestrators do. */
const reader = async (url: string) => {
  const scope = Scope.makeUnsafe()
  const layer = CachedAnswers.layer.pipe(
    Layer.provide([RedisCacheStore.layer(), RedisTagVersions.layer()]),
    Layer.provide(redisLayers(url)),
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

const bedrock = async (services: RunningServices) => {
  const model = (await serviceStats(services))["bedrock"]
  return {
    begun: model?.requests?.["ConverseStream"] ?? 0,
    cancelled: model?.streamsCancelled ?? 0,
    open: model?.streamsOpen ?? 0,
  }
}

const pause = () => sharedClock.until(sharedClock.now() + lookEveryMs)

interface Death {
  readonly takeoverMs: number
  /** Calls of the dead leader whose answers were not noted. */
  readonly underWay: number
  /** Of them, those that the model had told to the end. */
  readonly toldToTheEnd: number
  /** Noted, and asked for all the same. */
  readonly generatedTwice: number
  readonly unserved: number
  readonly entries: number
}

const leads = "this process leads"

/** Every entry, however often a busy machine kept a pass from its end. @throws Error when that is too often */
const fill = async (environment: Readonly<Record<string, string>>): Promise<void> => {
  for (let pass = 0; pass < mostFillingPasses; pass += 1) {
    const { fresh, patterns, written } = await runOnce(environment)
    if (fresh + written === patterns) return
  }
  throw new Error(`not all entries were written in ${mostFillingPasses} passes`)
}

/** The first of them to lead from now on. */
const nextToLead = (all: ReadonlyArray<WorkerProcess>) =>
  Promise.race(
    all.map(async (worker) => ({
      worker,
      at: (await worker.until(leads, worker.lines.length)).at,
    })),
  )

/** On a busy machine the first one may have lost the lead again. */
const leaderOf = (all: ReadonlyArray<WorkerProcess>): WorkerProcess | undefined => {
  const ledAt = ({ lines }: WorkerProcess) =>
    lines.findLast(({ text }) => text.includes(leads))?.at ?? Number.NEGATIVE_INFINITY
  return all.toSorted((a, b) => ledAt(b) - ledAt(a))[0]
}

const die = async (
  folder: string,
  services: RunningServices,
  schedules: { readonly filling: string; readonly refreshing: string },
): Promise<Death> => {
  const { environment } = services
  using redis = labRedis(environment)
  await redis.empty()
  // Filling is no part of what is measured.
  await setLatency(services, "none", false)
  await fill({ ...environment, PRECOMPUTE_SCHEDULE: schedules.filling })
  const keys = (await redis.keys("cache:answer:*")).map((key) => key.slice("cache:".length))
  await setLatency(services, "source-after", false)
  // As if the products had changed: the model has to be asked.
  await redis.remove(await redis.keys(knownAnswers))
  const answers = await reader(environment["REDIS_URL"] ?? "")
  const before = await bedrock(services)
  const begun = async () => (await bedrock(services)).begun - before.begun
  const all = Array.from({ length: workers }, () =>
    startWorker({ ...environment, DATA_DIR: folder, PRECOMPUTE_SCHEDULE: schedules.refreshing }),
  )
  const unserved = new Set<string>()
  const look = async () => {
    for (const key of await answers.unserved(keys)) unserved.add(key)
  }
  try {
    await nextToLead(all)
    while ((await begun()) < renewedBeforeDeath + concurrency) {
      await look()
      await pause()
    }
    const leader = leaderOf(all)
    const others = all.filter((worker) => worker !== leader)
    const following = nextToLead(others)
    const killedAt = sharedClock.now()
    await leader?.kill()
    // What it had sent may still arrive; nobody else asks the model before the lock has run out.
    let atDeath = { begun: 0, cancelled: 0, noted: 0 }
    while (sharedClock.now() - killedAt < lockLivesMs) {
      const { begun: calls, cancelled } = await bedrock(services)
      const noted = (await redis.keys(knownAnswers)).length
      if (sharedClock.now() - killedAt < lockLivesMs) atDeath = { begun: calls, cancelled, noted }
      await pause()
    }
    const { at: followedAt } = await following
    // By whoever leads: on a busy machine the second may not be the last.
    while (
      (await redis.keys(knownAnswers)).length < keys.length ||
      (await bedrock(services)).open > 0
    ) {
      if (sharedClock.now() - killedAt > renewedWithinMs) {
        throw new Error(`not all answers were renewed within ${renewedWithinMs} ms`)
      }
      await look()
      await pause()
    }
    await look()
    const after = await bedrock(services)
    const begunTwice = after.begun - before.begun - keys.length
    const underWay = atDeath.begun - before.begun - atDeath.noted
    return {
      takeoverMs: followedAt - killedAt,
      underWay,
      toldToTheEnd: underWay - (atDeath.cancelled - before.cancelled),
      generatedTwice: Math.max(0, begunTwice - underWay),
      unserved: unserved.size,
      entries: keys.length,
    }
  } finally {
    for (const worker of all) await worker.kill()
    await answers.close()
  }
}

export const takeoverPart: Part = {
  name: "takeover",
  measure: ({ overSteadyRounds, progress, quick, rounds }) =>
    withServices(["--latency", "none"], async (services, folder) => {
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
      const deaths = await overSteadyRounds(quick ? 1 : rounds, async (round) => {
        progress.step(`takeover: ${workers} workers, death ${round + 1}`)
        return die(`${folder}/workers`, services, schedules)
      })
      const ofDeaths = figuresOver(deaths)
      // A promise that is broken once is broken: no median.
      const worst = (pick: (death: Death) => number) => Math.max(...deaths.map(pick))
      const none = (name: string, pick: (death: Death) => number, note: string) =>
        figure(name, "entries", [worst(pick)], { target: atMost(0), note })
      return [
        ofDeaths("from the leader's death until another leads", "ms", "takeoverMs", {
          target: atMost(6_000),
          note: "the lock lives 4 s, others ask every second",
        }),
        none(
          "entries generated twice",
          ({ generatedTwice }) => generatedTwice,
          `of ${deaths[0]?.entries ?? 0}, in the worst round: their answers were noted in Redis, and the model was asked for them again`,
        ),
        ofDeaths("calls that the leader's death cut off", "calls", "underWay", {
          target: atMost(concurrency),
          note: `begun again: their ends were not noted; of ${worst(({ toldToTheEnd }) => toldToTheEnd)} the model had told all, which a dead process cannot hand on`,
        }),
        none(
          "entries that were not served fresh at some moment",
          ({ unserved }) => unserved,
          `in the worst round; looked at every ${lookEveryMs} ms`,
        ),
      ]
    }),
}
