/**
 * When a customer first saw something of an answer, and since when the budget of its turn counts. Both on the clock of
 * the timeline, which begins when the message arrives; the budget begins when the message is no longer behind others.
 */
import type { TurnEnd } from "@manga-assist/client"

/** How long the message waited behind earlier ones of its chat. */
export const queuedMs = (timeline: TurnEnd["timeline"]): number =>
  timeline.find(({ stage }) => stage === "queue")?.endMs ?? 0

export const firstContentMs = ({
  budget,
  timeline,
}: Pick<TurnEnd, "budget" | "timeline">): number => queuedMs(timeline) + budget.usedMs
