/**
 * Puts the spans of a measured turn on one time line for a waterfall, from the moment it was due to be sent to its first
 * token. The way to the server and back is timed by the load generator's clock, the stages inside by the server's; the
 * message's arrival, which the server reports, joins the two. Pure.
 */
import type { ObservedTurn } from "./TurnLoad.ts"

/** Stage that the laboratory's server adds: its outcome is when the message arrived. */
export const arrivalStage = "arrived"

export interface Span {
  readonly stage: string
  readonly startMs: number
  readonly endMs: number
}

/** Stages of the timeline that are parts of the path; the others are sums or marks. */
const parts = [
  "hops",
  "admit",
  "prefetch",
  "recall",
  "embedding",
  "search",
  "facts",
  "orders",
  "model",
  "guardrail",
  "cache-write",
  "session-update",
] as const

/** When the message arrived at the server, in milliseconds from the intended moment. */
export const arrivalMs = ({ intendedAt, sentAt, stages }: ObservedTurn): number => {
  const told = stages.find(({ stage }) => stage === arrivalStage)
  return (told === undefined ? sentAt : Number(told.outcome)) - intendedAt
}

/** In the order of a waterfall; a stage that the turn did not have is absent. */
export const spansOf = (turn: ObservedTurn): ReadonlyArray<Span> => {
  const { firstTokenMs, intendedAt, sentAt, stages } = turn
  const arrived = arrivalMs(turn)
  const sent = sentAt - intendedAt
  const inside = parts.flatMap((part) =>
    stages
      .filter(({ stage }) => stage === part)
      .map(({ endMs, startMs }) => ({
        stage: part,
        startMs: arrived + startMs,
        endMs: arrived + endMs,
      })),
  )
  const model = inside.find(({ stage }) => stage === "model")
  const retrieved = inside
    .filter(({ stage }) => stage === "facts" || stage === "search")
    .reduce((latest, { endMs }) => Math.max(latest, endMs), 0)
  const assembly =
    model === undefined || retrieved === 0
      ? []
      : [{ stage: "assembly", startMs: retrieved, endMs: model.startMs }]
  const last = inside.reduce((latest, { endMs }) => Math.max(latest, endMs), arrived)
  const spans = [
    { stage: "edge", startMs: 0, endMs: sent },
    { stage: "way-in", startMs: sent, endMs: arrived },
    ...inside,
    ...assembly,
    { stage: "way-out", startMs: last, endMs: Math.max(last, firstTokenMs) },
  ]
  return spans.toSorted((a, b) => a.startMs - b.startMs)
}
