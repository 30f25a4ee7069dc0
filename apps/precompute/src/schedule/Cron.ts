/**
 * Parses cron expressions in UTC: five fields (minute, hour, day, month, weekday) or six with seconds in front. A
 * parsed one tells whether it fired within an interval; an invalid one, or one that never fires, yields the broken
 * rule.
 */
import { Cron as Croner } from "croner"

export interface Cron {
  readonly expression: string
  /** Did it fire after `from` and not after `to`? Milliseconds since the epoch. */
  readonly firedBetween: (from: number, to: number) => boolean
}

/** The expression, or the rule that it breaks. `now`: milliseconds since the epoch. */
export const cronOf = (expression: string, now: number): Cron | { readonly rule: string } => {
  const fields = expression.trim().split(/\s+/u)
  if (fields.length !== 5 && fields.length !== 6) {
    return { rule: "must be a cron expression of five fields, or six with seconds in front" }
  }
  try {
    const cron = new Croner(expression, { timezone: "UTC", paused: true })
    if (cron.nextRun(new Date(now)) === null)
      return { rule: "is a cron expression that never fires" }
    return {
      expression,
      firedBetween: (from, to) => {
        const next = cron.nextRun(new Date(from))
        return next !== null && next.getTime() <= to
      },
    }
  } catch (cause) {
    const why =
      cause instanceof Error ? cause.message.replace(/^CronPattern: /u, "") : String(cause)
    return { rule: `must be a cron expression: ${why}` }
  }
}
