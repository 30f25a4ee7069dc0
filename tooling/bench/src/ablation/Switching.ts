/**
 * Measures all configurations of the ablation (`Combinations.ts`) one after the other while the server runs, and
 * derives what each technique saves.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { type Figure, figure } from "../measure/Figure.ts"
import { pathMs } from "../laboratory/PathArithmetic.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import { type Laboratory } from "../laboratory/RunningLaboratory.ts"
import {
  after,
  before,
  type Configuration,
  type Technique,
  techniques,
} from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { coldStarts, type ColdStarts } from "./ColdStart.ts"
import { again, combinations, type Pair, pairsOf, savedBy } from "./Combinations.ts"
import { claimChart } from "./ClaimChart.ts"
import type { SwitchedSaving } from "./OwnRows.ts"
import { estimateSaving, exactPercentile, type SavingEstimate } from "./SavingEstimate.ts"
import { claimedTotalMs, sourceSavings, verdictOf } from "./SourceSavings.ts"
import { type MeasuredSaving, savingsRemarks, savingsTable } from "./SavingsText.ts"

/** The document's order, then what its bars hold besides. */
const order: ReadonlyArray<Technique> = [
  ...sourceSavings.flatMap(({ technique }) => technique ?? []),
  // Products are seen before the first token or with it: nothing that the first token would tell.
  ...techniques.filter(
    (each) =>
      each !== "products-first" && !sourceSavings.some(({ technique }) => technique === each),
  ),
]

/** Few turns at once: "before" takes three times the processor time of "after". */
const perSecond = { quick: 14, full: 10 }
/** With exact times a turn is never faster than it has to be: all above its fastest is others' use of the machine. */
const fastest = 10
const warmUps = 2
const turns = { quick: 8, full: 60 }

const firstTokensMs = async (
  laboratory: Laboratory,
  configuration: Configuration,
  seed: number,
  quick: boolean,
): Promise<ReadonlyArray<number>> => {
  const arranged = await laboratory.arrange(configuration)
  const load = {
    perSecond: quick ? perSecond.quick : perSecond.full,
    seed,
    question: nextLikeTitles,
    turns: warmUps + (quick ? turns.quick : turns.full),
  }
  const outcome = await runTurns(arranged, load)
  // The first ones find the switch just thrown; a turn that was cut short has another path.
  const times = outcome.turns
    .toSorted((a, b) => a.intendedAt - b.intendedAt)
    .slice(warmUps)
    .flatMap(({ firstTokenMs: ms, source }) => (source === "model" ? [ms] : []))
  if (times.length > 0) return times
  throw new Error(`no turn was answered by the model: ${outcome.failures[0] ?? "by none"}`)
}

interface Round {
  /** By the key of a combination, a time for each turn. */
  readonly took: ReadonlyMap<string, ReadonlyArray<number>>
  readonly cold: ColdStarts
}

/** What the rounds say of any two combinations. */
const reader = (rows: ReadonlyArray<Round>, seed: number) => {
  const times = (row: Round, key: string) => row.took.get(key) ?? []
  const took = (key: string) => rows.map((row) => exactPercentile(times(row, key), fastest))
  const differences = (pair: Pair) => {
    const withIt = took(pair.with)
    return took(pair.without).map((each, round) => each - (withIt[round] ?? Number.NaN))
  }
  const estimate = (pair: Pair): SavingEstimate =>
    estimateSaving(
      rows.map((row) => ({ without: times(row, pair.without), with: times(row, pair.with) })),
      fastest,
      seededRandom(seed),
    )
  const noiseMs = (pair: Pair) => Math.abs(median(differences(pair)))
  return { took, differences, estimate, noiseMs }
}

export interface Switched {
  readonly figures: ReadonlyArray<Figure>
  /** By technique, and `warm-up`. */
  readonly savings: ReadonlyMap<string, SwitchedSaving>
  /** By how much "after" differed from itself. */
  readonly noiseMs: number
}

