/**
 * The comparison in one table, a row for each peer, and in words where ours is worse than another: the
 * figures of a run alone decide, and a difference within the noise is none.
 */
import { type Figure } from "../Figure.ts"
import { number, textTable } from "../Table.ts"
import { cutServedName, cutToldName, silenceName } from "./Faults.ts"
import { type NotRun, peerNames, peers } from "./Peer.ts"
import { callsName, hitName } from "./Repeats.ts"
import { addedName, cpuName, handshakesName } from "./TrafficFigures.ts"

/** Repetitions of one measurement differ by so much here; less is a tie. */
const tie = 1.2

interface Column {
  readonly heading: string
  readonly figureOf: (label: string) => string
  readonly best: "least" | "most"
  /** A difference below it is none, whatever the ratio. */
  readonly grain: number
}

const least = (heading: string, figureOf: Column["figureOf"], grain: number): Column => ({
  heading,
  figureOf,
  best: "least",
  grain,
})

const added = (concurrent: number, percent: 50 | 95, part: "loopback" | "20 ms") =>
  least(
    `+ms ${concurrent} at once p${percent}, ${part}`,
    (label) => addedName(concurrent, percent, part, label),
    0.5,
  )

const columns: ReadonlyArray<Column> = [
  added(1, 50, "loopback"),
  added(50, 50, "loopback"),
  added(50, 95, "loopback"),
  added(300, 50, "loopback"),
  added(300, 95, "loopback"),
  added(50, 50, "20 ms"),
  added(50, 95, "20 ms"),
  least("CPU ms a chat", cpuName, 0.1),
  least("TLS per 1,000", handshakesName, 1),
  least("calls, 50 alike", (label) => callsName("in one process", label), 0.5),
  least("calls, 50 + 50 alike", (label) => callsName("in each of two processes", label), 0.5),
  least("hit ms", (label) => hitName("whole answer from Redis, p50", label), 0.2),
  least("CPU ms a hit", (label) => hitName("processor time from Redis", label), 0.02),
  least("silence told s, running", (label) => silenceName("running", label), 0.3),
  least("silence told s, next", (label) => silenceName("next", label), 0.3),
  { heading: "cut told", figureOf: cutToldName, best: "most", grain: 0.5 },
  least("cut served", cutServedName, 0.5),
]

const cellOf = (found: Figure | undefined): string => {
  if (found === undefined) return "-"
  if (found.unit === "yes = 1") return found.value === 1 ? "yes" : "no"
  const isOpen = found.note?.startsWith("no error within") === true
  return isOpen ? `> ${number(found.value)}` : number(found.value)
}

/** How often ours is better, no different, worse; each worse one in words. */
const verdicts = (
  byName: ReadonlyMap<string, Figure>,
): { readonly worse: ReadonlyArray<string>; readonly better: number; readonly ties: number } => {
  const worse: Array<string> = []
  let better = 0
  let ties = 0
  for (const { best, figureOf, grain, heading } of columns) {
    const own = byName.get(figureOf(peers.ours.label))
    if (own === undefined) continue
    for (const name of peerNames) {
      const { label } = peers[name]
      const other = byName.get(figureOf(label))
      if (name === "ours" || other === undefined) continue
      const [low, high] = [own.value, other.value].toSorted((a, b) => a - b)
      if (low === undefined || high === undefined) continue
      if (high - low < grain || high < low * tie) ties += 1
      else if ((own.value === low) === (best === "least")) better += 1
      else worse.push(`${heading}: ours ${cellOf(own)}, ${label} ${cellOf(other)}`)
    }
  }
  return { worse, better, ties }
}

export const peerTable = (
  figures: ReadonlyArray<Figure>,
  notRun: ReadonlyArray<NotRun>,
): string => {
  const byName = new Map(figures.map((figure) => [figure.name, figure]))
  const shown = columns.filter(({ figureOf }) =>
    peerNames.some((name) => byName.has(figureOf(peers[name].label))),
  )
  const ran = peerNames.filter((name) =>
    shown.some(({ figureOf }) => byName.has(figureOf(peers[name].label))),
  )
  const { better, ties, worse } = verdicts(byName)
  // Wide as it is, it is printed by measure: one line for each, one column for each peer.
  return [
    textTable([
      ["", ...ran.map((name) => peers[name].label)],
      ...shown.map(({ figureOf, heading }) => [
        heading,
        ...ran.map((name) => cellOf(byName.get(figureOf(peers[name].label)))),
      ]),
    ]),
    "",
    ...notRun.map(({ label, reason }) => `not run: ${label}, ${reason}`),
    "",
    `Ours against each other one: ${better} times better, ${ties} times no different, ${worse.length} times worse.`,
    ...worse.map((line) => `  ours is worse in ${line}`),
  ].join("\n")
}
