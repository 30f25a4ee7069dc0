/**
 * The published status of an endpoint over time. Each check of the endpoint, called a window, has a status of its own.
 * The published status changes only after three windows in a row whose own status differs from it; if those three
 * differ among themselves, it becomes the one nearest to the old status.
 *
 * The first window's status is published at once. Pure.
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
