/**
 * The ablation's row: all combinations of techniques one after the other while the server runs, then the first turns of
 * new processes, and what each technique saves by them. One laboratory for all of it and for our own techniques:
 * starting one takes longer than most of what is measured.
 */
import { row } from "../command/Row.ts"
import { pathMs } from "../laboratory/PathArithmetic.ts"
import { type Laboratory, openLaboratory, patient } from "../laboratory/RunningLaboratory.ts"
import { after } from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import { claimChart } from "./ClaimChart.ts"
import { type Combination, combinations, ends, type Pair, pairsOf, same } from "./Combinations.ts"
import { ownTechniques } from "./OwnTechniques.ts"
import { estimateSaving, exactPercentile } from "./SavingEstimate.ts"
import { type MeasuredSaving, savingsRemarks, savingsTable } from "./SavingsText.ts"
import { type SourceSaving, sourceSavings, verdictOf } from "./SourceSavings.ts"

/** The document's. */
const order = sourceSavings.flatMap(({ technique }) => technique ?? [])
const pairs = pairsOf(order)
const all = combinations(order)

/** Few turns at once: "before" takes three times the processor time of "after". */
const loads = { quick: { turns: 8, perSecond: 14 }, full: { turns: 60, perSecond: 10 } }
/** With exact times a turn is never faster than it has to be: all above its fastest is others' use of the machine. */
const fastest = 10
const warmUps = 2

const firstTokensMs = async (
  laboratory: Laboratory,
  { configuration }: Combination,
  { perSecond, turns }: typeof loads.quick,
  seed: number,
): Promise<ReadonlyArray<number>> => {
  const arranged = await laboratory.arrange(configuration)
  const load = { perSecond, seed, question: nextLikeTitles, turns: warmUps + turns }
  const outcome = await runTurns(arranged, load)
  // The first ones find the switch just thrown; a turn that was cut short has another path.
  const times = outcome.turns
    .toSorted((a, b) => a.intendedAt - b.intendedAt)
    .slice(warmUps)
    .flatMap(({ firstTokenMs: ms, source }) => (source === "model" ? [ms] : []))
  if (times.length > 0) return times
  throw new Error(`no turn was answered by the model: ${outcome.failures[0] ?? "by none"}`)
}

/** Of a new process; the emulators must play "after", exactly. */
const firstTurnMs = async (laboratory: Laboratory, environment = {}): Promise<number> => {
  await using server = await laboratory.start({ ...patient, ...environment })
  const arranged = { url: server.url, configuration: after, seed: undefined }
  const load = { turns: 1, perSecond: 100, seed: 1, question: nextLikeTitles }
  const { failures, turns } = await runTurns(arranged, load)
  const [first] = turns
  if (first === undefined) throw new Error(`no first turn: ${failures[0] ?? "nothing came"}`)
  return first.firstTokenMs
}

interface Seen {
  /** By the key of a combination, a time for each turn. */
  readonly took: ReadonlyMap<string, ReadonlyArray<number>>
  /** Of two processes each: ready at once, and warmed up before. */
  readonly cold: ReadonlyArray<number>
  readonly warm: ReadonlyArray<number>
}

const timesOf = ({ took }: Seen, { key }: Combination) => took.get(key) ?? []
const tookMs = (seen: Seen, of: Combination) => exactPercentile(timesOf(seen, of), fastest)
const difference = (seen: Seen, pair: Pair) => tookMs(seen, pair.without) - tookMs(seen, pair.with)

const savingsOf = (seen: ReadonlyArray<Seen>, seed: number): ReadonlyArray<MeasuredSaving> => {
  const estimate = ({ with: with_, without }: Pair) =>
    estimateSaving(
      seen.map((each) => ({ without: timesOf(each, without), with: timesOf(each, with_) })),
      fastest,
      seededRandom(seed),
    )
  const warmUp = () =>
    estimateSaving(
      seen.map(({ cold, warm }) => ({ without: cold, with: warm })),
      50,
      seededRandom(seed),
    )
  const noiseMs = Math.max(
    ...Object.values(same).map((pair) =>
      Math.abs(median(seen.map((each) => difference(each, pair)))),
    ),
  )
  const measure = (saving: SourceSaving): MeasuredSaving => {
    const pair = saving.technique === undefined ? undefined : pairs.get(saving.technique)
    const inOrder = pair === undefined ? warmUp() : estimate(pair.inOrder)
    const onAlone = pair && estimate(pair.onAlone)
    const played = pair?.inOrder
    return {
      ...saving,
      offAlone: pair && estimate(pair.offAlone),
      onAlone,
      inOrder,
      playedMs: played && pathMs(played.without.configuration) - pathMs(played.with.configuration),
      verdict: verdictOf({ claimedMs: saving.claimedMs, measured: inOrder, noiseMs, onAlone }),
    }
  }
  return sourceSavings.map(measure)
}

export const techniques = row({
  name: "techniques",
  processes: openLaboratory,
  // A quick run has time for each combination once.
  rounds: ({ quick, rounds }) => (quick ? Math.ceil(rounds / 3) : rounds),
  load: async (laboratory, { progress, quick, seed }, round): Promise<Seen> => {
    const took = new Map<string, ReadonlyArray<number>>()
    const load = quick ? loads.quick : loads.full
    for (const [index, each] of all.entries()) {
      progress.step(`ablation: ${each.key} (${index + 1} of ${all.length}, round ${round + 1})`)
      took.set(each.key, await firstTokensMs(laboratory, each, load, seed + round))
    }
    progress.step(`ablation: first turns of new processes, round ${round + 1}`)
    await laboratory.arrange(after)
    const [cold, warm] = [new Array<number>(), new Array<number>()]
    for (let at = 0; at < 2; at += 1) {
      cold.push(await firstTurnMs(laboratory, { LABORATORY_WARM_UP: "off" }))
      warm.push(await firstTurnMs(laboratory))
    }
    return { took, cold, warm }
  },
  afterwards: ownTechniques,
  figures: ({ illustrate, seed }, seen) => {
    const savings = savingsOf(seen, seed)
    const whole = { without: ends.before, with: ends.after }
    illustrate({
      title: "The nine savings, claimed and measured",
      svg: claimChart(savings),
      table: savingsTable(savings, {
        measuredMs: median(seen.map((each) => difference(each, whole))),
        playedMs: pathMs(ends.before.configuration) - pathMs(ends.after.configuration),
      }),
      remarks: savingsRemarks(savings),
    })
    const of = <const Name extends string>(name: Name, pick: (seen: Seen) => number) => ({
      name,
      unit: "ms",
      of: pick,
    })
    return [
      of("first token, exact times: before", (each) => tookMs(each, ends.before)),
      of("first token, exact times: after", (each) => tookMs(each, ends.after)),
      of("first turn of a process: ready at once", ({ cold }) => median(cold)),
      of("first turn of a process: warmed up", ({ warm }) => median(warm)),
      {
        ...of("the same measured twice, difference: after", (each) => difference(each, same.after)),
        note: "a saving that is not above this is noise",
      },
      of("the same measured twice, difference: before", (each) => difference(each, same.before)),
    ]
  },
})
