/**
 * The rules of a soak test, as figures with targets; a rule is violated when its figure misses.
 *
 * Pure. Every message ends exactly once; accepted records are written, dropped or pending; nothing stays open; memory
 * and handles are released; questions are answered while nothing is broken.
 */
import { atMost, type Figure, figure } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import type { Asked } from "./Customers.ts"
import { memoryFigures } from "./MemoryRules.ts"
import type { Broken, Observed } from "./Observed.ts"
import { mustKeep, type SinkBalance, unaccounted } from "./SinkBalance.ts"

/** On the shared clock. */
/** What was broken is over for the store so long after it is healed: pauses, back-off, new connections. */
const recoveryMs = 3_000
const readyWithinMs = 15_000
const slowestMs = 30_000
const delayMs = 50
const delayRule = "event-loop delay, p99"
/** Of the messages that met nothing broken. */
const unansweredShare = 0.005

const metBroken = ({ intended, totalMs = 0 }: Asked, broken: ReadonlyArray<Broken>): boolean =>
  broken.some(({ from, until }) => intended + totalMs > from && intended < until + recoveryMs)

const ruled = (name: string, unit: string, value: number, most: number, note?: string): Figure =>
  figure(name, unit, [value], { target: atMost(most), note })

/** That there is none of these. */
const none = <A>(name: string, unit: string, all: ReadonlyArray<A>, is: (each: A) => boolean) =>
  ruled(name, unit, all.filter(is).length, 0)

const counted = (asked: ReadonlyArray<Asked>): string =>
  [...Map.groupBy(asked, ({ outcome }) => outcome)]
    .map(([outcome, all]) => `${outcome} ${all.length}`)
    .join(", ")

const messageFigures = ({ broken, customers }: Observed): ReadonlyArray<Figure> => {
  const { asked, otherErrors, unopened, visits } = customers
  const owed = asked.filter(({ abandoned }) => !abandoned)
  const spared = owed.filter((message) => !metBroken(message, broken))
  const unanswered = spared.filter(({ outcome }) => outcome.startsWith("error"))
  return [
    figure("messages sent", "messages", [asked.length], {
      note: `${visits} visits; ${counted(asked)}; ${asked.length - owed.length} left by their customers`,
    }),
    figure("messages that met something broken", "messages", [owed.length - spared.length], {
      note: broken.map(({ name }) => name).join("; "),
    }),
    none("messages without an end", "messages", owed, ({ ends }) => ends === 0),
    none("messages with more than one end", "messages", asked, ({ ends }) => ends > 1),
    none(
      "messages that ended with the error internal",
      "messages",
      asked,
      ({ outcome }) => outcome === "error internal",
    ),
    ruled("errors that name no message", "errors", otherErrors, 0),
    ruled(
      "slowest end of a message",
      "ms",
      Math.max(0, ...owed.map(({ totalMs = 0 }) => totalMs)),
      slowestMs,
      "from when it was meant to be sent, messages before it included",
    ),
    ruled(
      "unanswered while nothing was broken",
      "share",
      spared.length === 0 ? 0 : unanswered.length / spared.length,
      unansweredShare,
      `of ${spared.length}; ${counted(unanswered)}`,
    ),
    none(
      "sockets that could not be opened while nothing was broken",
      "sockets",
      unopened,
      (at) => !broken.some(({ from, until }) => at > from && at < until + recoveryMs),
    ),
  ]
}

const sinkFigures = ({ balances, customers }: Observed): ReadonlyArray<Figure> => {
  const all = balances.flat()
  const last = balances.at(-1) ?? []
  const of = (name: string) => last.find(({ sink }) => sink === name)
  const complete = customers.asked.filter(({ outcome }) => outcome === "complete").length
  const worst = (value: (balance: SinkBalance) => number) => Math.max(0, ...all.map(value))
  return [
    ruled(
      "sinks: accepted, and neither written nor dropped nor pending",
      "records",
      worst(unaccounted),
      0,
      `the most of any sink at any of ${balances.length} looks`,
    ),
    ruled(
      "sinks: refused",
      "records",
      worst(({ refused }) => refused),
      0,
    ),
    ruled(
      "sinks that must keep: dropped",
      "records",
      worst(({ dropped, sink }) => (mustKeep.has(sink) ? dropped : 0)),
      0,
    ),
    ruled(
      "sinks: complete answers seen by customers and not accepted as session turns",
      "records",
      Math.max(0, complete - (of("session")?.accepted ?? 0)),
      0,
    ),
    ruled(
      "sinks: ratings confirmed to customers and not accepted",
      "records",
      Math.max(0, customers.ratingsConfirmed - (of("feedback")?.accepted ?? 0)),
      0,
      `${customers.ratingsConfirmed} confirmed`,
    ),
  ]
}

export const soakFigures = (observed: Observed): ReadonlyArray<Figure> => {
  const { delays, left, readyMs } = observed
  return [
    ...messageFigures(observed),
    ...sinkFigures(observed),
    ruled("left open: connections of customers", "connections", left.openConnections, 0),
    ruled("left open: messages being answered", "messages", left.runningMessages, 0),
    ruled("left open: streams of the model", "streams", left.modelStreams, 0),
    ruled("left open: records pending in sinks", "records", left.pending, 0),
    ...memoryFigures(observed.memory, observed.customers.asked.length),
    ruled(
      delayRule,
      "ms",
      delays.length === 0 ? 0 : median(delays),
      delayMs,
      `median of ${delays.length} looks, worst ${Math.max(0, ...delays).toFixed(0)} ms; collections for the figures of memory are left out`,
    ),
    ruled("ready again after the last was healed", "ms", readyMs, readyWithinMs),
  ]
}

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
