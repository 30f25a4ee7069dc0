/**
 * The latency budget of one turn: a record of its stages and their times, recent latencies of stages over all turns,
 * and the choice of a way to answer that fits the time left.
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
