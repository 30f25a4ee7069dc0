/**
 * The interface of a benchmark, and its run as a subcommand: measures the parts, then writes, judges and prints their
 * figures.
 *
 * Exit code 0 when measured, whether or not targets are met (`bench check` judges). A benchmark that takes more than
 * twice its planned time is ended.
 */
import { join } from "node:path"
import { withEarlierParts } from "../result/EarlierParts.ts"
import { type Figure } from "../measure/Figure.ts"
import { thisMachine } from "../measure/Machine.ts"
import { type NoiseReading, noiseBetween, readTicks, summarizeNoise } from "../measure/Noise.ts"
import { type Progress } from "./Progress.ts"
import { type Illustration, readResult, type Result, writeResult } from "../result/Result.ts"
import { runRounds } from "../measure/Rounds.ts"
import { type Invocation, type Subcommand } from "./Subcommand.ts"
import { resultText } from "./ResultText.ts"
import { WrongUse } from "@manga-assist/process/arguments"

type OverRounds = <A>(
  count: number,
  measure: (round: number) => Promise<A>,
) => Promise<ReadonlyArray<A>>

/** What a benchmark is handed. */
export interface Measuring {
  readonly quick: boolean
  readonly rounds: number
  readonly seed: number
  /** Where the results of other benchmarks lie. */
  readonly folder: string
  readonly progress: Progress
  /** Measures over rounds and keeps the noise for the result; noisy rounds are repeated while time is left. */
  readonly overRounds: OverRounds
  /** The same for what others' use of the machine does not change: counts, memory, seconds. */
  readonly overSteadyRounds: OverRounds
  /**
   * Says that something could not be had, as figures name it behind their last colon: what an earlier run measured
   * of it stays.
   */
  readonly missed: (label: string) => void
  /** Puts a chart or a text beside the figures, in the result and in the report; titles differ. */
  readonly illustrate: (illustration: Illustration) => void
}

export interface Part<Name extends string = string> {
  readonly name: string
  readonly measure: (measuring: Measuring) => Promise<ReadonlyArray<Figure<Name>>>
}

export interface Benchmark<Name extends string = string> {
  readonly name: string
  readonly summary: string
  readonly help: string
  /** Time in which it ends, repeated rounds included; twice as much ends the process. */
  readonly seconds: { readonly quick: number; readonly full: number }
  readonly packages: ReadonlyArray<string>
  readonly conditions: (quick: boolean) => Result["conditions"]
  /** Measured in this order. */
  readonly parts: ReadonlyArray<Part<Name>>
  /** Those that `bench` alone has time for, where that is not all. */
  readonly brief?: ReadonlyArray<string>
  /** Rounds that `bench` alone has time for; absent: one. */
  readonly briefRounds?: number
  /** Made of all figures at the end: a table of its own kind, a verdict in words. */
  readonly closing?: (figures: ReadonlyArray<Figure>) => Illustration
}

/** The same, with the names of its figures as a type. */
export const benchmark = <const Name extends string>(of: Benchmark<Name>): Benchmark<Name> => of

/** What a page may show of it. */
export type NamesOf<B> = B extends Benchmark<infer Name> ? Name : never

/** A machine that others keep busy makes everything slower; beyond this it makes no sense to go on. */
const patience = 2

/** Of its time, what may go into repeated rounds. */
const repeatShare = 0.1

const watchNoise = () => {
  const before = readTicks()
  return () => noiseBetween(before, readTicks())
}

/** Measures over rounds, and keeps what others took from the machine meanwhile. */
const roundsWithin = (repeatMs: number) => {
  const noise: Array<NoiseReading> = []
  let left = repeatMs
  let repeated = 0
  const over =
    (timeFor: (milliseconds: number) => boolean): OverRounds =>
    async (count, measure) => {
      const done = await runRounds({ count, measure, watchNoise, timeFor })
      noise.push(...done.noise)
      repeated += done.repeated
      return done.values
    }
  return {
    overRounds: over((milliseconds) => {
      if (milliseconds > left) return false
      left -= milliseconds
      return true
    }),
    overSteadyRounds: over(() => false),
    summary: () => summarizeNoise(noise, repeated),
  }
}

export const benchmarkSubcommand = (benchmark: Benchmark): Subcommand => ({
  name: benchmark.name,
  summary: benchmark.summary,
  measures: true,
  brief: benchmark.brief,
  briefRounds: benchmark.briefRounds,
  mostSeconds: (quick) => patience * (quick ? benchmark.seconds.quick : benchmark.seconds.full),
  help: `${benchmark.help}\n\nParts: ${benchmark.parts.map(({ name }) => name).join(", ")}`,
  run: async (invocation) => {
    const { options, progress, print, folder } = invocation
    const { name } = benchmark
    const parts = chosenParts(benchmark, invocation)
    const started = performance.now()
    const setting = options.quick ? "quick" : "full"
    const mostSeconds = patience * benchmark.seconds[setting]
    const overdue = setTimeout(() => {
      process.stderr.write(`error: ${name} did not end within ${mostSeconds} s\n`)
      process.exit(70)
    }, mostSeconds * 1_000)
    const { summary, ...overs } = roundsWithin(repeatShare * 1_000 * benchmark.seconds[setting])
    const rounds = options.rounds ?? (options.quick ? 3 : 5)
    const illustrations: Array<Illustration> = []
    const missing: Array<string> = []
    try {
      const figures: Array<Figure> = []
      for (const { measure, name: part } of parts) {
        progress.step(`${name}: ${part}`)
        const measured = await measure({
          ...overs,
          quick: options.quick,
          rounds,
          seed: options.seed,
          folder,
          progress,
          missed: (label) => void missing.push(label),
          illustrate: (illustration) => void illustrations.push({ ...illustration, part }),
        })
        for (const each of measured) figures.push({ ...each, part })
      }
      const closing = benchmark.closing?.(figures)
      if (closing !== undefined) illustrations.push(closing)
      const measured: Result = {
        name,
        setting,
        date: new Date().toISOString(),
        seed: options.seed,
        rounds,
        machine: thisMachine(benchmark.packages, options.of),
        conditions: {
          ...benchmark.conditions(options.quick),
          ...(options.only.length === 0 ? {} : { "only the parts": options.only.join(", ") }),
          "seconds it took": Math.round((performance.now() - started) / 1_000),
        },
        noise: summary(),
        figures,
        ...(illustrations.length === 0 ? {} : { illustrations }),
      }
      const result = withEarlierParts(measured, earlierResult(folder, name), {
        measured: parts.map((part) => part.name),
        parts: benchmark.parts.map((part) => part.name),
        missing,
      })
      const file = writeResult(folder, result)
      // What this run measured; the file has the others' figures besides.
      print(resultText(measured, file, closing))
      return 0
    } finally {
      clearTimeout(overdue)
    }
  },
})

/** Nothing where there is none that can be read: then there is nothing to keep. */
const earlierResult = (folder: string, name: string): Result | undefined => {
  try {
    return readResult(join(folder, `${name}.json`))
  } catch {
    return undefined
  }
}

const chosenParts = ({ name, parts }: Benchmark, { options, parameters }: Invocation) => {
  if (parameters.length > 0) throw new WrongUse(`${name} takes no ${parameters[0]}`)
  const names = parts.map((part) => part.name)
  const unknown = options.only.find((part) => !names.includes(part))
  if (unknown !== undefined) {
    throw new WrongUse(`--only: no part ${unknown}; there are ${names.join(", ")}`)
  }
  return parts.filter((part) => options.only.length === 0 || options.only.includes(part.name))
}
