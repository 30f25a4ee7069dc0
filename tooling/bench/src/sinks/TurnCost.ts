/**
 * Measures the effect of sinks (queues that write records in the background) on a turn: latency and processor time
 * with sinks off, with targets that take records at once, with the usual targets over emulated services, with a table
 * 2 s slower, and with all targets down.
 *
 * Each round runs one block of turns per state, in random order within one process and with the same arrivals; some
 * kinds of turns leave states out. A state is compared with the block of the same round that has sinks off.
 */
import { mkdir } from "node:fs/promises"
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { shuffled } from "../measure/Order.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { ratioInterval, seededRandom } from "../measure/Statistics.ts"
import { exactlyAfter, withServices } from "../store/StoreFolder.ts"
import { type SinkState, sinkStates } from "./SinkVariants.ts"
import type { Block, BlockResult, TurnCalls } from "./TurnProcess.ts"

const names: Readonly<Record<SinkState, string>> = {
  off: "sinks off",
  instant: "on, targets that take at once",
  on: "on",
  slow: "on, the table 2 s slower",
  down: "on, all targets down",
}

/** Turns a second: few, so that none waits for another. */
const turnsPerSecond = 100
const missesPerSecond = 20
/** Records of as many turns as a core carries: batches are as large then as they get. */
const recordsPerSecond = 1_000
/** A live table does not take so many: what it leaves would be written while the next is measured. */
const alone: ReadonlyArray<SinkState> = ["off", "instant", "down"]

/** Of misses a short run has time for those that say most. */
const fewStates: ReadonlyArray<SinkState> = ["off", "on", "down"]

type Row = ReadonlyMap<SinkState, BlockResult>

const measured = (row: Row, state: SinkState): BlockResult => {
  const result = row.get(state)
  if (result === undefined) throw new Error(`${state} was not measured`)
  return result
}
type Ask = Block["asks"]

const percentile = (values: ReadonlyArray<number>, percent: number) =>
  LatencyHistogram.of(values).percentile(percent)

/** The least ratio to sinks off that the blocks bear out; nothing with fewer than three of them. */
const boneOut = (rows: ReadonlyArray<Row>, state: SinkState, percent: number, seed: number) => {
  const of = (each: SinkState) =>
    rows.map((row) => percentile(measured(row, each).firstContent, percent))
  return ratioInterval(of("off"), of(state), seededRandom(seed))
}

const latencyFigures = (
  ask: Ask,
  rows: ReadonlyArray<Row>,
  seed: number,
): ReadonlyArray<Figure> => {
  const figures: Array<Figure> = []
  const states = sinkStates.filter((state) => rows[0]?.has(state) === true)
  for (const percent of [50, 99]) {
    for (const state of states) {
      const name = `${ask}, first content p${percent}`
      figures.push(
        figuresOver(rows)(`${name}: ${names[state]}`, "ms", (row) =>
          percentile(measured(row, state).firstContent, percent),
        ),
      )
      if (state === "off") continue
      const interval = boneOut(rows, state, percent, seed)
      if (interval === undefined) continue
      const { low, ratio } = interval
      figures.push(
        figure(`${name}, least ratio to sinks off: ${names[state]}`, "", [low], {
          target: atMost(1),
          note: `ratio of medians ${ratio.toFixed(2)}; this is the lower end of its 95 % interval over ${rows.length} blocks`,
        }),
      )
    }
  }
  return figures
}

const costNotes: Readonly<Partial<Record<SinkState, string>>> = {
  instant:
    "six records, four of them on disk before the offer returns, and their batches: the cache's alone 200 a second, audit and analytics into files; by profile a fifth of it is collecting garbage, a third system calls and timers",
  on: "with what writing the turn, its count and its rating to the table takes, packing included",
  down: "three sinks asking targets that refuse, with back-off; everything must-keep goes to disk",
}

