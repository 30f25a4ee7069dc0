/**
 * `bench waterfall`: measures the server without ("before") and with ("after") all optimisations under the same load,
 * once with exact and once with spread service times, and makes the two waterfalls and their figures, beside the
 * document's. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import { benchmark, type Measuring } from "../command/Benchmark.ts"
import { row, type RowFigure } from "../command/Row.ts"
import { floorOf } from "../laboratory/Floor.ts"
import { pathMs } from "../laboratory/PlayedTimes.ts"
import { type Laboratory, openLaboratory } from "../laboratory/RunningLaboratory.ts"
import { after, before } from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { median } from "../measure/Statistics.ts"
import { setLatency } from "../store/Admin.ts"
import { nextLikeTitles, nextVolume, nextWish } from "../store/LaboratoryQuestions.ts"
import { waterfalls } from "./GanttChart.ts"
import { stageTimes } from "./StageTimes.ts"

const often = { turns: 300, perSecond: 75 }
/**
 * `named` need no embedding, the answers of `free` nobody else may have.
 *
 * `hurried`: turns that are measured by nobody and come as fast as the cores allow, because the services take no time:
 * the engine compiles what runs often only after hundreds of turns, and a server lives for millions. Before: a
 * connection for each call makes them dear.
 */
const kinds = {
  before: {
    configuration: before,
    question: nextLikeTitles,
    share: 1,
    hurried: { turns: 150, perSecond: 30 },
  },
  after: { configuration: after, question: nextLikeTitles, share: 1, hurried: often },
  named: { configuration: after, question: nextVolume, share: 0.5, hurried: often },
  free: { configuration: after, question: nextWish, share: 0.5, hurried: often },
}
type Kind = keyof typeof kinds
type Times = "exact" | "spread"
const allTimes = ["exact", "spread"] as const

const turnsOf = (quick: boolean) => (quick ? 24 : 210)
/** About eight turns at once, the two cores a fifth busy: more would measure queues. */
const perSecond = 10
/** With the times that are measured: connections are made, contexts read. */
const warmUps = 12

const measure = async (
  laboratory: Laboratory,
  [kind, times]: readonly [Kind, Times],
  { quick, seed }: Pick<Measuring, "quick" | "seed">,
) => {
  const { configuration, question, share } = kinds[kind]
  const arranged = await laboratory.arrange(configuration, times === "exact" ? undefined : seed)
  await laboratory.calls()
  const turns = Math.ceil(turnsOf(quick) * share)
  const outcome = await runTurns(arranged, { perSecond, question, seed, turns, warmUps })
  const calls = await laboratory.calls()
  return { ...outcome, floor: () => floorOf(outcome.turns, calls) }
}

type Measured = Awaited<ReturnType<typeof measure>>
type Seen = Readonly<Record<Times, Readonly<Record<Kind, Measured>>>>

const percentile = ({ turns }: Measured, percent: number) =>
  LatencyHistogram.of(turns.map(({ firstTokenMs }) => firstTokenMs)).percentile(percent)
const productsP95 = ({ turns }: Measured) =>
  LatencyHistogram.of(turns.flatMap(({ firstProductsMs }) => firstProductsMs ?? [])).percentile(95)
const beyond = ({ floor }: Measured) => floor().beyondMs

/** Of what is beyond the floor, what lies between our clients and the services' own logs. */
const betweenNote = (kind: Kind) => (seen: ReadonlyArray<Seen>) => {
  const floors = seen.map(({ exact }) => exact[kind].floor())
  const between = median(floors.map(({ betweenMs }) => betweenMs))
  return `first token less edge and what the services took by their own logs, one after the other where one needs the other; ${between.toPrecision(2)} ms of it lie between our clients and the logs of the ${floors[0]?.services} services waited for, wire and emulators' processor included`
}

const claimNote =
  "the source document claims 340 ms; its nine savings add up to 274, its bars differ by 299"
const ms = <const Name extends string>(
  name: Name,
  of: (seen: Seen) => number,
  more: Pick<RowFigure<Seen, Name>, "note" | "target"> = {},
): RowFigure<Seen, Name> => ({ name, unit: "ms", of, ...more })

