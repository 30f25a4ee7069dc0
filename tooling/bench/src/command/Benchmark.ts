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
import { ownProcesses } from "../process/PinnedProcess.ts"
import { type Progress } from "./Progress.ts"
import { type Illustration, readResult, type Result, writeResult } from "../result/Result.ts"
import { runRounds } from "../measure/Rounds.ts"
import { type Invocation, type Subcommand } from "./Subcommand.ts"
import { figureTable, notes, textTable, wrapped } from "../result/Table.ts"
import { WrongUsage } from "./CommandLine.ts"

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
  /** Of that, how much may go into repeated rounds. */
  readonly repeatSeconds: { readonly quick: number; readonly full: number }
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

export const benchmarkSubcommand = (benchmark: Benchmark): Subcommand => ({
  name: benchmark.name,
  summary: benchmark.summary,
  measures: true,
  ...(benchmark.brief === undefined ? {} : { brief: benchmark.brief }),
  ...(benchmark.briefRounds === undefined ? {} : { briefRounds: benchmark.briefRounds }),
  mostSeconds: (quick) => patience * (quick ? benchmark.seconds.quick : benchmark.seconds.full),
  help: `${benchmark.help}\n\nParts: ${benchmark.parts.map(({ name }) => name).join(", ")}`,
  run: async (invocation) => {
    const { options, progress, print, folder } = invocation
    const parts = chosenParts(benchmark, invocation)
    const started = performance.now()
    const seconds = options.quick ? benchmark.seconds.quick : benchmark.seconds.full
    const mostSeconds = patience * seconds
    const overdue = setTimeout(() => {
      process.stderr.write(`error: ${benchmark.name} did not end within ${mostSeconds} s\n`)
      process.exit(70)
    }, mostSeconds * 1_000)
    const noise: Array<NoiseReading> = []
    let repeated = 0
    const rounds = options.rounds ?? (options.quick ? 3 : 5)
    let repeatMs =
      1_000 * (options.quick ? benchmark.repeatSeconds.quick : benchmark.repeatSeconds.full)
    const overRounds =
      (timeFor: (milliseconds: number) => boolean): OverRounds =>
      async (count, measure) => {
        const done = await runRounds({
          count,
          measure,
          watchNoise,
          timeFor,
          now: () => performance.now(),
        })
        noise.push(...done.noise)
        repeated += done.repeated
        return done.values
      }
    const illustrations: Array<Illustration> = []
    const missing = new Set<string>()
    const measuringOf = (part: string): Measuring => ({
      quick: options.quick,
      rounds,
      seed: options.seed,
      folder,
      progress,
      overRounds: overRounds((milliseconds) => {
        if (milliseconds > repeatMs) return false
        repeatMs -= milliseconds
        return true
      }),
      overSteadyRounds: overRounds(() => false),
      missed: (label) => void missing.add(label),
      illustrate: (illustration) => void illustrations.push({ ...illustration, part }),
    })
    try {
      const figures: Array<Figure> = []
      for (const part of parts) {
        progress.step(`${benchmark.name}: ${part.name}`)
        for (const each of await part.measure(measuringOf(part.name))) {
          figures.push({ ...each, part: part.name })
        }
      }
      const closing = benchmark.closing?.(figures)
      if (closing !== undefined) illustrations.push(closing)
      const measured: Result = {
        name: benchmark.name,
        setting: options.quick ? "quick" : "full",
        date: new Date().toISOString(),
        seed: options.seed,
        rounds,
        machine: thisMachine(benchmark.packages, options.of),
        conditions: {
          ...benchmark.conditions(options.quick),
          ...(options.only.length === 0 ? {} : { "only the parts": options.only.join(", ") }),
          "seconds it took": Math.round((performance.now() - started) / 1_000),
        },
        noise: summarizeNoise(noise, repeated),
        figures,
        ...(illustrations.length === 0 ? {} : { illustrations }),
      }
      const result = withEarlierParts(measured, earlierResult(folder, benchmark.name), {
        measured: parts.map(({ name }) => name),
        parts: benchmark.parts.map(({ name }) => name),
        missing: [...missing],
      })
      const file = writeResult(folder, result)
      progress.done()
      // What this run measured; the file has the others' figures besides.
      print(options.json ? jsonLines(measured) : resultText(measured, file, closing))
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

const chosenParts = (benchmark: Benchmark, { options, parameters }: Invocation) => {
  if (parameters.length > 0) throw new WrongUsage(`${benchmark.name} takes no ${parameters[0]}`)
  const names = benchmark.parts.map(({ name }) => name)
  const unknown = options.only.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new WrongUsage(`--only: no part ${unknown}; there are ${names.join(", ")}`)
  }
  return options.only.length === 0
    ? benchmark.parts
    : benchmark.parts.filter(({ name }) => options.only.includes(name))
}

const watchNoise = () => {
  const before = readTicks(ownProcesses())
  // Those that ended in between are counted among this process's ended children.
  return () => noiseBetween(before, readTicks(ownProcesses()))
}

const jsonLines = ({ figures, ...about }: Result): string =>
  [about, ...figures.map((figure) => ({ benchmark: about.name, ...figure }))]
    .map((line) => JSON.stringify(line))
    .join("\n")

const illustrationText = (illustration: Illustration): ReadonlyArray<string> => {
  const { remarks = [], table, text, title } = illustration
  const told = [
    ...(table === undefined ? [] : [textTable(table), ""]),
    ...(text === undefined ? [] : [text, ""]),
    ...(remarks.length === 0 ? [] : [remarks.map((remark) => wrapped(remark)).join("\n"), ""]),
  ]
  return told.length === 0 ? [] : [title, "", ...told]
}

/** The closing one stands at the end, where a terminal is read first. */
const resultText = (result: Result, file: string, closing: Illustration | undefined): string => {
  const { machine, noise } = result
  const share = (value: number | undefined) =>
    value === undefined ? "unknown" : `${(value * 100).toFixed(1)} %`
  return [
    `${result.name}, ${result.setting}, ${result.rounds} rounds, ${result.date}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, ${machine.revision ?? "no revision"}`,
    "",
    ...(result.illustrations ?? []).flatMap((each) =>
      each === closing ? [] : illustrationText(each),
    ),
    figureTable(result.figures),
    "",
    notes(result.figures),
    "",
    ...(closing === undefined ? [] : illustrationText(closing)),
    `Taken from us at worst: stolen ${share(noise.stolen)}, used by others ${share(noise.foreign)}; ` +
      `${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy.`,
    `Written to ${file}`,
  ].join("\n")
}
