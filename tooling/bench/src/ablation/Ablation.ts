/**
 * `bench ablation`: measures what each technique saves of the time to the first token, by switching it off alone, on
 * alone, and on one after the other in the source document's order while an emulated store runs; then the first turns of
 * new processes. Compares the savings with the document's claims. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 */
import { benchmark } from "../command/Benchmark.ts"
import { row } from "../command/Row.ts"
import { pathMs } from "../laboratory/PlayedTimes.ts"
import { type Laboratory, openLaboratory, patient } from "../laboratory/RunningLaboratory.ts"
import { after } from "../laboratory/Technique.ts"
import { type Arranged, runTurns, type TurnLoad } from "../laboratory/TurnLoad.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import { type Combination, combinations, type Pair, pairsOf, same, whole } from "./Combinations.ts"
import { estimateSaving, exactPercentile, verdictOf } from "./SavingEstimate.ts"
import { type MeasuredSaving, savingsRemarks, savingsTable } from "./SavingsText.ts"
import { sourceSavings } from "./SourceSavings.ts"

/** The document's. */
const order = sourceSavings.flatMap(({ technique }) => technique ?? [])
const pairs = pairsOf(order)
const all = combinations(order)

/** Few turns at once: "before" takes three times the processor time of "after". */
const loads = { quick: { turns: 8, perSecond: 14 }, full: { turns: 60, perSecond: 10 } }
/** With exact times a turn is never faster than it has to be: all above its fastest is others' use of the machine. */
const fastest = 10
/** They find the switch just thrown. */
const warmUps = 2

const question = nextLikeTitles

const firstTokensMs = async (
  arranged: Arranged,
  load: Omit<TurnLoad, "question">,
): Promise<ReadonlyArray<number>> => {
  const { failures, turns } = await runTurns(arranged, { ...load, question })
  if (turns.length > 0) return turns.map(({ firstTokenMs }) => firstTokenMs)
  throw new Error(`no turn was answered by the model: ${failures[0] ?? "by none"}`)
}

/** Of a new process; the emulators must play "after", exactly. */
const firstTurnMs = async (laboratory: Laboratory, environment = {}): Promise<number> => {
  await using server = await laboratory.start({ ...patient, ...environment })
  const arranged = { url: server.url, configuration: after, seed: undefined }
  return median(await firstTokensMs(arranged, { turns: 1, perSecond: 100, seed: 1 }))
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
const playedMs = (pair: Pair) =>
  pathMs(pair.without.configuration) - pathMs(pair.with.configuration)

const savingsOf = (seen: ReadonlyArray<Seen>, seed: number): ReadonlyArray<MeasuredSaving> => {
  const ofTurns = (pair: Pair) => {
    const rounds = seen.map((each) => ({
      without: timesOf(each, pair.without),
      with: timesOf(each, pair.with),
    }))
    return estimateSaving(rounds, fastest, seededRandom(seed))
  }
  const ofProcesses = () => {
    const rounds = seen.map(({ cold, warm }) => ({ without: cold, with: warm }))
    return estimateSaving(rounds, 50, seededRandom(seed))
  }
  const apart = Object.values(same).map((pair) =>
    median(seen.map((each) => difference(each, pair))),
  )
  const noiseMs = Math.max(...apart.map(Math.abs))
  return sourceSavings.map((saving) => {
    const pair = saving.technique && pairs.get(saving.technique)
    const inOrder = pair === undefined ? ofProcesses() : ofTurns(pair.inOrder)
    const onAlone = pair && ofTurns(pair.onAlone)
    const offAlone = pair && ofTurns(pair.offAlone)
    const verdict = verdictOf(saving.claimedMs, inOrder, noiseMs, onAlone)
    const played = pair && playedMs(pair.inOrder)
    return Object.assign({ offAlone, onAlone, inOrder, playedMs: played, verdict }, saving)
  })
}

const techniques = row({
  name: "techniques",
  processes: openLaboratory,
  // A quick run has time for each combination once.
  rounds: ({ quick, rounds }) => (quick ? Math.ceil(rounds / 3) : rounds),
  load: async (laboratory, { progress, quick, seed }, round): Promise<Seen> => {
    const took = new Map<string, ReadonlyArray<number>>()
    const load = quick ? loads.quick : loads.full
    for (const [index, each] of all.entries()) {
      progress.step(`ablation: ${each.key} (${index + 1} of ${all.length}, round ${round + 1})`)
      const arranged = await laboratory.arrange(each.configuration)
      took.set(each.key, await firstTokensMs(arranged, { ...load, warmUps, seed: seed + round }))
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
  figures: ({ illustrate, seed }, seen) => {
    const savings = savingsOf(seen, seed)
    illustrate({
      title: "The nine savings, claimed and measured",
      table: savingsTable(savings, {
        measuredMs: median(seen.map((each) => difference(each, whole))),
        playedMs: playedMs(whole),
      }),
      remarks: savingsRemarks(savings),
    })
    return [
      {
        name: "the same measured twice, difference: after",
        unit: "ms",
        of: (each) => difference(each, same.after),
        note: "a saving that is not above this is noise",
      },
      {
        name: "the same measured twice, difference: before",
        unit: "ms",
        of: (each) => difference(each, same.before),
      },
    ]
  },
})

export const ablation = benchmark({
  name: "ablation",
  summary: "each technique off alone, on alone and in order: claimed, measured, verdict",
  help: [
    "The laboratory of `waterfall`, exact times. The nine savings of the source document are switched one by one",
    "while the server runs.",
  ].join("\n"),
  seconds: { quick: 150, full: 1_100 },
  packages: ["effect", "ws", "@manga-assist/assistant", "@manga-assist/connections"],
  conditions: (quick) => ({
    "base times":
      "source document, after its measures, exact; what is off adds its own section's figure",
    "turns of a combination": quick ? "8, once for three rounds asked for" : "60 a round",
    "time of a combination":
      "10th percentile of its turns: with exact times all above is others' use of the machine",
    "a saving":
      "a difference whose 95 % interval, rounds and turns resampled, excludes 0, above 1 ms and above what the same combination differed by when measured twice; all else is called noise",
    customers: "anonymous, each on a new socket, opened 0.25 s before the message",
  }),
  parts: [techniques],
})
