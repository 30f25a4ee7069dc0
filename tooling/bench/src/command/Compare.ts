/**
 * `bench compare A.json B.json`: prints the figures of both results side by side, their ratio, and whether they differ
 * by more than noise: the 95 % bootstrap interval of the ratio excludes 1 (of the difference 0, where a value is not
 * positive).
 */
import { refuse } from "@manga-assist/process/arguments"
import { type Figure } from "../measure/Figure.ts"
import { differenceInterval, ratioInterval, seededRandom } from "../measure/Statistics.ts"
import { readResult, type Result } from "../result/Result.ts"
import { number, textTable } from "../result/Table.ts"
import { type Subcommand } from "./Subcommand.ts"

/** Of nothing, and of less than nothing, a ratio says nothing: there the difference is judged. */
const judged = (before: Figure | undefined, after: Figure | undefined, random: () => number) => {
  if (before === undefined || after === undefined) return { difference: "only in one" }
  const isRatio = before.min > 0 && after.min > 0
  const found = (isRatio ? ratioInterval : differenceInterval)(before.rounds, after.rounds, random)
  const ratio = isRatio ? after.value / before.value : undefined
  if (found === undefined) return { ratio, difference: "too few rounds" }
  const { high, low } = found
  const same = isRatio ? 1 : 0
  const difference = low > same ? "higher" : high < same ? "lower" : "within noise"
  return isRatio ? { ratio, high, low, difference } : { difference }
}

const keyOf = ({ name, unit }: Figure): string => `${name}\n${unit}`

/** By name and unit, in the order of `before`, then what only `after` has. */
export const compareResults = (before: Result, after: Result, seed: number) => {
  const random = seededRandom(seed)
  const firsts = new Map(before.figures.map((figure) => [keyOf(figure), figure]))
  const seconds = new Map(after.figures.map((figure) => [keyOf(figure), figure]))
  return [...new Map([...firsts, ...seconds])].map(([key, { name, unit }]) => {
    const [one, two] = [firsts.get(key), seconds.get(key)]
    const values = { name, unit, before: one?.value, after: two?.value }
    return Object.assign(values, judged(one, two, random))
  })
}

/** A table, and below it what else differs, and so may be the cause. */
export const comparison = (before: Result, after: Result, seed: number): ReadonlyArray<string> => {
  const cell = (value: number | undefined) => (value === undefined ? "-" : number(value))
  const unlike = (what: string, of: (result: Result) => string) =>
    of(before) === of(after) ? [] : [`note: ${what} differ: ${of(before)}, ${of(after)}`]
  return [
    textTable([
      ["figure", "A", "B", "unit", "B ÷ A", "low", "high", ""],
      ...compareResults(before, after, seed).map((line) => [
        line.name,
        cell(line.before),
        cell(line.after),
        line.unit,
        cell(line.ratio),
        cell(line.low),
        cell(line.high),
        line.difference,
      ]),
    ]),
    ...unlike("benchmarks", ({ name }) => name),
    ...unlike("settings", ({ setting }) => setting),
    ...unlike("machines", ({ machine }) => `${machine.cpu}, Node ${machine.node}`),
    ...unlike("noisy rounds", ({ noise }) => `${noise.noisy}`),
  ]
}

export const compareSubcommand: Subcommand = {
  name: "compare",
  summary: "two results side by side: ratios, and whether they differ more than noise",
  parameters: "A.json B.json",
  help: "A ratio is B ÷ A, with its 95 % bootstrap interval over the rounds; where values are 0 or less, their difference is judged.",
  run: async ({ parameters: [first, second, more], options, print }) => {
    if (first === undefined || second === undefined || more !== undefined) {
      return refuse("compare needs two result files")
    }
    const lines = comparison(readResult(first), readResult(second), options.seed)
    for (const line of lines) print(line)
    return 0
  },
}
