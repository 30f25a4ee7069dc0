/**
 * Adds the time that a message waited behind earlier ones to its turn's timeline, as a first stage `queue`. The turn's
 * latency budget starts only when the turn starts.
 */
import type { TurnEvent } from "@manga-assist/assistant"
import type { TimelineEntry } from "@manga-assist/protocol"

/** Waits too short for anybody to have been before it. */
const unnoticedMs = 1

const behind = (
  timeline: ReadonlyArray<TimelineEntry>,
  waitedMs: number,
): ReadonlyArray<TimelineEntry> => [
  { stage: "queue", startMs: 0, endMs: waitedMs, outcome: "ok" },
  ...timeline.map((entry) => ({
    ...entry,
    startMs: entry.startMs + waitedMs,
    endMs: entry.endMs + waitedMs,
  })),
]

/** The event with its timeline moved behind a `queue` stage of `waitedMs`. */
export const withQueueStage = (event: TurnEvent, waitedMs: number): TurnEvent => {
  if (waitedMs < unnoticedMs) return event
  if (event.type === "turn-end") {
    return { ...event, end: { ...event.end, timeline: behind(event.end.timeline, waitedMs) } }
  }
  if (event.type !== "turn-failed" || event.failure.timeline === undefined) return event
  const timeline = behind(event.failure.timeline, waitedMs)
  return { ...event, failure: { ...event.failure, timeline } }
}
