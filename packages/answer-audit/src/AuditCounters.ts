/** What became of the answers that were served, and of those that were checked. */
export interface AuditCounters {
  served: number
  /** Of those, to be checked. */
  sampled: number
  /** Sampled, and not checked: too many waited, or were checked within the hour. */
  dropped: number
  right: number
  wrong: number
  /** What the answer rests on changed meanwhile. */
  changed: number
  /** Nothing fresh could be had to compare with. */
  failed: number
  /** A contradiction that could not be settled, or nothing to compare by. */
  unsettled: number
}

export const noCounts = (): AuditCounters => ({
  served: 0,
  sampled: 0,
  dropped: 0,
  right: 0,
  wrong: 0,
  changed: 0,
  failed: 0,
  unsettled: 0,
})
