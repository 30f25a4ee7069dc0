/**
 * Writes the performance page as Markdown: an overview with each benchmark's command, page and targets, and the most
 * important figures. Pure.
 */
import { type Illustration, type Result } from "../result/Result.ts"
import { number, targetText } from "../result/Table.ts"
import {
  chartAndTable,
  chartFolder,
  commandOf,
  judgedText,
  roundsText,
} from "../report/BenchmarkPage.ts"
import {
  costExcerpts,
  type Excerpt,
  mixExcerpts,
  otherExcerpts,
  peerColumns,
  scaleExcerpts,
  waterfallExcerpts,
} from "./Excerpts.ts"
import { figureRows, type NamedFigure } from "../report/FigureTable.ts"
import { groupFigures, shortName } from "../report/Groups.ts"
import { table } from "../report/Markdown.ts"
import { reasonOf } from "./Reasons.ts"

type Lines = ReadonlyArray<string>

export interface OverviewOptions {
  readonly results: ReadonlyArray<Result>
  /** Where the pages of the benchmarks lie, from this page. */
  readonly folder: string
}

const resultOf = (results: ReadonlyArray<Result>, name: string) =>
  results.find((result) => result.name === name)

const link = (folder: string, name: string): string => `[${name}](${folder}/${name}.md)`

const machineLines = (results: ReadonlyArray<Result>): Lines => {
  const machines = results.map(
    ({ machine }) =>
      `- ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}, Node ${machine.node}`,
  )
  return [...new Set(machines)]
}

const summaryLines = ({ folder, results }: OverviewOptions, summaries: Summaries): Lines => {
  const noisy = ({ noise, rounds }: Result) =>
    noise.noisy === 0 ? "" : rounds === 1 ? "noisy" : `${noise.noisy} noisy rounds`
  return table(
    ["benchmark", "says", "measured", "setting", "noise", "targets met", "again"],
    results.map((result) => [
      link(folder, result.name),
      summaries.get(result.name) ?? "",
      result.date.slice(0, 10),
      roundsText(result),
      noisy(result),
      judgedText(result),
      `\`${commandOf(result.name, result.setting)}\``,
    ]),
  )
}

const missedLines = ({ folder, results }: OverviewOptions): Lines => {
  const missed = results.flatMap((result) =>
    result.figures.flatMap((figure) => (figure.met === false ? [{ result, figure }] : [])),
  )
  if (missed.length === 0) return ["Every target is met."]
  return table(
    ["benchmark", "figure", "value", "unit", "target", "why"],
    missed.map(({ figure, result }) => [
      link(folder, result.name),
      figure.name,
      number(figure.value),
      figure.unit,
      targetText(figure.target),
      reasonOf(result.name, figure),
    ]),
  )
}

const named = (
  results: ReadonlyArray<Result>,
  excerpts: ReadonlyArray<Excerpt>,
  labelOf: (excerpt: Excerpt) => string = ({ label }) => label,
): ReadonlyArray<NamedFigure> =>
  excerpts.flatMap((excerpt) => {
    const result = resultOf(results, excerpt.benchmark)
    const figure = result?.figures.find(({ name }) => name === excerpt.figure)
    if (figure === undefined) return []
    // Of an earlier run: when.
    const when = figure.from === undefined ? "" : ` (${figure.from.slice(0, 10)})`
    return [{ label: `${labelOf(excerpt)}${when}`, figure }]
  })

const illustrationsOf = (result: Result | undefined, titles: ReadonlyArray<string>) =>
  titles.flatMap(
    (title) => result?.illustrations?.find((illustration) => illustration.title === title) ?? [],
  )

/** How many of our own techniques hold, and those that do not. */
const ownTechniques = (own: Illustration | undefined): Lines => {
  const [, ...rows] = own?.table ?? []
  if (rows.length === 0) return []
  const by = Map.groupBy(rows, ([, , , verdict]) => verdict)
  return [
    "",
    `Our own ${rows.length} techniques, row by row on the benchmark's page:`,
    "",
    ...[...by].map(([verdict, all]) =>
      verdict === "holds"
        ? `- holds: ${all.length}`
        : `- ${verdict}: ${all.map(([technique]) => technique).join("; ")}`,
    ),
  ]
}

/** The closing text of `peers`: what did not run, and how often ours is better or worse. */
const besideTitle = "peers beside each other"