const costFigures = (ask: Ask, rows: ReadonlyArray<Row>): ReadonlyArray<Figure> =>
  sinkStates.flatMap((state) => {
    if (rows[0]?.has(state) !== true) return []
    const of = (row: Row) => measured(row, state).processorTime
    const name =
      ask === "records"
        ? `records of ${recordsPerSecond} turns a second, processor time of a turn's`
        : `${ask} at ${ask === "hit" ? turnsPerSecond : missesPerSecond} a second, processor time of a turn`
    // Said once: what holds for a hit holds for a miss.
    const note = ask === "miss" ? undefined : costNotes[state]
    const cost = figuresOver(rows)(`${name}: ${names[state]}`, "µs", of)
    if (state === "off") return [cost]
    return [
      cost,
      figuresOver(rows)(
        `${name}, above sinks off: ${names[state]}`,
        "µs",
        (row) => of(row) - measured(row, "off").processorTime,
        {
          // Beside a turn of half a millisecond the spread hides so little, and few records share a batch.
          ...(state === "instant" && ask === "records" ? { target: atMost(60) } : {}),
          ...(note === undefined ? {} : { note }),
        },
      ),
    ]
  })

const failures = (rows: ReadonlyArray<Row>): ReadonlyArray<Figure> => {
  const all = rows.flatMap((row) => [...row.values()])
  return [
    figure("turns that failed in any of these states", "turns", [sum(all, (r) => r.failed)], {
      target: atMost(0),
    }),
    figure(
      "records of these turns refused or dropped",
      "records",
      [Math.max(...all.map(({ lost }) => lost))],
      {
        note: "with all targets down the sinks that may drop drop what their bound does not hold",
      },
    ),
  ]
}

const sum = <A>(values: ReadonlyArray<A>, of: (value: A) => number) =>
  values.reduce((total, value) => total + of(value), 0)

export const turnCost: Part = {
  name: "turn-cost",
  measure: ({ overRounds, progress, quick, rounds, seed }) =>
    withServices(exactlyAfter, async (services, dataFolder) => {
      const folder = `${dataFolder}/sinks`
      await mkdir(folder)
      await using process = await startProcess<TurnCalls>(import.meta.resolve("./TurnProcess.ts"), {
        core: 0,
        parameters: [folder],
        environment: {
          ...services.environment,
          PORT: "0",
          HOST: "127.0.0.1",
          DATA_DIR: `${folder}/server`,
          ENDPOINT_HEALTH: "off",
        },
      })
      const row = async (
        asks: Ask,
        count: number,
        perSecond: number,
        round: number,
        states: ReadonlyArray<SinkState> = sinkStates,
      ): Promise<Row> => {
        const results = new Map<SinkState, BlockResult>()
        for (const state of shuffled(states, seededRandom(seed * 7_919 + round))) {
          progress.step(`turn-cost: ${asks}, ${names[state]}, round ${round + 1}`)
          // The same arrivals for all states of a round.
          const block = { state, asks, count, perSecond, seed: seed + round }
          results.set(state, await process.call("measure", block))
        }
        return results
      }
      // Until the code is compiled and the answer is in memory.
      await row("records", 1_000, recordsPerSecond, -1, alone)
      await row("hit", quick ? 60 : 600, turnsPerSecond, -1)
      await process.call("measure", {
        state: "off",
        asks: "miss",
        count: 20,
        perSecond: 20,
        seed,
      })
      const times = quick ? rounds : Math.max(8, rounds)
      // What has a target is measured in three short blocks rather than in one.
      const records = await overRounds(quick ? Math.max(3, rounds) : times, (round) =>
        row("records", quick ? 500 : 3_000, recordsPerSecond, round, alone),
      )
      const hits = await overRounds(times, (round) =>
        row("hit", quick ? 80 : 300, turnsPerSecond, round),
      )
      const misses = await overRounds(quick ? 1 : 3, (round) =>
        row("miss", quick ? 40 : 100, missesPerSecond, round, quick ? fewStates : sinkStates),
      )
      return [
        ...costFigures("records", records),
        ...latencyFigures("hit", hits, seed),
        ...costFigures("hit", hits),
        ...latencyFigures("miss", misses, seed),
        ...costFigures("miss", misses),
        ...failures([...records, ...hits, ...misses]),
      ]
    }),
}
