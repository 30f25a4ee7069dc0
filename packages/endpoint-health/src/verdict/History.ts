/**
 * The published status of an endpoint over time. It changes after three windows in a row that disagree with it, never
 * after one; if those three differ, it takes the status nearest to the old one.
 *
 * The first window is published as it is. Pure.
 */
import type { Status } from "./Reason.ts"

/** Windows in a row that must disagree before the published status changes, for better or worse. */
const windowsToChange = 3

export interface History {
  /** What is published. */
  readonly status: Status
  /** The newest windows' own verdicts, oldest first, three at most. */
  readonly windows: ReadonlyArray<Status>
}

const rank: Readonly<Record<Status, number>> = { healthy: 0, degraded: 1, unhealthy: 2 }

/** Of three windows that disagree with each other, the newest of those nearest to `from` counts. */
const nearest = (from: Status, windows: ReadonlyArray<Status>): Status =>
  windows.reduce((best, status) =>
    Math.abs(rank[status] - rank[from]) <= Math.abs(rank[best] - rank[from]) ? status : best,
  )

/** Adds a window. The very first is published as it is. */
export const advance = (history: History | undefined, window: Status): History => {
  if (history === undefined) return { status: window, windows: [window] }
  const windows = [...history.windows, window].slice(-windowsToChange)
  const disagree =
    windows.length === windowsToChange && windows.every((status) => status !== history.status)
  return { status: disagree ? nearest(history.status, windows) : history.status, windows }
}
