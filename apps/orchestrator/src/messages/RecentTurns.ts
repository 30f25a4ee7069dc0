/**
 * How the turns of the last hour went, for whoever is on call: rates over a quarter of an hour and one figure of each
 * minute, the last twenty turns with their stages, and since when no model has answered. Of this process alone.
 *
 * Bounded whatever the traffic: 60 minutes, 1,000 times, twenty turns. No question, no answer, no customer.
 */
import type { TurnEvent } from "@manga-assist/assistant"
import { StageLatencies } from "@manga-assist/latency-budget"
import type { AnswerSource, TimelineEntry } from "@manga-assist/protocol"
import { failures } from "../metrics/KnownLabels.ts"
import { turnCost } from "./TurnCost.ts"

const minuteMs = 60_000
const minutesKept = 60
/** Rates are of so many minutes. */
const windowMinutes = 15
const turnsKept = 20

interface Counts {
  turns: number
  /** Ended by a fault of ours. */
  errors: number
  overBudget: number
  hits: number
  misses: number
  dollars: number
}

interface Minute extends Counts {
  readonly minute: number
  /** Of the window that ended with this minute. */
  firstContentP95Ms: number | undefined
  /** Turns by each code of `degraded`. */
  readonly left: Map<string, number>
}

export interface RecentTurn {
  /** ISO. */
  readonly at: string
  readonly turn: string
  /** How it ended: the finish, or the code of the error. */
  readonly outcome: string
  readonly source: AnswerSource | "none"
  /** Until the first content; of a turn without any, until its end. */
  readonly firstContentMs: number
  readonly budgetMs: number
  readonly isOverBudget: boolean
  readonly isFailed: boolean
  readonly degraded: ReadonlyArray<string>
  readonly timeline: ReadonlyArray<TimelineEntry>
}

const newMinute = (minute: number): Minute => ({
  ...noCounts(),
  minute,
  firstContentP95Ms: undefined,
  left: new Map(),
})

const noCounts = (): Counts => ({
  turns: 0,
  errors: 0,
  overBudget: 0,
  hits: 0,
  misses: 0,
  dollars: 0,
})

const kept = new Set<RecentTurn["source"]>(["precomputed", "exact", "canonical", "alias", "stale"])
/**
 * Stages that wait for a dependency, and how many turns in a row without an answer make it silent. Without a model the
 * answer is lost; a single late read is an ordinary day.
 */
const patience = { model: 1, embedding: 3, search: 3, facts: 3, records: 3, orders: 3 } as const
type Heard = keyof typeof patience
const heard = Object.keys(patience) as ReadonlyArray<Heard> // Its own keys.
/** A call that was no longer wanted says nothing about who was called. */
const unwanted = new Set(["cancelled", "unfinished"])
const answered = new Set(["ok", "draft", "outrun", "records-cut"])

const marks = new Set(["first-products", "first-token", "total"])

type Last = Extract<TurnEvent, { readonly type: "turn-end" | "turn-failed" }>

interface Unanswered {
  readonly since: string
  readonly turns: number
  /** By the monotonic clock. */
  readonly lastMs: number
}

export interface RecentTurnsOptions {
  readonly budgetMs: number
  /** Monotonic milliseconds; `performance.now` unless given. */
  readonly now?: () => number
  readonly today?: () => Date
}

export class RecentTurns {
  readonly #budgetMs: number
  readonly #now: () => number
  readonly #today: () => Date
  readonly #begunAt: number
  readonly #times: StageLatencies
  #minutes: Array<Minute> = []
  readonly #last: Array<RecentTurn> = []
  /** Turns in a row that called and got no answer. */
  readonly #unanswered = new Map<Heard, Unanswered>()
  /** When each code of `degraded` was last seen: there are two dozen of them. */
  readonly #lastLeft = new Map<string, string>()

