/**
 * Computes the rows and marks of a waterfall from the timeline that the server sent, with the end of an answer or with
 * an error; it measures nothing. Time that belongs to no stage is a row of its own. Also tells which stages failed, the
 * time spent on models that gave no answer, and which row to explain first.
 */
import type { TimelineEntry, TurnEnd } from "@manga-assist/client"
import { queuedMs } from "../chat/FirstContent.ts"

export interface Row {
  readonly stage: string
  readonly startMs: number
  readonly endMs: number
  readonly outcome: string
  /** It ran inside of the row above that has none. */
  readonly isPart: boolean
}

export interface Mark {
  readonly name: string
  readonly atMs: number
}

export interface Waterfall {
  readonly rows: ReadonlyArray<Row>
  readonly marks: ReadonlyArray<Mark>
  /** The end of whatever ended last. */
  readonly lastMs: number
  readonly totalMs: number
  readonly budgetMs: number
  /** Until the first content, of the budget. */
  readonly usedMs: number
  /** How long the message waited behind others: the budget begins there. */
  readonly queuedMs: number
  readonly longest: Row | undefined
}

/** What a waterfall is made of; an error has the timeline alone. */
type Timed = Pick<TurnEnd, "timeline"> &
  Partial<Pick<TurnEnd, "budget">> & { readonly finish?: string; readonly source?: string }

/** Moments since the message arrived, each an entry that begins at 0. */
const marked = new Set(["first-products", "first-token", "total"])
const parts: Readonly<Record<string, string>> = {
  embedding: "retrieve",
  search: "retrieve",
  facts: "retrieve",
  records: "retrieve",
  orders: "retrieve",
  claim: "model",
  hedge: "model",
}

/** A stage that came again, as after a fallback, has a number: `claim-2` is a part of `model-2`. */
const numbered = /^(.*?)(-\d+)?$/

/** The stage that this one is a part of; undefined where it is none. */
const wholeOf = (stage: string): string | undefined => {
  const [, name = "", number = ""] = numbered.exec(stage) ?? []
  const whole = parts[name]
  return whole === undefined ? undefined : `${whole}${number}`
}

const lengthOf = ({ endMs, startMs }: Row): number => endMs - startMs

const rowOf = ({ endMs, outcome, stage, startMs }: TimelineEntry): Row => ({
  stage,
  startMs: Math.max(0, startMs),
  endMs: Math.max(startMs, endMs),
  outcome,
  isPart: wholeOf(stage) !== undefined,
})

/** Parts below the stage they ran in, else in the order of their beginnings. */
const inOrder = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const wholes = rows.filter(({ isPart }) => !isPart)
  const known = new Set(wholes.map(({ stage }) => stage))
  const orphans = rows.filter(({ isPart, stage }) => isPart && !known.has(wholeOf(stage) ?? ""))
  return wholes
    .concat(orphans)
    .toSorted((one, other) => one.startMs - other.startMs)
    .flatMap((row) => [row].concat(rows.filter(({ stage }) => wholeOf(stage) === row.stage)))
}

/** What the model writes lies between two marks; no stage of its own says so. */
const writing = (end: Timed, marks: ReadonlyArray<Mark>): ReadonlyArray<Row> => {
  const at = (name: string) => marks.find((mark) => mark.name === name)?.atMs
  const [from, to] = [at("first-token"), at("total")]
  const isWritten = end.timeline.some(({ stage }) => stage.startsWith("model"))
  if (from === undefined || to === undefined || !isWritten || end.source === "catalogue") return []
  return [
    {
      stage: "writing",
      startMs: from,
      endMs: to,
      outcome: end.finish ?? "truncated",
      isPart: false,
    },
  ]
}

/** Time without a stage that is worth a row. */
const noticedMs = 1

export const unaccounted = "unaccounted"

/** What lies between the stages, up to the end. */
const gaps = (rows: ReadonlyArray<Row>, totalMs: number): ReadonlyArray<Row> => {
  let until = 0
  const ends = rows
    .toSorted((one, other) => one.startMs - other.startMs)
    .concat({ ...empty, startMs: totalMs, endMs: totalMs })
  return ends.flatMap((row) => {
    const gap = { ...empty, startMs: until, endMs: row.startMs }
    until = Math.max(until, row.endMs)
    return lengthOf(gap) > noticedMs ? [gap] : []
  })
}

const empty = { stage: unaccounted, outcome: "unknown", isPart: false }

const noBudget = { totalMs: Infinity, usedMs: 0 }

export const waterfallOf = (end: Timed): Waterfall => {
  const marks = end.timeline
    .filter(({ stage }) => marked.has(stage))
    .map(({ endMs, stage }) => ({ name: stage, atMs: endMs }))
  const stages = end.timeline.filter(({ stage }) => !marked.has(stage)).map(rowOf)
  const known = [...stages, ...writing(end, marks)]
  const lastMs = Math.max(0.1, ...known.map(({ endMs }) => endMs), ...marks.map(({ atMs }) => atMs))
  const totalMs = marks.find(({ name }) => name === "total")?.atMs ?? lastMs
  const rows = inOrder([...known, ...gaps(known, totalMs)])
  const { totalMs: budgetMs, usedMs } = end.budget ?? noBudget
  return {
    rows,
    marks,
    lastMs,
    totalMs,
    budgetMs,
    usedMs,
    queuedMs: queuedMs(end.timeline),
    longest: rows
      .filter(({ isPart }) => !isPart)
      .toSorted((one, other) => lengthOf(other) - lengthOf(one))[0],
  }
}

/** A call of the model ends so when it gave an answer, or was no longer wanted. */
const answered = new Set(["ok", "draft", "outrun", "cancelled", "unfinished"])

/** What came too late, broke, or was refused: its stage took its time for nothing. */
export const isFailed = ({ outcome, stage }: Row): boolean =>
  stage.startsWith("model")
    ? !answered.has(outcome)
    : /late|timeout|fail|error|unavailable|unreadable|truncated|refused|throttled|connection/.test(
        outcome,
      )

const refusals = new Set(["throttled", "unavailable"])

const callsOf = ({ rows }: Waterfall) => rows.filter(({ stage }) => stage.startsWith("model"))

/** What was spent on models that gave no answer, and whether all refused at once; undefined where one answered. */
export const vainCalls = (
  waterfall: Waterfall,
  { source }: TurnEnd,
): { readonly ms: number; readonly areRefused: boolean } | undefined => {
  const calls = callsOf(waterfall)
  if (source === "model" || calls.length === 0 || !calls.every(isFailed)) return undefined
  return {
    ms: calls.reduce((sum, row) => sum + lengthOf(row), 0),
    areRefused: calls.every(({ outcome }) => refusals.has(outcome)),
  }
}

/** The row to explain before one is chosen: a model that failed, else the longest. */
export const tellingRow = (waterfall: Waterfall): Row | undefined =>
  callsOf(waterfall).find(isFailed) ?? waterfall.longest

/** Whether a model was called for this answer. */
export const isFromModel = ({ timeline }: TurnEnd): boolean =>
  timeline.some(({ stage }) => stage.startsWith("model"))
