/**
 * Measures the server without ("before") and with ("after") all optimisations under the same load, once with exact and
 * once with spread service times, and makes the two waterfalls and their figures. The source document has the same two;
 * its claims are tested here. (Source document: "Latency Reduction Techniques for FM Systems".)
 */
import { row, type RowFigure } from "../command/Row.ts"
import { floorsOf, type TurnFloor } from "../laboratory/Floor.ts"
import { type Laboratory, openLaboratory } from "../laboratory/RunningLaboratory.ts"
import { after, before } from "../laboratory/Technique.ts"
import { type ObservedTurn, runTurns } from "../laboratory/TurnLoad.ts"
import { atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { median } from "../measure/Statistics.ts"
import { setLatency } from "../store/Admin.ts"
import { nextLikeTitles, nextVolume, nextWish } from "../store/LaboratoryQuestions.ts"
import { waterfalls } from "./GanttChart.ts"
import { sourceWaterfalls } from "./SourceWaterfall.ts"

type Times = "exact" | "spread"
type Side = "before" | "after"

const configurations = { before, after }
const sides = ["before", "after"] as const

interface Measured {
  readonly turns: ReadonlyArray<ObservedTurn>
  readonly failures: ReadonlyArray<string>
  readonly floors: ReadonlyArray<TurnFloor>
}

/** After, of other questions: `named` need no embedding, the answers of `free` nobody else may have. */
type Kind = Side | "named" | "free"
type Played = Readonly<Record<Kind, Measured>>
type Seen = Readonly<Record<Times, Played>>

/** About eight turns at once, the two cores a fifth busy: more would measure queues. */
const perSecond = 10
/** With the times that are measured: connections are made, contexts read. */
const warmUps = 12

/**
 * Turns that are measured by nobody and come as fast as the cores allow, because the services take no time: the engine
 * compiles what runs often only after hundreds of turns, and a server lives for millions. Before: a connection for each
 * call makes them dear.
 */
const hurried = {
  before: { questions: [nextLikeTitles], turns: 150, perSecond: 30 },
  after: { questions: [nextLikeTitles, nextVolume, nextWish], turns: 300, perSecond: 75 },
}

interface Load {
  readonly side: Side
  readonly question: () => string
  readonly turns: number
  readonly times: Times
  readonly seed: number
}

const measure = async (
  laboratory: Laboratory,
  { question, seed, side, times, turns }: Load,
): Promise<Measured> => {
  const load = { perSecond, question, seed }
  const spread = times === "exact" ? undefined : seed
  const arranged = await laboratory.arrange(configurations[side], spread)
  await runTurns(arranged, { ...load, turns: warmUps })
  await laboratory.calls()
  const outcome = await runTurns(arranged, { ...load, turns })
  // Only a turn that the model answered has all of the stages.
  const answered = outcome.turns.filter(({ source }) => source === "model")
  const floors = floorsOf(answered, await laboratory.calls())
  return {
    turns: answered,
    failures: [
      ...outcome.failures,
      ...outcome.turns.flatMap(({ source }) => (source === "model" ? [] : [`by ${source}`])),
    ],
    floors: floors.filter((each) => each !== undefined),
  }
}

const percentile = ({ turns }: Measured, percent: number) =>
  LatencyHistogram.of(turns.map(({ firstTokenMs }) => firstTokenMs)).percentile(percent)
const productsP95 = ({ turns }: Measured) =>
  LatencyHistogram.of(turns.flatMap(({ firstProductsMs }) => firstProductsMs ?? [])).percentile(95)
const beyond = ({ floors }: Measured) => median(floors.map(({ beyondMs }) => beyondMs))
const saved = ({ after, before }: Played, percent: number) =>
  percentile(before, percent) - percentile(after, percent)

/** Of what is beyond the floor, what lies between our clients and the services' own logs. */
const betweenNote = (kind: Kind) => (seen: ReadonlyArray<Seen>) => {
  const waits = seen.flatMap(({ exact }) => exact[kind].floors.map(({ stages }) => stages))
  if (waits.length === 0) return ""
  const between = waits.map((stages) =>
    stages.reduce((sum, { servedMs, waitedMs }) => sum + waitedMs - servedMs, 0),
  )
  return `first token less edge and what the services took by their own logs, one after the other where one needs the other; ${median(between).toPrecision(2)} ms of it lie between our clients and the logs of the ${median(waits.map(({ length }) => length))} services waited for, wire and emulators' processor included`
}

const claimNote =
  "the source document claims 340 ms; its nine savings add up to 274, its bars differ by 299"
const priceNote =
  "the chain is edge 8 + embedding 20 + search 45 + prices 8 + model 680 = 761 ms: the document's has no prices, which an answer of ours is never written without; the rest is beyond the floor"
const titleNote = (side: Side) => {
  const { barsMs, titleMs } = sourceWaterfalls[side]
  return `the source document's title says ${titleMs} ms, its bars add up to ${barsMs} ms`
}

const ms = <const Name extends string>(
  name: Name,
  pick: (seen: Seen) => number,
  { note, most }: { readonly note?: RowFigure<Seen, Name>["note"]; readonly most?: number } = {},
): RowFigure<Seen, Name> => ({
  name,
  unit: "ms",
  of: pick,
  target: most === undefined ? undefined : atMost(most),
  ...(note === undefined ? {} : { note }),
})

const unanswered = <const T extends Times>(times: T) => ({
  name: `${times}, turns without an answer of the model` as const,
  unit: "turns",
  of: ({ [times]: { after, before } }: Seen) => before.failures.length + after.failures.length,
  target: atMost(0),
})

const figures = [
  ms("exact, first token before: p50", ({ exact }) => percentile(exact.before, 50)),
  ms("exact, first token after: p50", ({ exact }) => percentile(exact.after, 50), {
    most: 758,
    note: priceNote,
  }),
  ms("exact, saved: p50", ({ exact }) => saved(exact, 50), { note: claimNote }),
  ms("spread, first token before: p95", ({ spread }) => percentile(spread.before, 95), {
    note: titleNote("before"),
  }),
  ms("spread, first token after: p95", ({ spread }) => percentile(spread.after, 95), {
    note: titleNote("after"),
  }),
  ms("spread, saved: p95", ({ spread }) => saved(spread, 95), { note: claimNote }),
  ms(
    "exact, first products after: found by meaning, p95",
    ({ exact }) => productsP95(exact.after),
    { most: 90 },
  ),
  ms(
    "exact, first products after: without embedding, p95",
    ({ exact }) => productsP95(exact.named),
    { most: 70 },
  ),
  ms("exact, beyond the floor after: p50", ({ exact }) => beyond(exact.after), {
    most: 5,
    note: betweenNote("after"),
  }),
  ms("exact, beyond the floor after, nothing shared: p50", ({ exact }) => beyond(exact.free), {
    most: 5,
    note: betweenNote("free"),
  }),
  {
    name: "exact, beyond the floor after: share of it, p50",
    unit: "%",
    of: ({ exact }: Seen) =>
      median(exact.after.floors.map(({ beyondMs, floorMs }) => (100 * beyondMs) / floorMs)),
    target: atMost(1),
  } as const,
  unanswered("exact"),
  unanswered("spread"),
]

/** One laboratory for all: starting one takes longer than a round. */
export const turnsPart = row({
  name: "turns",
  processes: openLaboratory,
  warm: async (laboratory) => {
    for (const side of sides) {
      const arranged = await laboratory.arrange(configurations[side])
      const { questions, ...load } = hurried[side]
      // What is measured next is arranged again: its services take their time.
      await setLatency(laboratory, {}, false)
      for (const question of questions) await runTurns(arranged, { ...load, question, seed: 0 })
    }
  },
  load: async (laboratory, { progress, quick, seed }, round): Promise<Seen> => {
    const turns = quick ? 24 : 210
    const played = async (times: Times): Promise<Played> => {
      const each = (side: Side, question: () => string, many = turns) => {
        progress.step(`waterfall: ${times}, ${side}, round ${round + 1}`)
        return measure(laboratory, { side, question, turns: many, times, seed: seed + round })
      }
      const few = Math.ceil(turns / 2)
      return {
        before: await each("before", nextLikeTitles),
        after: await each("after", nextLikeTitles),
        named: await each("after", nextVolume, few),
        free: await each("after", nextWish, few),
      }
    }
    return { exact: await played("exact"), spread: await played("spread") }
  },
  figures: ({ illustrate }, seen) => {
    for (const times of ["exact", "spread"] as const) {
      const of = (side: Side) => seen.flatMap((round) => round[times][side].turns)
      for (const each of waterfalls(times, { before: of("before"), after: of("after") })) {
        illustrate(each)
      }
    }
    return figures
  },
})