  constructor({
    budgetMs,
    now = () => performance.now(),
    today = () => new Date(),
  }: RecentTurnsOptions) {
    this.#budgetMs = budgetMs
    this.#today = today
    this.#now = now
    this.#begunAt = now()
    this.#times = new StageLatencies({
      size: 1_000,
      windowMs: windowMinutes * minuteMs,
      least: 1,
      now,
    })
  }

  /** Synchronous, and never throws; all but the last event of a turn are passed over. */
  note(event: TurnEvent): void {
    if (event.type !== "turn-end" && event.type !== "turn-failed") return
    const turn = this.#turnOf(event, this.#today().toISOString())
    this.#last.unshift(turn)
    this.#last.splice(turnsKept)
    this.#times.observe("all", turn.firstContentMs)
    for (const name of heard) this.#hear(name, turn)
    const counts = this.#minute()
    counts.turns += 1
    if (turn.isFailed) counts.errors += 1
    if (turn.isOverBudget) counts.overBudget += 1
    for (const code of turn.degraded) {
      counts.left.set(code, (counts.left.get(code) ?? 0) + 1)
      this.#lastLeft.set(code, turn.at)
    }
    if (kept.has(turn.source)) counts.hits += 1
    else if (turn.source !== "store") counts.misses += 1
    if (event.type === "turn-end" && turn.source === "model") {
      counts.dollars += turnCost(event.end)?.amount ?? 0
    }
  }

  /** For the operators of all instances. */
  get now() {
    this.#minute()
    const since = this.#minutes.slice(-windowMinutes)
    const sum = noCounts()
    for (const one of since) {
      for (const name of Object.keys(sum) as Array<keyof Counts>) sum[name] += one[name]
    }
    const begunMs = (since[0]?.minute ?? 0) * minuteMs
    // A percentile sorts: it is made for who looks, not for each turn.
    const p95 = this.#p95()
    this.#minute().firstContentP95Ms = p95
    const { model, ...reads } = this.#silent
    return {
      /** Of the last quarter of an hour, or of the minutes since the process began. */
      ...sum,
      left: this.#leftSince(since),
      minutes: Math.max(1, (this.#now() - this.#begunAt - begunMs) / minuteMs),
      ...(p95 === undefined ? {} : { firstContentP95Ms: p95 }),
      /** Each minute of the last hour, the oldest first; the last one is not over. */
      hour: this.#minutes.map(
        ({ firstContentP95Ms, left: _left, minute: _minute, ...figures }) => ({
          ...figures,
          ...(firstContentP95Ms === undefined ? {} : { firstContentP95Ms }),
        }),
      ),
      ...(model === undefined ? {} : { modelSilentSince: model }),
      silent: Object.entries(reads).map(([stage, since]) => ({ stage, since })),
    }
  }

  get state() {
    const { now } = this
    // A page of the version before reads the hour here.
    return { now, minutes: now.hour, modelSilentSince: now.modelSilentSince, last: this.#last }
  }

  /** What answers of these minutes left out or replaced, the most frequent first. */
  #leftSince(minutes: ReadonlyArray<Minute>) {
    const turns = new Map<string, number>()
    for (const [code, times] of minutes.flatMap(({ left }) => [...left])) {
      turns.set(code, (turns.get(code) ?? 0) + times)
    }
    return [...turns]
      .map(([code, times]) => ({ code, turns: times, last: this.#lastLeft.get(code) ?? "" }))
      .toSorted((one, other) => other.turns - one.turns)
  }

  #p95(): number | undefined {
    return this.#times.percentile("all", 0.95)
  }

  /** The one that runs; those in which nothing happened lie before it. */
  #minute(): Minute {
    const now = Math.floor((this.#now() - this.#begunAt) / minuteMs)
    let last = this.#minutes.at(-1)
    if (last === undefined || now - last.minute > minutesKept) {
      last = newMinute(now)
      this.#minutes = [last]
    }
    while (last.minute < now) {
      last.firstContentP95Ms = this.#p95()
      last = newMinute(last.minute + 1)
      this.#minutes.push(last)
    }
    if (this.#minutes.length > minutesKept) this.#minutes = this.#minutes.slice(-minutesKept)
    return last
  }

  #turnOf(event: Last, at: string): RecentTurn {
    if (event.type === "turn-failed") {
      const { code, degraded = [], timeline = [], turn } = event.failure
      const moments = timeline.filter(({ stage }) => marks.has(stage)).map(({ endMs }) => endMs)
      const firstContentMs = moments.length === 0 ? 0 : Math.min(...moments)
      const told = { at, turn, degraded, timeline, ...this.#judged(firstContentMs) }
      return { ...told, isFailed: failures.includes(code), outcome: code, source: "none" }
    }
    const { budget, degraded, finish, source, timeline, turn } = event.end
    const told = { at, turn, degraded, timeline, ...this.#judged(budget.usedMs) }
    return { ...told, isFailed: false, outcome: finish, source }
  }

  #judged(firstContentMs: number) {
    const budgetMs = this.#budgetMs
    return { firstContentMs, budgetMs, isOverBudget: firstContentMs > budgetMs }
  }

  #hear(name: Heard, { at, timeline }: RecentTurn): void {
    const outcomes = timeline
      .filter(({ stage }) => stage === name || stage.startsWith(`${name}-`))
      .flatMap(({ outcome }) => (unwanted.has(outcome) ? [] : [outcome]))
    if (outcomes.some((outcome) => answered.has(outcome))) this.#unanswered.delete(name)
    else if (outcomes.length > 0) {
      const { since, turns } = this.#unanswered.get(name) ?? { since: at, turns: 0 }
      this.#unanswered.set(name, { since, turns: turns + 1, lastMs: this.#now() })
    }
  }

  /** Since when. Whom nobody has asked for as long as the rates reach back, nothing is known of. */
  get #silent(): Partial<Record<Heard, string>> {
    const from = this.#now() - windowMinutes * minuteMs
    return Object.fromEntries(
      [...this.#unanswered].flatMap(([name, { lastMs, since, turns }]) =>
        turns < patience[name] || lastMs < from ? [] : [[name, since]],
      ),
    )
  }
}
