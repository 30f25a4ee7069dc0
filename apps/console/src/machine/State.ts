/**
 * Type of the reply of `/machine/state`: running instances, endpoint checks, the models' budget, how the turns of the last
 * hour went, the last turns and the last failed ones, the
 * most popular answers made ahead, and the URL paths whose requests the server passes on to other programs (the emulators
 * and the replay).
 */

import type { TimelineEntry } from "@manga-assist/client"

interface Endpoint {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly status: "healthy" | "degraded" | "unhealthy"
  readonly isPrivate: boolean
  readonly dns: Step
  readonly tcp: Step
  readonly tls: Step | null
  readonly reasons: ReadonlyArray<{ readonly text: string }>
}

interface Step {
  readonly p50Ms: number | null
}

interface Instance {
  readonly name: string
  readonly startedAt: number
  readonly openConnections: number
  readonly runningMessages: number
  readonly draining: boolean
  readonly isThis: boolean
  /** An earlier version does not tell it. */
  readonly recent?: RecentCounts
}

interface FailedTurn {
  readonly at: string
  readonly turn: string
  readonly code: string
  readonly degraded?: ReadonlyArray<string>
  readonly timeline?: ReadonlyArray<{
    readonly stage: string
    readonly endMs: number
    readonly outcome: string
  }>
}

/** Of a quarter of an hour, or of the `minutes` since the server started. */
export interface RecentCounts extends TurnCounts {
  readonly minutes: number
  /** Each minute of the last hour, the oldest first; an earlier version does not tell it. */
  readonly hour?: ReadonlyArray<TurnCounts>
  /** Absent while a model answers. */
  readonly modelSilentSince?: string
  /** Stages of reads that have got no answer for some turns, and since when. */
  readonly silent?: ReadonlyArray<{ readonly stage: string; readonly since: string }>
  /** What answers left out or replaced, by code; an earlier version does not tell it. */
  readonly left?: ReadonlyArray<LeftOut>
}

export interface LeftOut {
  readonly code: string
  readonly turns: number
  /** ISO. */
  readonly last: string
}

export interface TurnCounts {
  readonly turns: number
  readonly errors: number
  readonly overBudget: number
  readonly hits: number
  readonly misses: number
  readonly dollars: number
  readonly firstContentP95Ms?: number
}

export interface RecentTurn {
  readonly at: string
  readonly turn: string
  readonly outcome: string
  readonly source: string
  readonly firstContentMs: number
  readonly budgetMs: number
  readonly isOverBudget: boolean
  readonly isFailed: boolean
  readonly degraded: ReadonlyArray<string>
  readonly timeline: ReadonlyArray<TimelineEntry>
}

export interface RecentTurns {
  readonly now: RecentCounts
  /** The newest first. */
  readonly last: ReadonlyArray<RecentTurn>
}

export interface State {
  /** Paths behind this port that somebody answers. */
  readonly passedOn: ReadonlyArray<string>
  readonly instances?: ReadonlyArray<Instance>
  readonly modelBudget?: {
    /** Limit, and what counts as spent by all instances, in tokens or dollars. */
    readonly budgets: ReadonlyArray<{
      readonly name: string
      readonly limit: number
      readonly counted: number
    }>
  }
  readonly popular?: ReadonlyArray<{ readonly question: string; readonly warm: boolean }>
  readonly recentTurns?: RecentTurns
  /** The newest first. */
  readonly failedTurns?: ReadonlyArray<FailedTurn>
  readonly endpoints: {
    readonly enabled: boolean
    readonly endpoints?: ReadonlyArray<Endpoint>
  }
}
