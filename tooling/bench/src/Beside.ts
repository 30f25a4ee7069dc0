/**
 * `bench beside NAME [DIR]`: measures by this lab (A) and by that of another checkout (B) in turn, each round in a process
 * of its own, and compares them. Without a checkout both are this one: what they differ by is the noise floor.
 */
import { refuse } from "@manga-assist/process/arguments"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { mostMs, optionsOfEach, runOne } from "./All.ts"
import { compareResults, comparison } from "./command/Compare.ts"
import { type Subcommand } from "./command/Subcommand.ts"
import { figure } from "./measure/Figure.ts"
import { median } from "./measure/Statistics.ts"
import { readResult, type Result } from "./result/Result.ts"
import { openFolder } from "./store/StoreFolder.ts"

const own = fileURLToPath(new URL("../../..", import.meta.url))

/** The rounds of several runs as those of one. */
export const joined = (runs: readonly [Result, ...ReadonlyArray<Result>]): Result => ({
  ...runs[0],
  rounds: runs.length,
  noise: { ...runs[0].noise, noisy: Math.max(...runs.map(({ noise }) => noise.noisy)) },
  figures: runs[0].figures.map(({ name, target, unit }) => {
    const rounds = runs.flatMap(({ figures }) =>
      figures
        .filter((each) => each.name === name && each.unit === unit)
        .flatMap((each) => each.rounds),
    )
    return figure(name, unit, rounds, target === null ? {} : { target })
  }),
})

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** By how much two runs of the same differ. */
const noiseFloor = (one: Result, other: Result, seed: number): string => {
  const apart = compareResults(one, other, seed).flatMap(({ ratio }) =>
    ratio === undefined ? [] : [Math.abs(Math.log(ratio))],
  )
  return apart.length === 0
    ? "no figure has a ratio"
    : `noise floor: the medians of ${apart.length} figures differ by ${percent(Math.expm1(median(apart)))} at the median, ${percent(Math.expm1(Math.max(...apart)))} at most`
}

export const besideOf = (benchmarks: ReadonlyArray<Subcommand>): Subcommand => ({
  name: "beside",
  parameters: "NAME [DIR]",
  measures: true,
  summary: "a benchmark by this lab and that of another checkout in turn, or by this one twice",
  help: "A is this lab, B the one in DIR. Without DIR both are this one, and their difference is the noise floor.",
  run: async ({ options, parameters: [name, other, more], print }) => {
    const benchmark = benchmarks.find((each) => each.name === name)
    if (benchmark === undefined || more !== undefined) {
      return refuse(
        `beside needs a benchmark, and at most a folder; there are ${benchmarks.map((each) => each.name).join(", ")}`,
      )
    }
    const withinMs = mostMs(benchmark, options.quick)
    await using opened = await openFolder()
    const checkouts = [own, resolve(other ?? own)]
    const measure = async (side: number, round: number): Promise<Result> => {
      const folder = join(opened.folder, `${side}-${round}`)
      const main = join(checkouts[side] ?? own, "tooling/bench/src/main.ts")
      const told = optionsOfEach({ ...options, rounds: 1 }, folder)
      const code = await runOne(main, [benchmark.name, ...told], withinMs)
      if (code !== 0) throw new Error(`${main} ended with ${code}`)
      return readResult(join(folder, `${benchmark.name}.json`))
    }
    const [a, b]: [Array<Result>, Array<Result>] = [[], []]
    for (let round = 0; round < (options.rounds ?? (options.quick ? 3 : 5)); round += 1) {
      // Who is first, is second in the next round.
      for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
        ;(side === 0 ? a : b).push(await measure(side, round))
      }
    }
    const sides = [a, b].map(([first, ...rest]) => first && joined([first, ...rest]))
    const [one, two] = sides
    if (one === undefined || two === undefined) return refuse("beside needs a round")
    for (const line of comparison(one, two, options.seed)) print(line)
    if (other === undefined) print(noiseFloor(one, two, options.seed))
    return 0
  },
})
