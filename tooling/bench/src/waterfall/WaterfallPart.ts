/**
 * Measures the server without ("before") and with ("after") all optimisations under the same load, once with exact and
 * once with spread service times, and makes the two waterfalls and their figures. The source document has the same two;
 * its claims are tested here. (Source document: "Latency Reduction Techniques for FM Systems".)
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figure, type FigureOptions, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { floorsOf, type TurnFloor } from "../laboratory/Floor.ts"
import { nextLikeTitles, nextVolume, nextWish } from "../store/LaboratoryQuestions.ts"
import { type Laboratory, withLaboratory } from "../laboratory/RunningLaboratory.ts"
import { after, before } from "../laboratory/Technique.ts"
import {
  type LoadOutcome,
  type ObservedTurn,
  runTurns,
  type TurnLoad,
} from "../laboratory/TurnLoad.ts"
import { setLatency } from "../store/Admin.ts"
import { median } from "../measure/Statistics.ts"
import { illustrationsOf } from "./Illustrations.ts"
import { stageTimes } from "./StageTimes.ts"
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

type Load = Pick<TurnLoad, "question" | "seed" | "turns"> & { readonly times: Times }

const measure = async (
  laboratory: Laboratory,
  side: Side,
  { question, seed, times, turns }: Load,
): Promise<Measured> => {
  const load = { perSecond, question, seed }
  const arranged = await laboratory.arrange(
    configurations[side],
    times === "exact" ? undefined : seed,
  )
  await runTurns(arranged, { ...load, turns: warmUps })
  await laboratory.calls()
  const outcome: LoadOutcome = await runTurns(arranged, { ...load, turns })
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

/** A miss may take so much longer than the services that it waited for, and both hold. */
const within = { ms: 5, share: 0.01 }

const tokens = ({ turns }: Measured) => LatencyHistogram.of(turns.map((turn) => turn.firstTokenMs))
const products = ({ turns }: Measured) =>
  LatencyHistogram.of(turns.flatMap(({ firstProductsMs }) => firstProductsMs ?? []))

interface Rounds {
  readonly before: ReadonlyArray<Measured>
  readonly after: ReadonlyArray<Measured>
  /** After, questions that need no embedding. */
  readonly named: ReadonlyArray<Measured>
  /** After, questions whose answers nobody else may have. */
  readonly free: ReadonlyArray<Measured>
}

const floorNote =
  "first token less edge and what the services took by their own logs, one after the other where one needs the other; the claim in Redis, by which one call of the model serves all who ask the same, is such a service"

/** Of what is beyond the floor, what lies between our clients and the services' own logs. */
const betweenNote = (all: ReadonlyArray<Measured>): string => {
  const floors = all.flatMap((each) => each.floors)
  const waits = floors.map(({ stages }) => stages.length)
  const between = floors.map(({ stages }) =>
    stages.reduce((sum, { servedMs, waitedMs }) => sum + waitedMs - servedMs, 0),
  )
  return floors.length === 0
    ? ""
    : `; ${median(between).toPrecision(2)} ms of it lie between our clients and the logs of the ${median(waits)} services waited for, wire and emulators' processor included`
}

const priceNote =
  "the chain is edge 8 + embedding 20 + search 45 + prices 8 + model 680 = 761 ms: the document's has no prices, which an answer of ours is never written without; the rest is beyond the floor, the next row"

/** The first token as if the price had been at hand, as it is in the document. */
const withoutPrices = ({ turns }: Measured) =>
  median(
    turns.map(({ firstTokenMs, stages }) =>
      stages
        .filter(({ stage }) => stage === "facts")
        .reduce((rest, { endMs, startMs }) => rest - (endMs - startMs), firstTokenMs),
    ),
  )

