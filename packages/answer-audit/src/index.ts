/**
 * Measures how often a cache answers another question than the one asked, and switches off what is wrong too often.
 *
 * This entry has the parts, written with Effect; `promise.ts` puts them together around a cache, without Effect.
 */
export { type Audit, type AuditCounters, type AuditOptions, makeAudit, noCounts } from "./Audit.ts"
export { type Checked, type FalseHitLimit, falseHitLimit, lowerBound } from "./FalseHitRate.ts"
export { type GroupRate, type KillSwitch, makeKillSwitch } from "./KillSwitch.ts"
export { changedAsWell, settle, type Verdict } from "./Verdict.ts"
export { type Comparison, makeTextComparison, type NamesIn, polarityOf } from "./TextComparison.ts"
