/** Judges a cell by what its customers saw and what the server held before and after. Pure. */
import { type Cell } from "./Cells.ts"
import type { Message } from "./Customers.ts"
import { dependencies, ofStarvation, rememberedMs } from "./Dependencies.ts"
import type { Stall } from "./ProxyProcess.ts"

/** What a server holds while nobody is there. */
export interface Held {
  /** Of customers. */
  readonly sockets: number
  readonly messages: number
  /** Of the model. */
  readonly streams: number
  /** Records that wait for their target. */
  readonly pending: number
  readonly fibers: number
  readonly timers: number
  /** To dependencies; pools keep some open. */
  readonly connections: number
}

export interface Seen {
  readonly cell: Cell
  readonly messages: ReadonlyArray<Message>
  /** Error frames that named no message. */
  readonly errors: number
  readonly brokenAt: number
  readonly healedAt: number
  readonly before: Held
  readonly after: Held
  /** Of the machine, on both cores of the world. */
  readonly stalls: ReadonlyArray<Stall>
  /** The model was last broken until then in an earlier cell; left out if it was not. */
  readonly modelHealedAt?: number | undefined
  /** Others had so much of the machine that nothing which is a matter of time can be judged. */
  readonly isBusy: boolean
}

export interface Verdict {
  /** One line for each broken rule. */
  readonly broken: ReadonlyArray<string>
  readonly sent: number
  /** Until the last message was sent that lost something. */
  readonly recoveryMs: number
  readonly slowestFirstMs: number
  /** What was taken off the slowest, of the machine's own. */
  readonly stalledMs: number
  readonly isBusy: boolean
  /** Messages that lost what nothing allows, but a matter of time: the machine kept the store waiting, or the model had. */
  readonly excused: number
  /** How often each end was seen, whole answers aside. */
  readonly ends: Readonly<Record<string, number>>
}

export const budgetMs = 2_000
export const marginMs = 250
const mostRecoveryMs = 10_000

/** What is broken longest to forget counts. */
export const recoveryMsOf = ({ down }: Pick<Cell, "down">): number =>
  Math.max(mostRecoveryMs, ...down.map((name) => dependencies[name].recoversWithinMs ?? 0))

/** Caches renew, and pools keep what they opened for a burst: over a gateway a connection for each customer. */
export const slack = { fibers: 4, timers: 12, connections: 64 }

const lateCodes = new Set(ofStarvation)
/** A message that had to wait so long for cores may have missed deadlines by it: the shortest are 150 ms. */
export const starvedMs = 100
/** What was read ahead is as old when a message is sent. */
const aheadMs = 1_000

/** Answers that owe nothing to a fault. One past its time that is made anew behind the customer does not; instead of a model it bears a code. */
const whole = new Set(["model", "precomputed", "exact", "canonical", "alias", "stale", "store"])

/** Left out for want of room, whatever is well or broken. */
const isOwed = (code: string): boolean => code !== "facts-cut"

/** What a message lost: codes of `degraded`, a source below the model, an error; nothing of a whole answer. */
export const lossesOf = ({ isOutside, told: { end, outcome } }: Message): ReadonlyArray<string> => {
  if (isOutside === true) return ["not let in"]
  if (end === undefined) return [outcome]
  return [
    ...end.degraded.filter(isOwed),
    ...(whole.has(end.source) ? [] : [end.source]),
    ...(end.finish === "complete" ? [] : [end.finish]),
  ]
}

const counted = (all: ReadonlyArray<string>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(all, (each) => each)].map(([name, { length }]) => [name, length]),
  )

