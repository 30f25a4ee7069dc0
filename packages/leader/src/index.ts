/**
 * One leader among many processes, by a lock in Redis, and writes that only the latest leader can make.
 *
 * This entry is written with Effect; `promise.ts` has the same without it.
 */
import "@manga-assist/options/node"
export { type EvalClient, fencedSet, type FencedWrite } from "./FencedSet.ts"
export { LeaderError } from "./LeaderError.ts"
export { leadAlone, type Leadership, makeLeadership, type Term } from "./Leadership.ts"
export type { LeadershipOptions } from "./LeadershipOptions.ts"
