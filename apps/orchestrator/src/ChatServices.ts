/**
 * What every socket and every streamed request shares: the ports, the limits, and the state of the server.
 */
import type { Turn, TurnRequest } from "@manga-assist/assistant"
import type { Context, Effect, Fiber } from "effect"
import type { BoundedMap } from "./BoundedMap.ts"
import type { BrowserRules } from "./BrowserRules.ts"
import type { FeedbackSink } from "./FeedbackSink.ts"
import type { Identity } from "./identity/Identity.ts"
import type { ResumeTokens } from "./identity/ResumeToken.ts"
import type { InFlight } from "./InFlight.ts"
import type { OpenSessions } from "./OpenSessions.ts"
import type { ReplayStore } from "./ReplayStore.ts"
import type { ResumableTurns } from "./resume/ResumableTurns.ts"
import type { TurnRelay } from "./resume/TurnRelay.ts"
import type { RunningMessages } from "./RunningMessages.ts"
import type { ServerMetrics } from "./ServerMetrics.ts"
import type { SessionOwners } from "./SessionOwners.ts"
import type { VisitorLimits } from "./VisitorLimits.ts"

/** A message that was decoded and may be answered; `arrivedAt` is on the clock of `performance.now`. */
export type Message = TurnRequest

/** Who is on the other side. */
export interface Visitor {
  readonly session: string
  readonly user?: string
}

/** A visitor who opens a session. */
export interface Opening {
  readonly visitor: Visitor
  /** Known without the table: this server made the session a moment ago, or its token was shown. */
  readonly isProven: boolean
}

export interface ChatLimits {
  /** What a turn has until its first content. */
  readonly latencyBudgetMs: number
  /** Beyond the budget, how long a turn may be silent before it is ended as a timeout. */
  readonly turnGraceMs: number
  /** From first to last frame of one turn. */
  readonly turnLimitMs: number
  /** How long a turn whose connection was lost goes on, so that it can be gone on with; 0: not at all. */
  readonly resumeGraceMs: number
  /** Open sockets and streamed requests together. */
  readonly maxConnections: number
  /** Proxies before this server that the operator vouches for. */
  readonly trustedProxies: number
}

export interface ChatServices {
  readonly identity: Context.Service.Shape<typeof Identity>
  readonly resumeTokens: ResumeTokens
  readonly turn: Context.Service.Shape<typeof Turn>
  readonly owners: Context.Service.Shape<typeof SessionOwners>
  readonly feedback: Context.Service.Shape<typeof FeedbackSink>
  readonly replay: Context.Service.Shape<typeof ReplayStore>
  readonly limits: ChatLimits
  readonly browsers: BrowserRules
  readonly visitorLimits: VisitorLimits
  readonly sessions: OpenSessions
  readonly inFlight: InFlight
  readonly running: RunningMessages
  readonly resumable: ResumableTurns
  readonly relay: TurnRelay
  /** Turns that feedback may name, each with its session. */
  readonly knownTurns: BoundedMap<string>
  readonly metrics: ServerMetrics
  /** Starts at once, up to the first suspension, with the loggers of the server. */
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  readonly isDraining: () => boolean
}
