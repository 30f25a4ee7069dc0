/**
 * Input of the cost estimate: turns a day, hit rate and share of the larger model, which the caller sets, and what one
 * turn uses of each service. What a turn writes to logs and stream is measured (`infra/test/Usage.e2e.test.ts`); the other
 * amounts are assumed.
 */
export interface Usage {
  readonly turnsPerDay: number
  /** Answered from a cache: no call of the model. 0 to 1. */
  readonly hitRate: number
  /** Of the calls of the model, those of the larger one. 0 to 1. */
  readonly complexShare: number
}

export const daysPerMonth = 365 / 12

export const defaultUsage: Usage = { turnsPerDay: 20_000, hitRate: 0.5, complexShare: 0.3 }

/** Of one turn; a miss is one that asks the model. */
export const perTurn = {
  /** Tables: history, customer, orders and the facts of products, in read units. */
  reads: 6,
  /** The turn itself, its place in the customer's index, the session's counter and the customer's key. */
  writes: 4,
  /** Commands to the cache, each up to 1 KB. */
  cacheUnits: 12,
  inputTokens: 1_800,
  outputTokens: 160,
  /** Frames to the customer, and the socket's share of pings. */
  balancerBytes: 6_000,
  /** Prompt and answer, search, audit, metrics. */
  endpointBytes: 30_000,
  tableBytes: 6_000,
  /** The audit's record, and the log's lines with what CloudWatch adds to each. */
  logBytes: 460,
  streamBytes: 250,
  /** A conversation of four turns keeps its socket for ten minutes. */
  socketMinutes: 2.5,
  sockets: 0.25,
  /** Kept for 30 days. */
  storedBytes: 2_000,
} as const

/** What a chat task writes without a turn: its lines of metrics, in bytes a minute. */
export const taskLogBytes = 15_000

/** Of a day's turns, those of its busiest hour. */
export const busyHourShare = 0.1

export const tokensOfCall = perTurn.inputTokens + perTurn.outputTokens

/** Calls of the chat models in a busy hour, at the usual hit rate. */
export const busyHourCalls = (turnsPerDay: number): number =>
  turnsPerDay * busyHourShare * (1 - defaultUsage.hitRate)

/** Tokens that the chat models take and give in a busy hour. */
export const busyHourTokens = (turnsPerDay: number): number =>
  Math.round(busyHourCalls(turnsPerDay) * tokensOfCall)
