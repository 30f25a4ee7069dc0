/**
 * The memory rules of a soak test, as figures: memory held after a garbage collection, idle before and after the load,
 * its slope under load, resident memory, growth for each message, and handles left open. Only the last two have
 * targets.
 *
 * Some growth is intended: finished turns are kept ten minutes, and caches in memory have bounds that a short soak does
 * not reach. Growth is therefore limited for each message, not in all.
 */
import { atMost, type Figure, figure } from "../measure/Figure.ts"
import { slope } from "../measure/Statistics.ts"
import type { Observed } from "./Observed.ts"

/** A finished turn with its frames, its answer and its conversation; a leak of a prompt would be beyond it. */
const perMessageKib = 24
const moreHandles = 24
const kib = 1_024
const mib = 1_024 * 1_024

export const memoryFigures = (
  { after, before, during }: Observed["memory"],
  messages: number,
): ReadonlyArray<Figure> => {
  const later = during.slice(Math.floor(during.length / 2))
  const perMinute = slope(later.map(({ at, held }) => [at / 60_000, held / mib]))
  return [
    figure("memory held after a collection: before, idle", "MiB", [before.held / mib]),
    figure("memory held after a collection: after, idle", "MiB", [after.held / mib]),
    figure("memory held after a collection: slope in the later half", "MiB/min", [perMinute], {
      note: `${later.length} looks under load`,
    }),
    figure(
      "memory kept of each message",
      "KiB",
      [(after.held - before.held) / kib / Math.max(1, messages)],
      {
        target: atMost(perMessageKib),
        note: "idle before and after; bounded caches that are still filling are in it",
      },
    ),
    figure("resident memory at the end", "MiB", [after.rss / mib]),
    figure("handles more than before the load", "handles", [after.handles - before.handles], {
      target: atMost(moreHandles),
      note: `${before.handles} before, ${after.handles} after; connections that are kept open count`,
    }),
  ]
}
