/**
 * Adds the time that a message waited to its turn's timeline, as a first stage `queue`. Its outcome tells for what. The
 * turn's latency budget starts only when the turn starts.
 */
import type { TurnEvent } from "@manga-assist/assistant"
import type { TimelineEntry } from "@manga-assist/protocol"

/** Waits too short for anybody to have been before it. */
const unnoticedMs = 1

/** `ok`: behind earlier messages of its chat; `busy`: for the server alone, or for a reader that left answers unread. */
export interface Waited {
  readonly ms: number
  readonly outcome: "ok" | "busy"
}

const behind = (
  timeline: ReadonlyArray<TimelineEntry>,
  { ms: waitedMs, outcome }: Waited,
): ReadonlyArray<TimelineEntry> => [
  { stage: "queue", startMs: 0, endMs: waitedMs, outcome },
  ...timeline.map((entry) => ({
    ...entry,
    startMs: entry.startMs + waitedMs,
    endMs: entry.endMs + waitedMs,
  })),
]

/** The event with its timeline moved behind a `queue` stage. */
export const withQueueStage = (event: TurnEvent, waited: Waited): TurnEvent => {
  if (waited.ms < unnoticedMs) return event
  if (event.type === "turn-end") {
    return { ...event, end: { ...event.end, timeline: behind(event.end.timeline, waited) } }
  }
  if (event.type !== "turn-failed" || event.failure.timeline === undefined) return event
  const timeline = behind(event.failure.timeline, waited)
  return { ...event, failure: { ...event.failure, timeline } }
}
