/** The options of a leadership, which both entries share and which name nothing of Effect. */
import type { LeaderError } from "./LeaderError.ts"

export interface LeadershipOptions {
  /** In front of the keys in Redis; with braces, so that they share a slot of a Cluster: `report:{leader}`. */
  readonly key: string
  /** Milliseconds until a dead leader's lock expires; 4,000 unless given. */
  readonly lockMs?: number | undefined
  /** Milliseconds between two heartbeats, well below `lockMs`; 1,000 unless given. */
  readonly heartbeatMs?: number | undefined
  /**
   * Hears a `LeaderError` as `store` when Redis has not answered for `lockMs`: until it answers, this process cannot
   * lead. Called once for each such time; what it throws itself is ignored.
   */
  readonly onTrouble?: ((error: LeaderError) => void) | undefined
}
