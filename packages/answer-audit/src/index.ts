/**
 * Measures how often a cache answers another question than the one asked, and switches off the groups of cached
 * answers (for example one layer of the cache) in which that is too frequent.
 *
 * This module exports the single building blocks, written with Effect; `promise.ts` combines them into one audit
 * around a cache, without Effect. `settle` decides the verdict on one served answer by comparing it with fresh ones;
 * `changedAsWell` makes the verdict `changed`, which is no false hit: even the question that the cached answer was written for
 * gets another answer by now; `polarityOf` tells whether a text begins with yes or no.
 */
import "@manga-assist/options/node"
export { type Audit, type AuditOptions, makeAudit } from "./Audit.ts"
export { type AuditCounters, noCounts } from "./AuditCounters.ts"
export { type Checked, type FalseHitLimit, falseHitLimit, type GroupRate } from "./FalseHitRate.ts"
export { type KillSwitch, makeKillSwitch } from "./KillSwitch.ts"
export { settle } from "./Settle.ts"
export { changedAsWell, type Verdict } from "./Verdict.ts"
export { polarityOf } from "./Polarity.ts"
export {
  type Comparison,
  type Held,
  makeTextComparison,
  type NamesIn,
  type Named,
} from "./TextComparison.ts"
