/** Every combination of the nine savings, measured one after the other while the server runs. */
import { type Measuring } from "../Benchmark.ts"
import { type Figure, figure } from "../Figure.ts"
import { pathMs } from "../laboratory/PathArithmetic.ts"
import { nextLikeTitles } from "../laboratory/LaboratoryQuestions.ts"
import { type Laboratory } from "../laboratory/RunningLaboratory.ts"
import {
  after,
  before,
  type Configuration,
  type Technique,
  techniques,
} from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { LatencyHistogram } from "../LatencyHistogram.ts"
import { median } from "../Statistics.ts"
import { coldStarts } from "./ColdStart.ts"
import { combinations, type Saved, savedBy } from "./Combinations.ts"
import { claimChart } from "./ClaimChart.ts"
import type { SwitchedSaving } from "./OwnRows.ts"
import { claimedTotalMs, sourceSavings, verdictOf } from "./SourceSavings.ts"
import { savingsText } from "./SavingsText.ts"

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
const perSecond = 10
/** With exact times a turn is never faster than it has to be: all above its fastest is others' use of the machine. */
const fastest = 10
const warmUps = 2

const firstTokenMs = async (
  laboratory: Laboratory,
  configuration: Configuration,
  seed: number,
  turns: number,
): Promise<number> => {
  const arranged = await laboratory.arrange(configuration)
  const load = { perSecond, seed, question: nextLikeTitles, turns: turns + warmUps }
  const outcome = await runTurns(arranged, load)
  // The first ones find the switch just thrown; a turn that was cut short has another path.
  const times = outcome.turns
    .toSorted((a, b) => a.intendedAt - b.intendedAt)
    .slice(warmUps)
    .flatMap(({ firstTokenMs: ms, source }) => (source === "model" ? [ms] : []))
  if (times.length > 0) return LatencyHistogram.of(times).percentile(fastest)
  throw new Error(`no turn was answered by the model: ${outcome.failures[0] ?? "by none"}`)
}

const names: Readonly<Partial<Record<Technique, string>>> = {
  "one-process": "no hops between services (section 6: 15 to 24)",
  "faster-model": "what the model's bars differ by beyond network, connection and name",
}

const nameOf = (technique: Technique): string =>
  sourceSavings.find((each) => each.technique === technique)?.name ?? names[technique] ?? technique

export interface Switched {
  readonly figures: ReadonlyArray<Figure>
  /** By technique, and `warm-up`. */
  readonly savings: ReadonlyMap<string, SwitchedSaving>
}

export const switching = async (
  laboratory: Laboratory,
  { illustrate, overRounds, progress, quick, rounds, seed }: Measuring,
): Promise<Switched> => {
  const turns = quick ? 8 : 60
  const all = combinations(order)
  // A quick run has time for each combination once.
  const repeats = quick ? Math.ceil(rounds / 3) : rounds
  const rows = await overRounds(repeats, async (round) => {
    const took = new Map<string, number>()
    for (const [index, { configuration, key }] of all.entries()) {
      progress.step(`ablation: ${key} (${index + 1} of ${all.length}, round ${round + 1})`)
      took.set(key, await firstTokenMs(laboratory, configuration, seed + round, turns))
    }
    progress.step(`ablation: first turns of new processes, round ${round + 1}`)
    return { took, saved: savedBy(order, took), cold: await coldStarts(laboratory) }
  })
  const took = (key: string) => rows.map((row) => row.took.get(key) ?? Number.NaN)
  const saved = (technique: Technique, of: keyof Saved) =>
    rows.map((row) => row.saved.get(technique)?.[of] ?? Number.NaN)
  const warmed = rows.map(({ cold }) => cold.coldMs - cold.warmMs)
  const figures: Array<Figure> = [
    figure("first token, exact times: before", "ms", took("before")),
    figure("first token, exact times: after", "ms", took("after")),
    figure(
      "first turn of a process: ready at once",
      "ms",
      rows.map(({ cold }) => cold.coldMs),
    ),
    figure(
      "first turn of a process: warmed up",
      "ms",
      rows.map(({ cold }) => cold.warmMs),
    ),
  ]
  const ways = [
    ["off alone, from after", "offAlone"],
    ["on alone, from before", "onAlone"],
    ["in the document's order", "inOrder"],
  ] as const
  for (const [way, key] of ways) {
    for (const each of order) {
      const saving = sourceSavings.find(({ technique }) => technique === each)
      const values = saved(each, key)
      figures.push(
        figure(
          `saved, ${way}: ${nameOf(each)}`,
          "ms",
          values,
          saving === undefined
            ? {}
            : {
                note: `claimed ${saving.claimedMs} ms, ${verdictOf(saving.claimedMs, median(values))}`,
              },
        ),
      )
    }
  }
  figures.push(
    figure("saved, first turn of a process: Connection pre-warming", "ms", warmed, {
      note: `claimed 30 ms, ${verdictOf(30, median(warmed))}`,
    }),
  )
  const played = savedBy(
    order,
    new Map(all.map(({ configuration, key }) => [key, pathMs(configuration)])),
  )
  const table = sourceSavings.map((saving) => {
    const { technique } = saving
    const of = (key: keyof Saved) =>
      technique === undefined ? undefined : median(saved(technique, key))
    return {
      ...saving,
      offAloneMs: of("offAlone"),
      onAloneMs: of("onAlone"),
      inOrderMs: technique === undefined ? median(warmed) : of("inOrder"),
      playedMs: technique === undefined ? undefined : played.get(technique)?.inOrder,
    }
  })
  const beforeMs = median(took("before"))
  const afterMs = median(took("after"))
  illustrate({
    title: "The nine savings, claimed and measured",
    svg: claimChart(table),
    text: savingsText(table, {
      beforeMs,
      afterMs,
      claimedTotalMs,
      playedMs: pathMs(before) - pathMs(after),
    }),
  })
  const savings = new Map<string, SwitchedSaving>()
  for (const each of order) {
    const saving = sourceSavings.find(({ technique }) => technique === each)
    savings.set(each, {
      claimed: each === "one-process" ? "15 to 24 ms" : `${saving?.claimedMs ?? 0} ms`,
      offAloneMs: median(saved(each, "offAlone")),
      onAloneMs: median(saved(each, "onAlone")),
    })
  }
  const once = median(warmed)
  savings.set("warm-up", { claimed: "30 ms, once", offAloneMs: once, onAloneMs: once })
  return { figures, savings }
}
