/**
 * Computes how many sessions an origin should have for its streams: another one is opened when 80 % of the capacity is
 * in use, but never more than one beyond the need. Pure.
 */
export interface SessionDemand {
  /** Streams that run or wait. */
  readonly load: number
  /** Streams that one session takes; at least 1. */
  readonly limit: number
  readonly floor: number
  /** A session must be replaced, though perhaps nothing runs at this moment. */
  readonly replacing: boolean
}

export const sessionsWanted = (demand: SessionDemand): number => {
  const { load, limit, floor, replacing } = demand
  const needed = Math.ceil(load / limit)
  const early = Math.min(needed + 1, Math.ceil(load / (0.8 * limit)))
  return Math.max(needed, early, floor, replacing ? 1 : 0)
}
