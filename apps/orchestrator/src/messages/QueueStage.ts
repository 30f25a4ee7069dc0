/**
 * Adds the time that a message waited behind earlier ones to its turn's timeline, as a first stage `queue`. The turn's
 * latency budget starts only when the turn starts.
 */
import type { TurnEvent } from "@manga-assist/assistant"

/** Waits too short for anybody to have been before it. */
const unnoticedMs = 1

/** The event with its timeline moved behind a `queue` stage of `waitedMs`. */
export const withQueueStage = (event: TurnEvent, waitedMs: number): TurnEvent => {
  if (event.type !== "turn-end" || waitedMs < unnoticedMs) return event
  const timeline = event.end.timeline.map((entry) => ({
    ...entry,
    startMs: entry.startMs + waitedMs,
    endMs: entry.endMs + waitedMs,
  }))
  const queue = { stage: "queue", startMs: 0, endMs: waitedMs, outcome: "ok" }
  return { ...event, end: { ...event.end, timeline: [queue, ...timeline] } }
}
