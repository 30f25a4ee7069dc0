/**
 * Type of the reply of `/machine/state`: running instances, endpoint checks, the models' budget, the last failed turns, the
 * most popular answers made ahead, and the URL paths whose requests the server passes on to other programs (the emulators
 * and the replay).
 */

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
  /** The newest first. */
  readonly failedTurns?: ReadonlyArray<FailedTurn>
  readonly endpoints: {
    readonly enabled: boolean
    readonly endpoints?: ReadonlyArray<Endpoint>
  }
}
