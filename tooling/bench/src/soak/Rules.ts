/**
 * The rules of a soak test, as figures with targets; a rule is violated when its figure misses.
 *
 * Every message ends exactly once; accepted records are written, dropped or pending; nothing stays open; memory and
 * handles are released; questions are answered while nothing is broken. Some growth of memory is intended: finished turns
 * are kept ten minutes, and caches have bounds that a short soak does not reach. So it is limited for each message.
 */
import type { RowFigure } from "../command/Row.ts"
import { atMost, type Figure } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import type { Played, Turn } from "../mix/Play.ts"
import type { CollectedMemory } from "../store/Inspector.ts"
import type { Broken } from "./Breaking.ts"
import { type Idle, type SinkBalance, unaccounted } from "./Gauges.ts"

/** Everything that a soak test observes: the faults, and what customers and gauges showed meanwhile. */
export interface Observed extends Played {
  readonly visits: number
  readonly broken: ReadonlyArray<Broken>
  /** Of all sinks, before the load. */
  readonly earlier: ReadonlyArray<SinkBalance>
  /** Of all sinks, at each look and at the end. */
  readonly balances: ReadonlyArray<ReadonlyArray<SinkBalance>>
  /** Idle before and after the load. */
  readonly memory: Readonly<Record<"after" | "before", Omit<CollectedMemory, "rss">>>
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
const delayRule = "event-loop delay, p99"

const met = (from: number, until: number, broken: ReadonlyArray<Broken>): boolean =>
  broken.some((each) => until > each.from && from < each.until + recoveryMs)

const owed = ({ turns }: Observed) => turns.filter(({ abandoned }) => !abandoned)
const spared = (seen: Observed) =>
  owed(seen).filter(({ intended, totalMs = 0 }) => !met(intended, intended + totalMs, seen.broken))
const refused = (seen: Observed) =>
  spared(seen).filter(({ outcome }) => outcome.startsWith("error"))

const counted = (turns: ReadonlyArray<Turn>): string =>
  [...Map.groupBy(turns, ({ outcome }) => outcome)]
    .map(([outcome, all]) => `${outcome} ${all.length}`)
    .join(", ")

const most = (values: ReadonlyArray<number>) => Math.max(0, ...values)
const worst = ({ balances }: Observed, of: (balance: SinkBalance) => number) =>
  most(balances.flat().map(of))
/** More were told to customers than a sink accepted since. */
const missing = (told: number, { balances, earlier }: Observed, sink: string) => {
  const accepted = (all: ReadonlyArray<SinkBalance> = []) =>
    all.find((each) => each.sink === sink)?.accepted ?? 0
  return Math.max(0, told - accepted(balances.at(-1)) + accepted(earlier))
}

type Value = (seen: Observed) => number
type Note = (seen: Observed) => string

const of = <const Name extends string>(
  name: Name,
  unit: string,
  value: Value,
  limit: number | undefined,
  note: Note,
): RowFigure<Observed, Name> => ({
  name,
  unit,
  of: value,
  target: limit === undefined ? undefined : atMost(limit),
  note: (seen) => seen.map(note).join(""),
})

const none = <Name extends string>(unit: string, values: Readonly<Record<Name, Value>>) =>
  Object.entries<Value>(values).map(([name, value]): RowFigure<Observed, Name> => ({
    name: name as Name, // Its own key.
    unit,
    of: value,
    target: atMost(0),
  }))

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
  ...none("messages", {
    "messages without an end": (seen) => owed(seen).filter(({ ends }) => ends === 0).length,
    "messages with more than one end": ({ turns }) => turns.filter(({ ends }) => ends > 1).length,
    "messages that ended with the error internal": ({ turns }) =>
      turns.filter(({ outcome }) => outcome === "error internal").length,
    "left open: messages being answered": ({ left }) => left.runningMessages,
  }),
  ...none("errors", { "errors that name no message": ({ otherErrors }) => otherErrors }),
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
    (seen) => refused(seen).length / Math.max(1, spared(seen).length),
    0.005,
    (seen) => `of ${spared(seen).length}; ${counted(refused(seen))}`,
  ),
  ...none("sockets", {
    "sockets that could not be opened while nothing was broken": ({ broken, unopened }) =>
      unopened.filter((at) => !met(at, at, broken)).length,
  }),
  ...none("records", {
    "sinks: accepted, and neither written nor dropped nor pending": (seen) =>
      worst(seen, unaccounted),
    "sinks: refused": (seen) => worst(seen, (balance) => balance.refused),
    "sinks that must keep: dropped": (seen) =>
      worst(seen, ({ dropped, sink }) => (mustKeep.has(sink) ? dropped : 0)),
    "sinks: complete answers seen by customers and not accepted as session turns": (seen) =>
      missing(seen.turns.filter(({ outcome }) => outcome === "complete").length, seen, "session"),
    "sinks: ratings confirmed to customers and not accepted": (seen) =>
      missing(seen.ratingsConfirmed, seen, "feedback"),
    "left open: records pending in sinks": ({ left }) => left.pending,
  }),
  ...none("connections", {
    "left open: connections of customers": ({ left }) => left.openConnections,
  }),
  ...none("streams", { "left open: streams of the model": ({ left }) => left.modelStreams }),
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
    ({ delays }) => `median of ${delays.length} looks, worst ${most(delays).toFixed(0)} ms`,
  ),
  of(
    "ready again after the last was healed",
    "ms",
    ({ readyMs }) => readyMs,
    15_000,
    ({ broken }) => `${broken.length} faults before`,
  ),
]

/** `isBusy`: others kept the machine busy, so that the one rule that is a short time is judged of nobody. */
export const violatedRules = (
  figures: ReadonlyArray<Figure>,
  isBusy: boolean,
): ReadonlyArray<Figure> =>
  figures.filter(({ met, name }) => met === false && !(isBusy && name === delayRule))

/** The table of figures judges each rule; this all of them. */
export const verdicts = (figures: ReadonlyArray<Figure>, isBusy = false): string => {
  const rules = figures.filter(({ met }) => met !== null)
  const violated = violatedRules(rules, isBusy).length
  const notJudged = rules.filter(({ met }) => met === false).length - violated
  const said =
    violated === 0
      ? `all ${rules.length - notJudged} rules held`
      : `${violated} of ${rules.length} rules violated`
  return `verdict: ${said}${notJudged === 0 ? "" : `, ${notJudged} not judged: others kept the machine busy`}`
}
