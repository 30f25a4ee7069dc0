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
import { lookUntil } from "../measure/LookUntil.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { type Habits, play } from "../mix/Play.ts"
import { percent, Traffic } from "../mix/Traffic.ts"
import { drawVisits } from "../mix/Visit.ts"
import { openStoreAhead } from "../mix/Worker.ts"
import { readResult } from "../result/Result.ts"
import { collectedMemory } from "../store/Inspector.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import type { RunningStore } from "../store/StoreFolder.ts"
import { breakThings } from "./Breaking.ts"
import { type SinkBalance, sinkBalances, untilIdle, untilReady } from "./Gauges.ts"
import { type Observed, soakFigures, verdicts, violatedRules } from "./Rules.ts"

/** Somebody types that fast. */
const habits: Habits = { rates: 0.3, cancels: 0.05, vanishes: 0.15, hurry: 0.4 }
const visitsPerSecond = 4
const warmVisits = 60
const longestMs = 30_000
/** What sinks have waiting after their targets were away is written within this. */
const settleMs = 45_000
const readyMs = 15_000

const under = async (
  store: RunningStore,
  minutes: number,
  seed: number,
  tell: (text: string) => void,
): Promise<Observed> => {
  const isShort = minutes < 3
  const random = seededRandom(seed)
  const traffic = new Traffic()
  const visits = (name: string, count: number, longest = longestMs) =>
    drawVisits({ name, count, longestMs: longest, traffic, random })
  tell("warm-up")
  const warm = visits("warm", warmVisits, isShort ? longestMs / 2 : longestMs)
  await play(store.url, warm, { perSecond: 10, random, habits })
  const earlier = sinkBalances((await untilIdle(store, settleMs)).page)
  const memory = () => collectedMemory(store.inspector ?? "")
  const before = await memory()
  const balances: Array<ReadonlyArray<SinkBalance>> = []
  const delays: Array<number> = []
  const look = async () => {
    const page = await metricsPage(store.operator)
    balances.push(sinkBalances(page))
    delays.push(
      1_000 * (page.value("nodejs_eventloop_delay_seconds", { quantile: "0.99" }) ?? Number.NaN),
    )
  }
  let isOver = false
  const count = Math.ceil(minutes * 60 * visitsPerSecond)
  const load = Promise.all([
    play(store.url, visits("soak", count), { perSecond: visitsPerSecond, random, habits }),
    breakThings(store, {
      durationMs: minutes * 60_000,
      faultMs: 3_000,
      pauseMs: isShort ? 5_000 : 10_000,
      random: seededRandom(seed + 1),
      tell,
    }),
  ]).finally(() => (isOver = true))
  const everyMs = isShort ? 4_000 : 10_000
  const looks = lookUntil(look, () => isOver, { everyMs, withinMs: Infinity })
  const [[played, broken]] = await Promise.all([load, looks])
  tell("left alone")
  const ready = await untilReady(store, readyMs)
  const left = await untilIdle(store, settleMs)
  return {
    ...played,
    visits: count,
    broken,
    earlier,
    balances: [...balances, sinkBalances(left.page)],
    memory: { before, after: await memory() },
    delays,
    left,
    readyMs: ready,
  }
}

const aroundSeconds = 180

const benchmarkOf = (minutes: number | undefined) => {
  const minutesOf = (quick: boolean) => minutes ?? (quick ? 1 : 10)
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
    packages: ["effect", "@manga-assist/client", "ioredis"],
    conditions: (quick) => ({
      load: `${minutesOf(quick)} min, ${visitsPerSecond} visits a second, questions as in mix`,
      customers: `${percent(habits.rates)} of answers rated, ${percent(habits.cancels)} of messages cancelled, ${percent(habits.vanishes)} of visits end without a goodbye`,
      latency: "source-after with spread",
    }),
    parts: [
      row({
        name: "soak",
        processes: () => openStoreAhead({ NODE_OPTIONS: "--inspect=127.0.0.1:0" }),
        rounds: () => 1,
        isSteady: true,
        load: (store, { progress, quick, seed }) =>
          under(store, minutesOf(quick), seed, (text) => progress.step(`soak: ${text}`)),
        figures: soakFigures,
      }),
    ],
  })
}

export const soak: Subcommand = {
  ...benchmarkSubcommand(benchmarkOf(undefined)),
  run: async (invocation) => {
    const { folder, options, print } = invocation
    await benchmarkSubcommand(benchmarkOf(options.minutes)).run(invocation)
    const { figures, noise } = readResult(join(folder, "soak.json"))
    const isBusy = noise.noisy > 0
    print(`\n${verdicts(figures, isBusy)}`)
    return violatedRules(figures, isBusy).length === 0 ? 0 : 1
  },
}
