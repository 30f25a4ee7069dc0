/**
 * `bench compare A.json B.json`: prints the figures of both results side by side, their ratio, and whether they differ
 * by more than noise: the 95 % bootstrap interval of the ratio excludes 1 (of the difference 0, where a value is not
 * positive).
 */
import { WrongUsage } from "./CommandLine.ts"
import { type Figure } from "../measure/Figure.ts"
import { readResult, type Result } from "../result/Result.ts"
import { differenceInterval, ratioInterval, seededRandom } from "../measure/Statistics.ts"
import { type Subcommand } from "./Subcommand.ts"
import { number, textTable } from "../result/Table.ts"

export type Difference = "higher" | "lower" | "within noise" | "too few rounds" | "only in one"

export interface ComparedFigure {
  readonly name: string
  readonly unit: string
  readonly before: number | null
  readonly after: number | null
  readonly ratio: number | null
  readonly low: number | null
  readonly high: number | null
  readonly difference: Difference
}

/** By name and unit, in the order of `before`, then what only `after` has. */
export const compareResults = (
  before: Result,
  after: Result,
  seed: number,
): ReadonlyArray<ComparedFigure> => {
  const random = seededRandom(seed)
  const same = (one: Figure) => (other: Figure) =>
    one.name === other.name && one.unit === other.unit
  return [
    ...before.figures.map((figure) => compare(figure, after.figures.find(same(figure)), random)),
    ...after.figures
      .filter((figure) => !before.figures.some(same(figure)))
      .map((figure) => compare(undefined, figure, random)),
  ]
}

const compare = (
  before: Figure | undefined,
  after: Figure | undefined,
  random: () => number,
): ComparedFigure => {
  const compared = {
    name: before?.name ?? after?.name ?? "",
    unit: before?.unit ?? after?.unit ?? "",
    before: before?.value ?? null,
    after: after?.value ?? null,
    ratio: null,
    low: null,
    high: null,
  }
  if (before === undefined || after === undefined) return { ...compared, difference: "only in one" }
  // Of nothing, and of less than nothing, a ratio says nothing.
  if (before.min <= 0 || after.min <= 0) {
    const found = differenceInterval(before.rounds, after.rounds, random)
    if (found === undefined) return { ...compared, difference: "too few rounds" }
    const { high, low } = found
    return { ...compared, difference: low > 0 ? "higher" : high < 0 ? "lower" : "within noise" }
  }
  const interval = ratioInterval(before.rounds, after.rounds, random)
  if (interval === undefined) {
    return { ...compared, ratio: after.value / before.value, difference: "too few rounds" }
  }
  const { low, high } = interval
  const difference = low > 1 ? "higher" : high < 1 ? "lower" : "within noise"
  return { ...compared, ...interval, difference }
}

const cell = (value: number | null): string => (value === null ? "-" : number(value))

/** What differs in the circumstances, and so may be the cause. */
const warnings = (before: Result, after: Result): ReadonlyArray<string> => [
  ...(before.name === after.name ? [] : [`benchmarks differ: ${before.name}, ${after.name}`]),
  ...(before.setting === after.setting
    ? []
    : [`settings differ: ${before.setting}, ${after.setting}`]),
  ...(before.figures.some(({ name }) => after.figures.some((other) => other.name === name))
    ? []
    : ["no figure is in both"]),
  ...(before.machine.cpu === after.machine.cpu ? [] : ["processors differ"]),
  ...(before.machine.node === after.machine.node
    ? []
    : [`Node differs: ${before.machine.node}, ${after.machine.node}`]),
  ...([before, after].some(({ noise }) => noise.noisy > 0) ? ["noisy rounds were kept"] : []),
]

export const compareSubcommand: Subcommand = {
  name: "compare",
  summary: "two results side by side: ratios, and whether they differ more than noise",
  parameters: "A.json B.json",
  help: "A ratio is B ÷ A, with its 95 % bootstrap interval over the rounds; where values are 0 or less, their difference is judged.",
  run: ({ parameters, options, print }) => {
    const [first, second] = parameters
    if (first === undefined || second === undefined || parameters.length > 2) {
      throw new WrongUsage("compare needs two result files")
    }
    const before = readResult(first)
    const after = readResult(second)
    const figures = compareResults(before, after, options.seed)
    if (options.json) {
      for (const line of figures) print(JSON.stringify(line))
      return Promise.resolve(0)
    }
    print(
      textTable([
        ["figure", "A", "B", "unit", "B ÷ A", "low", "high", ""],
        ...figures.map((line) => [
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
    )
    for (const warning of warnings(before, after)) print(`note: ${warning}`)
    return Promise.resolve(0)
  },
}
