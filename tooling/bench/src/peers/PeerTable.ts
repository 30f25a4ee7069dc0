/**
 * Formats the comparison of stacks as tables with a row for each, and lists in words where ours is worse. It uses only
 * figures of this run, and differences within the noise count as none.
 */
import { type Figure } from "../measure/Figure.ts"
import { number, textTable } from "../result/Table.ts"
import { cutServedName, cutToldName, silenceNames } from "./Faults.ts"
import { hitName } from "./ExactHits.ts"
import { type NotRun, type PeerName, peerNames, peers } from "./Peer.ts"
import { callsName } from "./SameQuestion.ts"
import { addedName, cpuName, handshakesName } from "./TrafficFigures.ts"

/** Repetitions of one measurement differ by so much here; less is a tie. */
const tie = 1.2

interface Column {
  readonly heading: string
  /** The first of these that was measured. */
  readonly namesOf: (label: string) => ReadonlyArray<string>
  readonly best: "least" | "most"
  /** A difference below it is none, whatever the ratio. */
  readonly grain: number
}

const least = (
  heading: string,
  grain: number,
  nameOf: (label: string) => string | ReadonlyArray<string>,
): Column => ({
  heading,
  namesOf: (label) => [nameOf(label)].flat(),
  best: "least",
  grain,
})

const added = (heading: string, concurrent: number, percent: 50 | 95, part: string) =>
  least(heading, 0.5, (label) => addedName(concurrent, percent, part, label))

interface Group {
  readonly title: string
  readonly columns: ReadonlyArray<Column>
}

const groups: ReadonlyArray<Group> = [
  {
    title: "Milliseconds added to the first token, by chats at once; what a chat costs",
    columns: [
      added("1 p50", 1, 50, "loopback"),
      added("50 p50", 50, 50, "loopback"),
      added("50 p95", 50, 95, "loopback"),
      added("300 p50", 300, 50, "loopback"),
      added("300 p95", 300, 95, "loopback"),
      added("1 p50 (20 ms)", 1, 50, "20 ms"),
      added("50 p50 (20 ms)", 50, 50, "20 ms"),
      added("50 p95 (20 ms)", 50, 95, "20 ms"),
      added("300 p50 (20 ms)", 300, 50, "20 ms"),
      added("300 p95 (20 ms)", 300, 95, "20 ms"),
      least("CPU ms", 0.1, cpuName),
      least("TLS per 1,000", 1, handshakesName),
    ],
  },
  {
    title: "The same question again; a model that fails",
    columns: [
      least("calls for 50", 0.5, (label) => callsName("in one process", label)),
      least("for 50 + 50", 0.5, (label) => callsName("in each of two processes", label)),
      least("hit ms", 0.2, (label) => hitName("whole answer from Redis, p50", label)),
      least("hit CPU ms", 0.02, (label) => hitName("processor time from Redis", label)),
      least("silence: running s", 0.3, (label) => silenceNames("running answer", label)),
      least("next s", 0.3, (label) => silenceNames("next question", label)),
      { heading: "cut told", namesOf: (label) => [cutToldName(label)], best: "most", grain: 0.5 },
      least("cut served again", 0.5, cutServedName),
    ],
  },
]

const cellOf = (found: Figure | undefined): string => {
  if (found === undefined) return "-"
  if (found.unit.startsWith("of ")) return `${found.value} ${found.unit}`
  const isOpen = found.note?.startsWith("no error within") === true
  return isOpen ? `> ${number(found.value)}` : number(found.value)
}

type Figures = ReadonlyMap<string, Figure>

const measured = (figures: Figures, { namesOf }: Column, name: PeerName): Figure | undefined =>
  namesOf(peers[name].label)
    .map((each) => figures.get(each))
    .find((found) => found !== undefined)

/** How often ours is better, no different, worse; each worse one in words. */
const verdicts = (
  figures: Figures,
): { readonly worse: ReadonlyArray<string>; readonly better: number; readonly ties: number } => {
  const worse: Array<string> = []
  let better = 0
  let ties = 0
  for (const column of groups.flatMap(({ columns }) => columns)) {
    const own = measured(figures, column, "ours")
    for (const name of peerNames) {
      const other = measured(figures, column, name)
      if (name === "ours" || own === undefined || other === undefined) continue
      const low = Math.min(own.value, other.value)
      const high = Math.max(own.value, other.value)
      if (high - low < column.grain || high < low * tie) ties += 1
      else if ((own.value === low) === (column.best === "least")) better += 1
      else worse.push(`${other.name} ${cellOf(other)} ${other.unit}, ours ${cellOf(own)}`)
    }
  }
  return { worse, better, ties }
}

const tableOf = ({ columns, title }: Group, figures: Figures): ReadonlyArray<string> => {
  const shown = columns.filter((column) =>
    peerNames.some((name) => measured(figures, column, name) !== undefined),
  )
  const ran = peerNames.filter((name) =>
    shown.some((column) => measured(figures, column, name) !== undefined),
  )
  if (ran.length === 0) return []
  const row = (name: PeerName) => [
    peers[name].label,
    ...shown.map((column) => cellOf(measured(figures, column, name))),
  ]
  return [title, textTable([["", ...shown.map(({ heading }) => heading)], ...ran.map(row)]), ""]
}

export const peerTable = (
  figures: ReadonlyArray<Figure>,
  notRun: ReadonlyArray<NotRun>,
): string => {
  const byName = new Map(figures.map((figure) => [figure.name, figure]))
  const { better, ties, worse } = verdicts(byName)
  return [
    ...groups.flatMap((group) => tableOf(group, byName)),
    ...notRun.map(({ label, reason }) => `not run: ${label}, ${reason}`),
    "",
    `Ours against each other one: better ${better} times, no different ${ties}, worse ${worse.length}.`,
    ...worse.map((line) => `  worse: ${line}`),
  ].join("\n")
}