const figuresOf = (times: Times, all: Rounds): ReadonlyArray<Figure> => {
  const figures: Array<Figure> = []
  const exact = times === "exact"
  const say = (
    name: string,
    measured: ReadonlyArray<Measured>,
    of: (each: Measured) => number,
    options: FigureOptions & { readonly unit?: string } = {},
  ) => {
    if (measured.length === 0) return
    figures.push(figure(`${times}, ${name}`, options.unit ?? "ms", measured.map(of), options))
  }
  for (const side of sides) {
    const { barsMs, titleMs } = sourceWaterfalls[side]
    const claimed = `the source document's title says ${titleMs} ms, its bars add up to ${barsMs} ms`
    for (const percent of exact ? [10, 50, 95, 99] : [50, 95, 99]) {
      const name = `first token ${side}: p${percent}`
      say(name, all[side], (each) => tokens(each).percentile(percent), {
        ...(percent === 95 ? { note: claimed } : {}),
        ...(exact && side === "after" && percent === 50
          ? { target: atMost(758), note: priceNote }
          : {}),
      })
    }
  }
  if (exact) {
    say("first token after: p50 less the price read", all.after, withoutPrices, {
      note: "the document's own chain: edge 8 + embedding and search 65 + model 680 = 753 ms",
    })
  }
  for (const percent of [50, 95]) {
    const took = (each: Measured) => tokens(each).percentile(percent)
    const later = all.after.map(took)
    figures.push(
      figuresOver(all.before)(
        `${times}, saved: p${percent}`,
        "ms",
        (each, round) => took(each) - (later[round] ?? Number.NaN),
        percent === 50
          ? {}
          : {
              note: "the source document claims 340 ms; its nine savings add up to 274, its bars differ by 299",
            },
      ),
    )
  }
  const productsP95 = (each: Measured) => products(each).percentile(95)
  say("first products after: found by meaning, p95", all.after, productsP95, {
    ...(exact ? { target: atMost(90) } : {}),
    note: `of ${all.after[0]?.turns.length ?? 0} turns a round`,
  })
  say("first products after: without embedding, p95", all.named, productsP95, {
    ...(exact ? { target: atMost(70) } : {}),
    note: `of ${all.named[0]?.turns.length ?? 0} turns a round`,
  })
  const beyond = ({ floors }: Measured) => median(floors.map(({ beyondMs }) => beyondMs))
  for (const side of sides) {
    if (exact && side === "after") {
      const least = ({ floors }: Measured) =>
        LatencyHistogram.of(floors.map(({ beyondMs }) => Math.max(0, beyondMs))).percentile(10)
      say("beyond the floor after: p10", all.after, least, {
        note: "of turns that others' use of the machine disturbed least",
      })
    }
    const share = ({ floors }: Measured) =>
      median(floors.map(({ beyondMs, floorMs }) => (100 * beyondMs) / floorMs))
    say(`beyond the floor ${side}: p50`, all[side], beyond, {
      ...(exact && side === "after" ? { target: atMost(within.ms) } : {}),
      ...(side === "after" ? { note: floorNote + betweenNote(all.after) } : {}),
    })
    say(`beyond the floor ${side}: share of it, p50`, all[side], share, {
      unit: "%",
      ...(side === "after" ? { target: atMost(100 * within.share) } : {}),
    })
  }
  say("beyond the floor after, nothing shared: p50", all.free, beyond, {
    ...(exact ? { target: atMost(within.ms) } : {}),
    note: `free wishes: without the claim in Redis by which one call of the model serves all who ask the same${betweenNote(all.free)}`,
  })
  const sum = (each: Measured) => stageTimes(each.turns).reduce((total, { p95 }) => total + p95, 0)
  for (const side of sides) {
    say(
      `sum of the stages' p95 ${side}`,
      all[side],
      sum,
      side === "before"
        ? {}
        : {
            note: "to be read beside the p95 of the first token: a sum of 95th percentiles is what a turn takes that is unlucky everywhere at once, and what overlaps is in it twice",
          },
    )
  }
  const failures = [...all.before, ...all.after].flatMap((each) => each.failures)
  figures.push(
    figure(`${times}, turns without an answer of the model`, "turns", [failures.length], {
      target: atMost(0),
      ...(failures[0] === undefined ? {} : { note: failures[0] }),
    }),
  )
  return figures
}

/** One laboratory for all: starting one takes longer than a round. */
export const turnsPart: Part = {
  name: "turns",
  measure: ({ illustrate, overRounds, progress, quick, rounds, seed }) =>
    withLaboratory(async (laboratory) => {
      const turns = quick ? 24 : 210
      const figures: Array<Figure> = []
      for (const side of sides) {
        progress.step(`waterfall: warming up, ${side}`)
        const arranged = await laboratory.arrange(configurations[side])
        const { questions, ...load } = hurried[side]
        // What is measured next is arranged again: its services take their time.
        await setLatency(laboratory, {}, false)
        for (const question of questions) await runTurns(arranged, { ...load, question, seed: 0 })
      }
      for (const times of ["exact", "spread"] as const) {
        const measured = await overRounds(rounds, async (round) => {
          const load = { seed: seed + round, times }
          const each = async (side: Side, question: () => string, many: number) => {
            progress.step(`waterfall: ${times}, ${side}, round ${round + 1} of ${rounds}`)
            return measure(laboratory, side, { ...load, question, turns: many })
          }
          return {
            before: await each("before", nextLikeTitles, turns),
            after: await each("after", nextLikeTitles, turns),
            // With spread times a short run has none: nothing is promised of them.
            ...(quick && times === "spread"
              ? {}
              : {
                  named: await each("after", nextVolume, Math.ceil(turns / 2)),
                  free: await each("after", nextWish, Math.ceil(turns / 2)),
                }),
          }
        })
        const all: Rounds = {
          before: measured.map(({ before: each }) => each),
          after: measured.map(({ after: each }) => each),
          named: measured.flatMap(({ named }) => named ?? []),
          free: measured.flatMap(({ free }) => free ?? []),
        }
        figures.push(...figuresOf(times, all))
        const pooled = {
          before: all.before.flatMap((each) => each.turns),
          after: all.after.flatMap((each) => each.turns),
        }
        const floors = all.after.flatMap((each) => each.floors)
        for (const each of illustrationsOf(times, pooled, floors)) illustrate(each)
      }
      return figures
    }),
}
