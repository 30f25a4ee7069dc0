/**
 * One reason for the verdict on an endpoint's health: a weight, a stable code, and a sentence for people. `statusOf`
 * derives the endpoint's status (healthy, degraded, unhealthy) from the heaviest of its reasons.
 *
 * What is unknown has the weight `note`, which never makes the status worse.
 */
export type Status = "healthy" | "degraded" | "unhealthy"

export interface Reason {
  /** `note` changes nothing. */
  readonly weight: "note" | "degraded" | "unhealthy"
  /** Stable, for alarms and tests: `public-address`, `tcp-failed`, … */
  readonly code: string
  readonly text: string
}

export const reason = (weight: Reason["weight"], code: string, text: string): Reason => ({
  weight,
  code,
  text,
})

const weights = ["unhealthy", "degraded", "note"] as const

export const heaviestFirst = (reasons: ReadonlyArray<Reason>): ReadonlyArray<Reason> =>
  reasons.toSorted((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight))

export const statusOf = (reasons: ReadonlyArray<Reason>): Status => {
  const found = weights.find((weight) => reasons.some((each) => each.weight === weight))
  return found === undefined || found === "note" ? "healthy" : found
}
