/**
 * Formats times, factors, counts and amounts of money for display. Times have tenths below ten milliseconds, are whole below ten
 * seconds, and in seconds above.
 */
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })

export const milliseconds = (value: number): string => {
  if (value < 0.05) return "< 0.1 ms"
  if (value < 9.95) return `${value.toFixed(1)} ms`
  return value < 9_999.5 ? `${whole.format(value)} ms` : `${(value / 1_000).toFixed(1)} s`
}

/** How many times as much: tenths below ten. */
export const times = (factor: number): string =>
  factor < 9.95 ? factor.toFixed(1) : whole.format(factor)

export const count = (value: number): string => whole.format(value)

/** A turn costs fractions of a cent; nothing is said to be nothing. */
export const money = (amount: number, currency: string): string =>
  new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    ...(amount === 0 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }),
  }).format(amount)
