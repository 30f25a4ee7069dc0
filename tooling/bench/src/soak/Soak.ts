/**
 * `bench soak`: runs the store under mixed load while faults are injected, then leaves it alone and checks rules; exit
 * code 1 when one is violated.
 *
 * Everything random comes from the seed: questions, customers' behaviour, faults.
 */
import { join } from "node:path"
import { benchmark, benchmarkSubcommand } from "../command/Benchmark.ts"
import { row } from "../command/Row.ts"
import { type Subcommand } from "../command/Subcommand.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { labelledQuestions } from "../mix/LabelledQuestions.ts"
import { type Habits, play } from "../mix/Play.ts"
import { percent, Traffic } from "../mix/Traffic.ts"
import { drawVisits } from "../mix/Visit.ts"
import { openStoreAhead } from "../mix/Worker.ts"
import { readResult } from "../result/Result.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { breakAsPlanned, ownsRedis } from "./Breaking.ts"
import { planFaults } from "./FaultPlan.ts"
import {
  memory,
  type Memory,
  type SinkBalance,
  sinkBalances,
  untilIdle,
  untilReady,
} from "./Gauges.ts"
import { type Observed, soakFigures, verdicts, violatedRules } from "./Rules.ts"

/** Somebody types that fast. */
const habits: Habits = { rates: 0.3, cancels: 0.05, vanishes: 0.15, hurry: 0.4 }
const visitsPerSecond = 4
const warmVisits = 60
const longestMs = 30_000
/** What sinks have waiting after their targets were away is written within this. */
const settleMs = 45_000
const readyMs = 15_000

interface Look {
  readonly balances: Array<ReadonlyArray<SinkBalance>>
  readonly delays: Array<number>
  readonly during: Array<Memory>
}

/** A collection stops the server for a moment: memory is looked at each third time. */
const memoryEach = 3

/** Looks every `everyMs` until it is told to stop. */
const looking = (store: RunningStore, everyMs: number) => {
  const look: Look = { balances: [], delays: [], during: [] }
  const stop = Promise.withResolvers<void>()
  const once = async () => {
    const page = await metricsPage(store.operator)
    look.balances.push(sinkBalances(page))
    const delay = page.value("nodejs_eventloop_delay_seconds", { quantile: "0.99" })
    if (delay !== undefined) look.delays.push(delay * 1_000)
    if (look.balances.length % memoryEach !== 0) return
    look.during.push(await memory(store))
    // The delay counts from the last time it was asked for: the collection just made is left out.
    await metricsPage(store.operator)
  }
  const run = async () => {
    let next = sharedClock.now() + everyMs
    while (
      (await Promise.race([stop.promise.then(() => true), sharedClock.until(next)])) !== true
    ) {
      await once()
      next += everyMs
    }
  }
  const done = run()
  return {
    look,
    stop: async () => {
      stop.resolve()
      await done
    },
  }
}

const under = async (
  store: RunningStore,
  minutes: number,
  seed: number,
  tell: (text: string) => void,
): Promise<Observed> => {
  const random = seededRandom(seed)
  const traffic = new Traffic(await labelledQuestions())
  const visits = (name: string, count: number, longest = longestMs) =>
    drawVisits({ name, count, longestMs: longest, traffic, random })
  tell("warm-up")
  const warm = visits("warm", warmVisits, minutes < 3 ? longestMs / 2 : longestMs)
  await play(store.url, warm, { perSecond: 10, random, habits })
  await untilIdle(store, settleMs)
  const before = await memory(store)
  const accepted = sinkBalances(await metricsPage(store.operator))
  const durationMs = minutes * 60_000
  const plan = planFaults({
    durationMs,
    ownRedis: ownsRedis(store),
    faultMs: 3_000,
    pauseMs: minutes < 3 ? 5_000 : 10_000,
    random: seededRandom(seed + 1),
  })
  const { look, stop } = looking(store, minutes < 3 ? 4_000 : 10_000)
  const count = Math.ceil(minutes * 60 * visitsPerSecond)
  const [played, broken] = await Promise.all([
    play(store.url, visits("soak", count), { perSecond: visitsPerSecond, random, habits }),
    breakAsPlanned(store, plan, tell),
  ])
  await stop()
  tell("left alone")
  const ready = await untilReady(store, readyMs)
  const left = await untilIdle(store, settleMs)
  look.balances.push(sinkBalances(left.page))
  // The load's own: what was accepted before it is taken off.
  const balances = look.balances.map((each) =>
    each.map((balance) => {
      const earlier = accepted.find(({ sink }) => sink === balance.sink)
      return {
        ...balance,
        accepted: balance.accepted - (earlier?.accepted ?? 0),
        written: balance.written - (earlier?.written ?? 0) - (earlier?.pending ?? 0),
        dropped: balance.dropped - (earlier?.dropped ?? 0),
      }
    }),
  )
  return {
    ...played,
    visits: count,
    broken,
    balances,
    memory: { before, during: look.during, after: await memory(store) },
    delays: look.delays,
    left,
    readyMs: ready,
  }
}

const partOf = (minutesOf: (quick: boolean) => number) =>
  row({
    name: "soak",
    processes: () => openStoreAhead({ NODE_OPTIONS: "--inspect=127.0.0.1:0" }),
    rounds: () => 1,
    isSteady: true,
    load: (store, { progress, quick, seed }) =>
      under(store, minutesOf(quick), seed, (text) => progress.step(`soak: ${text}`)),
    figures: soakFigures,
  })

const usual = (quick: boolean) => (quick ? 1 : 10)
const aroundSeconds = 180

const benchmarkOf = (minutes: number | undefined) => {
  const minutesOf = (quick: boolean) => minutes ?? usual(quick)
  return benchmark({
    name: "soak",
    summary: "mixed load while things break; exit code 1 when a rule is violated",
    help: [
      "Customers come, type, ask, rate, cancel and go, some in the middle of an answer, while services",
      "refuse, hang, cut and lie, one thing after another, and Redis ends where it is ours. Then everything",
      "is left alone, and looked at. --minutes says for how long the load is put on.",
    ].join("\n"),
    seconds: {
      quick: minutesOf(true) * 60 + aroundSeconds,
      full: minutesOf(false) * 60 + aroundSeconds,
    },
    repeatSeconds: { quick: 0, full: 0 },
    packages: ["effect", "@manga-assist/client", "ioredis"],
    conditions: (quick) => ({
      load: `${minutesOf(quick)} min, ${visitsPerSecond} visits a second, questions as in mix`,
      customers: `${percent(habits.rates)} of answers rated, ${percent(habits.cancels)} of messages cancelled, ${percent(habits.vanishes)} of visits end without a goodbye`,
      latency: "source-after with spread",
    }),
    parts: [partOf(minutesOf)],
  })
}

export type SoakBenchmark = ReturnType<typeof benchmarkOf>

export const soak: Subcommand = {
  ...benchmarkSubcommand(benchmarkOf(undefined)),
  run: async (invocation) => {
    const { folder, options, print } = invocation
    await benchmarkSubcommand(benchmarkOf(options.minutes)).run(invocation)
    const { figures, noise } = readResult(join(folder, "soak.json"))
    const isBusy = noise.noisy > 0
    print(`\n${verdicts(figures, isBusy)}`)
    if (isBusy) print("others kept the machine busy: times say little of the store")
    return violatedRules(figures, isBusy).length === 0 ? 0 : 1
  },
}