export const judge = (seen: Seen): Verdict => {
  const { after, before, brokenAt, cell, errors, healedAt, isBusy, messages, stalls } = seen
  const { modelHealedAt = -Infinity } = seen
  const rules = cell.down.map((name) => dependencies[name])
  const always = new Set(isBusy ? lateCodes : [])
  const may = new Set([...always, ...rules.flatMap((rule) => rule.may)])
  const isMute = rules.some((rule) => rule.carriesReplies === true)

  const inOrder = stalls.toSorted((one, other) => one.from - other.from)
  /** Two cores that keep waiting at the same time cost that time once. */
  const stalledMsBetween = (since: number, until: number) => {
    let [sum, upTo] = [0, since]
    for (const { from, ms } of inOrder) {
      const to = Math.min(from + ms, until)
      sum += Math.max(0, to - Math.max(from, upTo))
      upTo = Math.max(upTo, to)
    }
    return sum
  }

  const lost = messages.map((message) => {
    const { sentAt, told } = message
    const endedAt = sentAt + (told.totalMs ?? Infinity)
    const isEarly = endedAt < brokenAt
    const losses = lossesOf(message)
    const forbidden = losses.filter((loss) => !(isEarly ? always : may).has(loss))
    const isExcused =
      forbidden.length > 0 &&
      // A moment without a core loses no whole answer: that is for a machine that others keep busy.
      forbidden.every((loss) => lateCodes.has(loss) && !loss.startsWith("error ")) &&
      forbidden.every((loss) => {
        const isOfBefore = loss === "prompt-reduced"
        if (isOfBefore && sentAt - modelHealedAt < rememberedMs) return true
        return (
          stalledMsBetween(sentAt - (isOfBefore ? rememberedMs : aheadMs), endedAt) >= starvedMs
        )
      })
    return { sentAt, losses, isExcused, isEarly, forbidden }
  })
  const unexcused = lost.filter(({ isExcused }) => !isExcused)
  const forbidden = unexcused.flatMap((each) =>
    each.forbidden.map((loss) => `${loss}${each.isEarly ? " before the fault" : ""}`),
  )
  const lastLoss = Math.max(
    healedAt,
    ...unexcused.flatMap(({ losses, sentAt }) => (losses.length === 0 ? [] : [sentAt])),
  )

  const firsts = messages.flatMap(({ sentAt, told }) => {
    const firstMs = Math.min(told.firstProductsMs ?? Infinity, told.firstTokenMs ?? Infinity)
    if (!Number.isFinite(firstMs)) return []
    const until = sentAt + firstMs
    const stalledMs = stalledMsBetween(sentAt, until)
    // What is said while replies cannot leave is owed from when they can.
    const owedAt =
      isMute && sentAt < healedAt && until > brokenAt ? Math.max(sentAt, healedAt) : sentAt
    return [{ firstMs: until - owedAt - stalledMs, stalledMs }]
  })
  const slowest = firsts.toSorted((one, other) => other.firstMs - one.firstMs)[0]
  const late = firsts.filter(({ firstMs }) => firstMs > budgetMs + marginMs)

  const rule = (isBroken: boolean, text: string) => (isBroken ? [text] : [])
  const many = (count: number, text: string) => rule(count > 0, `${count} ${text}`)
  const count = (is: (message: Message) => boolean) => messages.filter(is).length
  const recoveryMs = lastLoss - healedAt
  const mostMs = recoveryMsOf(cell)
  return {
    broken: [
      ...rule(messages.length === 0, "nothing was asked"),
      ...many(
        count(({ told }) => told.ends === 0),
        "messages without an end",
      ),
      ...many(
        count(({ told }) => told.ends > 1),
        "messages with more than one end",
      ),
      ...many(errors, "errors that name no message"),
      ...Object.entries(counted(forbidden)).map(([end, times]) => `${times} × ${end}`),
      ...rule(
        late.length > 0 && !isBusy,
        `${late.length} first contents later than ${budgetMs + marginMs} ms, the latest ${Math.round(slowest?.firstMs ?? 0)} ms`,
      ),
      ...rule(recoveryMs > mostMs && !isBusy, `not well ${mostMs / 1_000} s after it healed`),
      ...many(after.sockets, "sockets left open"),
      ...many(after.messages, "messages left running"),
      ...many(after.streams, "streams of the model left open"),
      ...many(after.pending, "records left waiting"),
      ...(["fibers", "timers", "connections"] as const).flatMap((name) =>
        rule(
          after[name] > before[name] + slack[name],
          `${name}: ${before[name]} before, ${after[name]} after`,
        ),
      ),
    ],
    sent: messages.length,
    recoveryMs,
    slowestFirstMs: slowest?.firstMs ?? 0,
    stalledMs: slowest?.stalledMs ?? 0,
    isBusy,
    excused: lost.length - unexcused.length,
    ends: counted(lost.flatMap(({ losses }) => losses)),
  }
}

/** Of a cell that could not be played. */
export const failed = (why: string): Verdict => ({
  broken: [why],
  sent: 0,
  recoveryMs: 0,
  slowestFirstMs: 0,
  stalledMs: 0,
  isBusy: false,
  excused: 0,
  ends: {},
})
