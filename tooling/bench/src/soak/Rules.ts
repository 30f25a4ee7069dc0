/**
 * The rules of a soak test, as figures with targets; a rule is violated when its figure misses.
 *
 * Every message ends exactly once; accepted records are written, dropped or pending; nothing stays open; memory and
 * handles are released; questions are answered while nothing is broken. Some growth of memory is intended: finished turns
 * are kept ten minutes, and caches have bounds that a short soak does not reach. So it is limited for each message.
 */
import type { RowFigure } from "../command/Row.ts"
import { atMost, type Figure } from "../measure/Figure.ts"
import { median, slope } from "../measure/Statistics.ts"
import type { Played, Turn } from "../mix/Play.ts"
import type { Broken } from "./Breaking.ts"
import { type Idle, type Memory, type SinkBalance, unaccounted } from "./Gauges.ts"

/** Everything that a soak test observes: the faults, and what customers and gauges showed meanwhile. */
export interface Observed extends Played {
  readonly visits: number
  readonly broken: ReadonlyArray<Broken>
  /** Of all sinks, at each look and at the end. */
  readonly balances: ReadonlyArray<ReadonlyArray<SinkBalance>>
  /** Idle before the load, at looks under load, idle after it. */
  readonly memory: {
    readonly before: Memory
    readonly during: ReadonlyArray<Memory>
    readonly after: Memory
  }
  /** Milliseconds, 99th percentile between two looks. */
  readonly delays: ReadonlyArray<number>
  readonly left: Omit<Idle, "page">
  /** Until the server said that it is ready after the last thing was healed. */
  readonly readyMs: number
}

/** What was broken is over for the store so long after it is healed: pauses, back-off, new connections. */
const recoveryMs = 3_000
/** What the sinks of the class `must-keep` are called in the store. */
const mustKeep: ReadonlySet<string> = new Set(["session", "audit", "feedback"])
const mib = 1_024 * 1_024
const delayRule = "event-loop delay, p99"

const metBroken = ({ intended, totalMs = 0 }: Turn, broken: ReadonlyArray<Broken>): boolean =>
  broken.some(({ from, until }) => intended + totalMs > from && intended < until + recoveryMs)

const owed = ({ turns }: Observed) => turns.filter(({ abandoned }) => !abandoned)
const spared = (seen: Observed) => owed(seen).filter((turn) => !metBroken(turn, seen.broken))
const isRefused = ({ outcome }: Turn) => outcome.startsWith("error")

const counted = (turns: ReadonlyArray<Turn>): string =>
  [...Map.groupBy(turns, ({ outcome }) => outcome)]
    .map(([outcome, all]) => `${outcome} ${all.length}`)
    .join(", ")

const most = (values: ReadonlyArray<number>) => Math.max(0, ...values)
const worst = ({ balances }: Observed, of: (balance: SinkBalance) => number) =>
  most(balances.flat().map(of))
const accepted = ({ balances }: Observed, sink: string) =>
  balances.at(-1)?.find((each) => each.sink === sink)?.accepted ?? 0

const of = <const Name extends string>(
  name: Name,
  unit: string,
  value: (seen: Observed) => number,
  limit?: number,
  note?: (seen: Observed) => string,
): RowFigure<Observed, Name> => ({
  name,
  unit,
  of: value,
  target: limit === undefined ? undefined : atMost(limit),
  note: (seen) => seen.map((one) => note?.(one) ?? "").join("") || undefined,
})

const slopeOf = ({ memory }: Observed) => {
  const later = memory.during.slice(Math.floor(memory.during.length / 2))
  return slope(later.map(({ at, held }) => [at / 60_000, held / mib]))
}