const saved = ({ after: less, before: more }: Seen[Times], percent: number) =>
  percentile(more, percent) - percentile(less, percent)
const unanswered = ({ after: less, before: more }: Seen[Times]) =>
  more.failures.length + less.failures.length

const figures = [
  ms("exact, first token before: p50", ({ exact }) => percentile(exact.before, 50)),
  ms("exact, first token after: p50", ({ exact }) => percentile(exact.after, 50), {
    target: atMost(758),
    note: "the chain is edge 8 + embedding 20 + search 45 + prices 8 + model 680 = 761 ms: the document's has no prices, which an answer of ours is never written without; the rest is beyond the floor",
  }),
  ms("exact, saved: p50", ({ exact }) => saved(exact, 50), { note: claimNote }),
  ms("spread, first token before: p95", ({ spread }) => percentile(spread.before, 95)),
  ms("spread, first token after: p95", ({ spread }) => percentile(spread.after, 95)),
  ms("spread, saved: p95", ({ spread }) => saved(spread, 95), { note: claimNote }),
  ms(
    "exact, first products after: found by meaning, p95",
    ({ exact }) => productsP95(exact.after),
    { target: atMost(90) },
  ),
  ms(
    "exact, first products after: without embedding, p95",
    ({ exact }) => productsP95(exact.named),
    { target: atMost(70) },
  ),
  ms("exact, beyond the floor after: p50", ({ exact }) => beyond(exact.after), {
    target: atMost(5),
    note: betweenNote("after"),
  }),
  ms("exact, beyond the floor after, nothing shared: p50", ({ exact }) => beyond(exact.free), {
    target: atMost(5),
    note: betweenNote("free"),
  }),
  ...allTimes.map((times) => ({
    name: `${times}, turns without an answer of the model` as const,
    unit: "turns",
    of: (seen: Seen) => unanswered(seen[times]),
    target: atMost(0),
  })),
]

/** One laboratory for all: starting one takes longer than a round. */
const turnsPart = row({
  name: "turns",
  processes: openLaboratory,
  warm: async (laboratory) => {
    for (const { configuration, hurried, question } of Object.values(kinds)) {
      const arranged = await laboratory.arrange(configuration)
      // What is measured next is arranged again: its services take their time.
      await setLatency(laboratory, {}, false)
      await runTurns(arranged, { ...hurried, question, seed: 0 })
    }
  },
  load: async (laboratory, { progress, quick, seed }, round): Promise<Seen> => {
    const each = (kind: Kind, times: Times) => {
      progress.step(`waterfall: ${times}, ${kind}, round ${round + 1}`)
      return measure(laboratory, [kind, times], { quick, seed: seed + round })
    }
    const played = async (times: Times) => ({
      before: await each("before", times),
      after: await each("after", times),
      named: await each("named", times),
      free: await each("free", times),
    })
    return { exact: await played("exact"), spread: await played("spread") }
  },
  figures: ({ illustrate }, seen) => {
    for (const times of allTimes) {
      const of = (side: "after" | "before") =>
        stageTimes(seen.flatMap((round) => round[times][side].turns))
      illustrate(waterfalls(times, { before: of("before"), after: of("after") }))
    }
    return figures
  },
})

export const waterfall = benchmark({
  name: "waterfall",
  summary: "before and after, stage by stage, beside the source document's figures",
  help: [
    "The emulated services play the source document's times, once exactly, so that floors are arithmetic,",
    "and once spread: log-normal with the document's figure as the 95th percentile. Customers arrive by themselves (Poisson); every question is new, so each is a miss.",
  ].join("\n"),
  seconds: { quick: 150, full: 700 },
  packages: ["effect", "@manga-assist/assistant", "@manga-assist/connections"],
  conditions: (quick) => ({
    "base times": "source document, after its measures; what is off adds its own section's figure",
    "edge, hops, TCP and TLS, names, guardrail": "played as pauses: loopback has none of them",
    "first token by the played times alone": `before ${pathMs(before)} ms, after ${pathMs(after)} ms`,
    "turns a round": `${turnsOf(quick)} each`,
    "latency budget": "10,000 ms, so that no turn takes a short cut",
    customers: "anonymous, each on a new socket, opened 0.25 s before the message",
  }),
  parts: [turnsPart],
})
