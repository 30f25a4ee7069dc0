/** The date of a time in UTC, as the catalogue writes release dates; computed once a day. */
const dayMs = 86_400_000

let known = { number: Number.NaN, text: "" }

/** `2026-11-24`; `now` in milliseconds since the epoch. */
export const isoDay = (now: number): string => {
  const number = Math.floor(now / dayMs)
  if (number !== known.number) known = { number, text: new Date(now).toISOString().slice(0, 10) }
  return known.text
}
