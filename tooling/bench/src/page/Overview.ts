/**
 * Writes the performance page as Markdown, two screens long: before and after, what is not met and why, beside peers, what
 * a customer waits for. Everything else stands on the pages of the benchmarks. Pure.
 */
import { type Result } from "../result/Result.ts"
import { figureRows, number, targetText, verdict } from "../result/Table.ts"
import { judgedText, section, settingText } from "../report/BenchmarkPage.ts"
import { table } from "../report/Markdown.ts"
import { beside, type Column, type Excerpt, pairs, waits } from "./Excerpts.ts"
import { reasonOf } from "./Reasons.ts"

type Lines = ReadonlyArray<string>

/** `folder`: where the pages of the benchmarks lie, from this page. */
export const overview = (results: ReadonlyArray<Result>, folder: string): Lines => {
  const link = (name: string) => `[${name}](${folder}/${name}.md)`
  const resultOf = (benchmark: string) => results.find(({ name }) => name === benchmark)
  const figureOf = ({ benchmark, figure }: Excerpt) =>
    resultOf(benchmark)?.figures.find(({ name }) => name === figure)

  const machines = results.map(
    ({ machine }) =>
      `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}, Node ${machine.node}`,
  )
  const paired = pairs.flatMap(([label, one, other]) => {
    const [before, after] = [figureOf(one), figureOf(other)]
    if (before === undefined || after === undefined) return []
    const { met, target, unit, value } = after
    const cells = [number(before.value), number(value), unit, targetText(target), verdict(met)]
    return [[label, ...cells, link(other.benchmark)]]
  })
  const savings = resultOf("ablation")?.illustrations?.[0]?.table
  const missed = results.flatMap(({ figures, name }) =>
    figures.flatMap((figure) => {
      const { met, target, unit, value } = figure
      const cells = [figure.name, number(value), unit, targetText(target), reasonOf(name, figure)]
      return met === false ? [[link(name), ...cells]] : []
    }),
  )
  const besideLines = (columns: ReadonlyArray<Column>): Lines => {
    const values = columns.map(({ benchmark, title }) => {
      const figures = resultOf(benchmark)?.figures ?? []
      const of = figures.filter(({ name }) => name.startsWith(`${title}: `))
      return new Map(of.map(({ name, value }) => [name.slice(title.length + 2), number(value)]))
    })
    const labels = [...new Set(values.flatMap((each) => [...each.keys()]))]
    const rows = labels.map((label) => [label].concat(values.map((each) => each.get(label) ?? "")))
    return rows.length === 0 ? [] : table([["", ...columns.map((each) => each.heading)], ...rows])
  }
  // Of its closing text: what could not be had, and how often ours is better or worse.
  const said = (resultOf("peers")?.illustrations ?? [])
    .flatMap(({ text = "" }) => text.split("\n"))
    .filter((line) => /^(not run|Ours against)/.test(line))
  const waited = waits.flatMap((excerpt) => figureOf(excerpt) ?? [])
  return [
    "# Performance",
    "",
    "`npx -y pnpm@12.21.0 bench` makes this page anew in a quarter of an hour, by one round of most; see `tooling/bench/README.md`.",
    "",
    `Measured on ${[...new Set(machines)].join("; ")}.`,
    ...section(
      "Before and after",
      [
        "The source document's measures off and on, on emulated services with its times; then techniques of our own.",
      ],
      paired.length === 0
        ? []
        : table([["", "before", "after", "unit", "target", "verdict", "benchmark"], ...paired]),
      savings === undefined
        ? []
        : [
            "Its nine savings: off alone from after, on alone from before, in its order; why each differs: " +
              `${link("ablation")}.`,
            "",
            ...table(savings),
          ],
    ),
    ...section(
      "What is not met, and why",
      missed.length === 0
        ? ["Every target is met."]
        : table([["benchmark", "figure", "value", "unit", "target", "why"], ...missed]),
    ),
    ...section(
      "Beside peers",
      [
        `Each in the same small server; where another is better: ${link("peers")}, ${link("caching")}.`,
      ],
      ...beside.map(besideLines),
      said.map((line) => `- ${line}`),
    ),
    ...section("What a customer waits for", waited.length === 0 ? [] : table(figureRows(waited))),
    ...section("All figures", [
      results
        .map(
          (each) => `${link(each.name)} (${settingText(each)}; targets met: ${judgedText(each)})`,
        )
        .join(", "),
    ]),
  ]
}