export const soakFigures = () => [
  of(
    "messages sent",
    "messages",
    ({ turns }) => turns.length,
    undefined,
    (seen) =>
      `${seen.visits} visits; ${counted(seen.turns)}; ${seen.turns.length - owed(seen).length} left by their customers`,
  ),
  of(
    "messages that met something broken",
    "messages",
    (seen) => owed(seen).length - spared(seen).length,
    undefined,
    ({ broken }) => broken.map(({ name }) => name).join("; "),
  ),
  of(
    "messages without an end",
    "messages",
    (seen) => owed(seen).filter(({ ends }) => ends === 0).length,
    0,
  ),
  of(
    "messages with more than one end",
    "messages",
    ({ turns }) => turns.filter(({ ends }) => ends > 1).length,
    0,
  ),
  of(
    "messages that ended with the error internal",
    "messages",
    ({ turns }) => turns.filter(({ outcome }) => outcome === "error internal").length,
    0,
  ),
  of("errors that name no message", "errors", ({ otherErrors }) => otherErrors, 0),
  of(
    "slowest end of a message",
    "ms",
    (seen) => most(owed(seen).map(({ totalMs = 0 }) => totalMs)),
    30_000,
    () => "from when it was meant to be sent, messages before it included",
  ),
  of(
    "unanswered while nothing was broken",
    "share",
    (seen) => spared(seen).filter(isRefused).length / Math.max(1, spared(seen).length),
    0.005,
    (seen) => `of ${spared(seen).length}; ${counted(spared(seen).filter(isRefused))}`,
  ),
  of(
    "sockets that could not be opened while nothing was broken",
    "sockets",
    ({ broken, unopened }) =>
      unopened.filter(
        (at) => !broken.some(({ from, until }) => at > from && at < until + recoveryMs),
      ).length,
    0,
  ),
  of(
    "sinks: accepted, and neither written nor dropped nor pending",
    "records",
    (seen) => worst(seen, unaccounted),
    0,
    ({ balances }) => `the most of any sink at any of ${balances.length} looks`,
  ),
  of("sinks: refused", "records", (seen) => worst(seen, ({ refused }) => refused), 0),
  of(
    "sinks that must keep: dropped",
    "records",
    (seen) => worst(seen, ({ dropped, sink }) => (mustKeep.has(sink) ? dropped : 0)),
    0,
  ),
  of(
    "sinks: complete answers seen by customers and not accepted as session turns",
    "records",
    (seen) =>
      Math.max(
        0,
        seen.turns.filter(({ outcome }) => outcome === "complete").length -
          accepted(seen, "session"),
      ),
    0,
  ),
  of(
    "sinks: ratings confirmed to customers and not accepted",
    "records",
    (seen) => Math.max(0, seen.ratingsConfirmed - accepted(seen, "feedback")),
    0,
    ({ ratingsConfirmed }) => `${ratingsConfirmed} confirmed`,
  ),
  of("left open: connections of customers", "connections", ({ left }) => left.openConnections, 0),
  of("left open: messages being answered", "messages", ({ left }) => left.runningMessages, 0),
  of("left open: streams of the model", "streams", ({ left }) => left.modelStreams, 0),
  of("left open: records pending in sinks", "records", ({ left }) => left.pending, 0),
  of(
    "memory held after a collection: after, idle",
    "MiB",
    ({ memory }) => memory.after.held / mib,
    undefined,
    (seen) =>
      `${(seen.memory.before.held / mib).toFixed(1)} before; slope in the later half ${slopeOf(seen).toFixed(2)} MiB/min`,
  ),
  of(
    "memory kept of each message",
    "KiB",
    ({ memory: { after, before }, turns }) =>
      (after.held - before.held) / 1_024 / Math.max(1, turns.length),
    24,
    () => "idle before and after; bounded caches that are still filling are in it",
  ),
  of(
    "handles more than before the load",
    "handles",
    ({ memory: { after, before } }) => after.handles - before.handles,
    24,
    ({ memory: { after, before } }) =>
      `${before.handles} before, ${after.handles} after; connections that are kept open count`,
  ),
  of(
    delayRule,
    "ms",
    ({ delays }) => (delays.length === 0 ? 0 : median(delays)),
    50,
    ({ delays }) =>
      `median of ${delays.length} looks, worst ${most(delays).toFixed(0)} ms; collections for the figures of memory are left out`,
  ),
  of("ready again after the last was healed", "ms", ({ readyMs }) => readyMs, 15_000),
]

/** What others who keep the machine busy can violate: the one rule that is a short time. */
const isOfMachine = ({ name }: Figure): boolean => name === delayRule

/** `isBusy`: others kept the machine busy, so that its own times are judged of nobody. */
export const violatedRules = (
  figures: ReadonlyArray<Figure>,
  isBusy: boolean,
): ReadonlyArray<Figure> =>
  figures.filter((figure) => figure.met === false && !(isBusy && isOfMachine(figure)))

/** One line for each rule. */
export const verdicts = (figures: ReadonlyArray<Figure>, isBusy = false): string => {
  const rules = figures.filter(({ met }) => met !== null)
  const violated = violatedRules(rules, isBusy)
  const wordOf = (figure: Figure): string =>
    figure.met === true ? "held      " : violated.includes(figure) ? "VIOLATED  " : "not judged"
  const notJudged = rules.filter(({ met }) => met === false).length - violated.length
  const aside = notJudged === 0 ? "" : `, ${notJudged} not judged: others kept the machine busy`
  return [
    ...rules.map(
      (figure) =>
        `${wordOf(figure)}  ${figure.name}: ${figure.value} ${figure.unit} (at most ${figure.target?.value ?? ""})`,
    ),
    violated.length === 0
      ? `verdict: all ${rules.length - notJudged} rules held${aside}`
      : `verdict: ${violated.length} of ${rules.length} rules violated${aside}`,
  ].join("\n")
}
