/** The days that a date without day or month stands for: 2026, 2026-12. Pure. */
export const firstDay = (date: string): string => date + "-01-01".slice(date.length - 4)

/** The day behind the last one. */
export const dayBehind = (date: string): string => {
  const [year = 0, month = 12, day] = date.split("-").map(Number)
  const next = day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1)
  return new Date(next).toISOString().slice(0, 10)
}
