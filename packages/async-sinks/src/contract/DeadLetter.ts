/**
 * Type of a dead letter: a record that its target refused for good, or that was tried for as long as its sink allows,
 * with the sink's name and the reason. `reasonOf` makes one line of whatever error was thrown,
 * `parseDeadLetter` reads a letter that was written as JSON.
 */
export interface DeadLetter {
  readonly sink: string
  readonly id: string
  /** Wall-clock milliseconds: when it was offered. */
  readonly at: number
  readonly attempts: number
  readonly reason: string
  /** The record as JSON text. */
  readonly record: string
}

/** Longer reasons are cut: a stack trace must not make a record too large for the queue. */
const MAX_REASON = 1_024

/** One line that says what went wrong, of whatever was thrown. */
export const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.slice(0, MAX_REASON)
}

/** The letter that a message's body is, if it is one. */
export const parseDeadLetter = (body: string): DeadLetter | undefined => {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== "object" || value === null) return undefined
    const { at, attempts, id, reason, record, sink } = { ...EMPTY, ...value }
    const texts = [sink, id, reason, record].every((text) => typeof text === "string")
    if (!texts || typeof at !== "number" || typeof attempts !== "number") return undefined
    return {
      sink: String(sink),
      id: String(id),
      at,
      attempts,
      reason: String(reason),
      record: String(record),
    }
  } catch {
    return undefined
  }
}

const EMPTY: Record<keyof DeadLetter, unknown> = {
  sink: undefined,
  id: undefined,
  at: undefined,
  attempts: undefined,
  reason: undefined,
  record: undefined,
}
