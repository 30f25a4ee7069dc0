/**
 * The latency budget of one turn: a ledger of its stages, recent stage latencies, and the ladder of ways to answer.
 */
export {
  decide,
  type Decision,
  type DegradeLadder,
  type Need,
  neededMs,
  type Rung,
} from "./DegradeLadder.ts"
export { Ledger, type LedgerOptions, type StageEntry } from "./Ledger.ts"
export { serverTiming } from "./ServerTiming.ts"
export { type Observed, StageLatencies } from "./StageLatencies.ts"