export const switching = async (
  laboratory: Laboratory,
  { illustrate, overRounds, progress, quick, rounds, seed }: Measuring,
): Promise<Switched> => {
  const all = combinations(order)
  // A quick run has time for each combination once.
  const repeats = quick ? Math.ceil(rounds / 3) : rounds
  const rows: ReadonlyArray<Round> = await overRounds(repeats, async (round) => {
    const took = new Map<string, ReadonlyArray<number>>()
    for (const [index, { configuration, key }] of all.entries()) {
      progress.step(`ablation: ${key} (${index + 1} of ${all.length}, round ${round + 1})`)
      took.set(key, await firstTokensMs(laboratory, configuration, seed + round, quick))
    }
    progress.step(`ablation: first turns of new processes, round ${round + 1}`)
    return { took, cold: await coldStarts(laboratory, 2) }
  })
  const { differences, estimate, noiseMs, took } = reader(rows, seed)
  const pairs = pairsOf(order)
  const same = {
    after: { without: "after", with: again.after },
    before: { without: "before", with: again.before },
  }
  const noise = { after: noiseMs(same.after), before: noiseMs(same.before) }
  const most = Math.max(noise.after, noise.before)
  const cold = rows.map((row) => median(row.cold.cold))
  const warm = rows.map((row) => median(row.cold.warm))
  const warmUp = estimateSaving(
    rows.map((row) => ({ without: row.cold.cold, with: row.cold.warm })),
    50,
    seededRandom(seed),
  )
  const playedBy = savedBy(
    order,
    new Map(all.map(({ configuration, key }) => [key, pathMs(configuration)])),
  )
  const savings: ReadonlyArray<MeasuredSaving> = sourceSavings.map((saving) => {
    const { claimedMs, technique } = saving
    const pair = technique === undefined ? undefined : pairs.get(technique)
    const inOrder = pair === undefined ? warmUp : estimate(pair.inOrder)
    const onAlone = pair === undefined ? undefined : estimate(pair.onAlone)
    return {
      ...saving,
      offAlone: pair === undefined ? undefined : estimate(pair.offAlone),
      onAlone,
      inOrder,
      playedMs: technique === undefined ? undefined : playedBy.get(technique)?.inOrder,
      verdict: verdictOf({ claimedMs, measured: inOrder, noiseMs: most, onAlone }),
    }
  })
  const figures = [
    figure("first token, exact times: before", "ms", took("before")),
    figure("first token, exact times: after", "ms", took("after")),
    figure("first turn of a process: ready at once", "ms", cold),
    figure("first turn of a process: warmed up", "ms", warm),
    figure("the same measured twice, difference: after", "ms", differences(same.after), {
      note: "a saving that is not above this is noise",
    }),
    figure("the same measured twice, difference: before", "ms", differences(same.before)),
  ]
  illustrate({
    title: "The nine savings, claimed and measured",
    svg: claimChart(savings),
    table: savingsTable(savings, {
      beforeMs: median(took("before")),
      afterMs: median(took("after")),
      claimedTotalMs,
      playedMs: pathMs(before) - pathMs(after),
    }),
    remarks: savingsRemarks(savings),
  })
  const own = new Map<string, SwitchedSaving>()
  for (const [technique, each] of pairs) {
    const saving = sourceSavings.find((one) => one.technique === technique)
    own.set(technique, {
      claimed: technique === "one-process" ? "15 to 24 ms" : `${saving?.claimedMs ?? 0} ms`,
      offAlone: estimate(each.offAlone),
      onAlone: estimate(each.onAlone),
      noiseMs: noise,
    })
  }
  own.set("warm-up", {
    claimed: "30 ms, once",
    offAlone: warmUp,
    onAlone: warmUp,
    noiseMs: { after: 0, before: 0 },
  })
  return { figures, savings: own, noiseMs: noise.after }
}