const peerLines = (result: Result | undefined): Lines => {
  const groups = groupFigures(result?.figures ?? [])
  const columns = peerColumns.flatMap(([heading, title]) => {
    const group = groups.find((each) => each.title === title)
    return group === undefined ? [] : [{ heading, group }]
  })
  const labels = [...new Set(columns.flatMap(({ group }) => group.figures.map(shortName)))]
  if (labels.length === 0) return []
  const said = illustrationsOf(result, [besideTitle]).flatMap(({ text = "" }) => text.split("\n"))
  return [
    ...table(
      ["", ...columns.map(({ heading }) => heading)],
      labels.map((label) => {
        const cells = columns.map(({ group }) => {
          const found = group.figures.find((figure) => shortName(figure) === label)
          return found === undefined ? "" : number(found.value)
        })
        return [label].concat(cells)
      }),
    ),
    "",
    ...said.filter((line) => line.startsWith("Ours against")),
    ...said.flatMap((line) => (line.startsWith("not run:") ? ["", line] : [])),
  ]
}

/** Name of a benchmark → what it measures, in one line. */
export type Summaries = ReadonlyMap<string, string>

export const overview = (options: OverviewOptions, summaries: Summaries = new Map()): Lines => {
  const { folder, results } = options
  const lines: Array<string> = []
  const section = (title: string, benchmarks: ReadonlyArray<string>, told: string, body: Lines) => {
    const there = benchmarks.flatMap((name) => resultOf(results, name) ?? [])
    if (there.length === 0 || body.length === 0) return
    const commands = there.map(({ name, setting }) => `\`${commandOf(name, setting)}\``)
    const pages = there.map(({ name }) => link(folder, name))
    lines.push("", `## ${title}`, "", told, "", ...body)
    lines.push("", `Again: ${commands.join(", ")}. All of it: ${pages.join(", ")}.`)
  }
  lines.push(
    "# Performance",
    "",
    "Assembled by `pnpm bench report` from `tooling/bench/results`; do not edit. `pnpm bench` measures all of it",
    "anew on your machine and writes this page; how to read a figure: `tooling/bench/README.md`.",
    "",
    ...machineLines(results),
    "",
    ...summaryLines(options, summaries),
    "",
    "## What is not met, and why",
    "",
    ...missedLines(options),
  )
  const charts = `${folder}/${chartFolder}`
  const shown = (name: string, illustrations: ReadonlyArray<Illustration>): Lines => {
    const result = resultOf(results, name)
    return result === undefined
      ? []
      : illustrations.flatMap((each) => chartAndTable(result, each, charts))
  }
  const waterfalls = illustrationsOf(resultOf(results, "waterfall"), [
    "Before, exact times",
    "After, exact times",
  ])
  section(
    "Before and after",
    ["waterfall"],
    "The source document's two waterfalls, played by emulated services with its own times: outlined what it says, filled what was measured.",
    [
      ...figureRows(named(results, waterfallExcerpts)),
      ...shown(
        "waterfall",
        waterfalls.map(({ svg = "", title }) => ({ svg, title })),
      ),
    ],
  )
  const ablation = resultOf(results, "ablation")
  const savings = illustrationsOf(ablation, ["The nine savings, claimed and measured"])
  const [own] = illustrationsOf(ablation, ["Our own techniques, claimed and measured"])
  section(
    "The nine savings",
    ["ablation"],
    "Claimed by the source document, and measured: off alone from after, on alone from before, and in its order. Why each differs is on the benchmark's page.",
    savings.length === 0 ? [] : [...shown("ablation", savings), ...ownTechniques(own)].slice(1),
  )
  section(
    "A day's mix of questions",
    ["mix"],
    "Visits by the source document's shares of questions, with the worker running, on emulated services.",
    figureRows(named(results, mixExcerpts)),
  )
  section(
    "What a hit and a miss cost, beside their floors",
    ["limits", "caching", "connections"],
    "Processor time of the whole server for a question; a floor is the same work with everything else left out.",
    figureRows(named(results, costExcerpts)),
  )
  section(
    "Peers",
    ["peers"],
    "Each serves the same chats by the same small server, with its own client and cache.",
    peerLines(resultOf(results, "peers")),
  )
  section(
    "Growth",
    ["scale"],
    "The exponent says how a cost grows with its size: 0 not at all, 1 in proportion.",
    figureRows(named(results, scaleExcerpts)),
  )
  const others = [...new Set(otherExcerpts.map(({ benchmark }) => benchmark))]
  section(
    "The rest in brief",
    others,
    "One or a few figures of each.",
    figureRows(named(results, otherExcerpts, ({ benchmark, label }) => `${benchmark}: ${label}`)),
  )
  return lines
}
