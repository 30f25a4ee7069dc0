/**
 * The interface between an emulated service and the emulator: counters, faults, latency, closing.
 *
 * A service counts what happens on its own sockets. For each new connection and for each request it asks `fault` once
 * whether an injected fault hits it.
 */
import type { KeptRequest } from "./RequestLog.ts"

export type ServiceName = "bedrock" | "opensearch" | "dynamodb" | "redis" | "gateway"

export type FaultKind =
  | "refuse"
  | "reset"
  | "fin"
  | "goaway"
  | "black-hole"
  | "stall"
  | "mid-stream-exception"
  | "denied"
  | "throttle"
  | "unavailable"
  | "slow"
  | "garbage"

export interface Fault {
  readonly service: ServiceName
  readonly kind: FaultKind
  /** Only this operation (`ConverseStream`, `Search`, `GetItem`, …); every one when absent. */
  readonly operation?: string
  /** Share of arrivals hit, above 0 up to 1; 1 when absent. */
  readonly rate?: number
  /** How many arrivals are hit before the fault heals by itself; no limit when absent. A list says what is left. */
  readonly count?: number
  /** Milliseconds after which the fault heals by itself, an hour at most; no limit when absent. A list says what is left. */
  readonly forMs?: number
  /** In a stream: how many event frames leave before the fault strikes; 0 when absent. A shorter stream is spared. */
  readonly afterEvents?: number
  /** For `slow`: milliseconds added; 1,000 when absent. */
  readonly delayMs?: number
}

/** The fault as one arrival meets it. */
export interface Strike extends Fault {
  /** Counts it: said by who waited for the events of a stream; others are counted as they arrive. */
  readonly struck: () => void
  /** Resolves when the fault is over: replaced, or its time has passed. */
  readonly over: Promise<void>
}

/** Counters of one service, as `GET /stats` shows them. Gauges end in `Open` and survive a reset. */
export interface ServiceCounters {
  connections: number
  connectionsOpen: number
  handshakes: number
  streamsOpened: number
  streamsOpen: number
  streamsCancelled: number
  readonly requests: Record<string, number>
  inputTokens: number
  outputTokens: number
  /** How often faults struck, by kind, those that are over included. */
  readonly struck: Partial<Record<FaultKind, number>>
}

export interface ServiceContext {
  readonly name: ServiceName
  readonly counters: ServiceCounters
  /**
   * The fault that hits this arrival, if any; asking consumes `rate` and `count`. An arrival is a
   * new connection (no operation: only `refuse` and `black-hole` are returned) or a request.
   */
  readonly fault: (operation?: string) => Strike | undefined
  /** Calls back when the list of faults was replaced, so that `black-hole` and `reset` reach open connections. */
  readonly onFaultsChanged: (listener: (active: ReadonlyArray<Strike>) => void) => void
  /**
   * Milliseconds this call should take before its first byte, from the seeded latency model.
   * `units` is what the operation scales by: tokens generated so far (per-token pace), bytes, 0.
   */
  readonly delayMs: (operation: string, units?: number) => number
  /** Notes a call for `GET /calls`: see `CallLog.ts`. */
  readonly served: (operation: string, arrivedMs: number, askedMs: number) => void
  /** Notes a chat request for `GET /requests`: see `RequestLog.ts`. */
  readonly asked: (request: KeptRequest) => void
}

export interface RunningService {
  /** Lines of the environment that clients need, `NAME` → value. */
  readonly environment: Readonly<Record<string, string>>
  /** Stops listening, ends every open connection, resolves when nothing is left. */
  readonly close: () => Promise<void>
}
