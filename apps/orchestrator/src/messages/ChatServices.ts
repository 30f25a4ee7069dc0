/**
 * Type of the dependencies that every socket and every HTTP request of the chat shares: services, limits, and the state
 * of this server, with what is open and running in it.
 */
import type { Turn, TurnRequest } from "@manga-assist/assistant"
import type { ErrorCode } from "@manga-assist/protocol"
import type { Context, Effect, Fiber } from "effect"
import type { BoundedMap } from "../bounds/BoundedMap.ts"
import type { BrowserRules } from "../transport/BrowserRules.ts"
import type { FeedbackSink } from "../sessions/FeedbackSink.ts"
import type { Identity } from "../identity/Identity.ts"
import type { ResumeTokens } from "../identity/ResumeToken.ts"
import type { InFlight } from "../bounds/InFlight.ts"
import type { OpenSessions } from "../sessions/OpenSessions.ts"
import type { PastTurns } from "../sessions/PastTurns.ts"
import type { ReplayStore } from "../sessions/ReplayStore.ts"
import type { ResumableTurns } from "../resume/ResumableTurns.ts"
import type { TurnRelay } from "../resume/TurnRelay.ts"
import type { FailedTurns } from "./FailedTurns.ts"
import type { RecentTurns } from "./RecentTurns.ts"
import type { OpenSet } from "../bounds/OpenSet.ts"
import type { StartLine } from "../bounds/StartLine.ts"
import type { ServerMetrics } from "../metrics/ServerMetrics.ts"
import type { SessionOwners } from "../sessions/SessionOwners.ts"
import type { VisitorLimits } from "../sessions/VisitorLimits.ts"

/** A message that was decoded and may be answered; `arrivedAt` is on the clock of `performance.now`. */
export type Message = TurnRequest

/** Configured; enforced elsewhere. */
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
  /** Proxies in front of this server whose forwarded addresses are believed. */
  readonly trustedProxies: number
}

/** What draining needs of a message that is being answered. */
export interface RunningMessage {
  /** Ends it now with an error. */
  readonly stop: (code: ErrorCode, message: string) => void
}

/** What draining needs of a connection; of a request nothing, it ends with its answer. */
export interface OpenConnection {
  /** What waits is refused, what runs goes on. */
  readonly drain: () => void
  /** Says what is left to say, then goodbye. */
  readonly close: (code: number, reason: string) => void
}

export interface ChatServices {
  readonly identity: Context.Service.Shape<typeof Identity>
  readonly resumeTokens: ResumeTokens
  readonly turn: Context.Service.Shape<typeof Turn>
  readonly owners: Context.Service.Shape<typeof SessionOwners>
  readonly feedback: Context.Service.Shape<typeof FeedbackSink>
  readonly pastTurns: Context.Service.Shape<typeof PastTurns>
  readonly replay: Context.Service.Shape<typeof ReplayStore>
  readonly limits: ChatLimits
  readonly browsers: BrowserRules
  readonly visitorLimits: VisitorLimits
  readonly starts: StartLine
  readonly sessions: OpenSessions
  readonly inFlight: InFlight
  readonly running: OpenSet<RunningMessage>
  /** Sockets and requests for an answer. */
  readonly connections: OpenSet<OpenConnection>
  readonly resumable: ResumableTurns
  readonly relay: TurnRelay
  /** Turns that feedback may name, each with its session. */
  readonly knownTurns: BoundedMap<string>
  readonly metrics: ServerMetrics
  readonly failedTurns: FailedTurns
  readonly recentTurns: RecentTurns
  /** Starts at once, up to the first suspension, with the loggers of the server. */
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  readonly isDraining: () => boolean
}

/** Counts the connection, for its address too, until what is returned is called once. */
export const opened = (
  { connections, visitorLimits }: ChatServices,
  address: string,
  connection: OpenConnection,
): (() => void) => {
  visitorLimits.opened(address)
  connections.add(connection)
  return () => {
    visitorLimits.closed(address)
    connections.delete(connection)
  }
}
