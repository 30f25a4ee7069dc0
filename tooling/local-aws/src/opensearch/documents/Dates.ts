/**
 * Parses dates as OpenSearch's default format does, and date math (`now-7d/d`, `2026-01-01||+1M`). What is no date
 * yields `undefined`.
 */

const isoDate =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/

/** Milliseconds since 1970 UTC, or `undefined` when it is no date (`strict_date_optional_time||epoch_millis`). */
export const parseDate = (value: unknown): number | undefined => {
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) : undefined
  if (typeof value !== "string") return undefined
  const match = isoDate.exec(value)
  if (match === null) return /^-?\d{5,16}$/.test(value) ? Number(value) : undefined
  const [
    ,
    year,
    month = "01",
    day = "01",
    hour = "00",
    minute = "00",
    second = "00",
    part = "",
    zone = "Z",
  ] = match
  const milliseconds = part.slice(0, 3).padEnd(3, "0")
  const offset = zone === "Z" || zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
  const at = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset}`,
  )
  if (Number.isNaN(at)) return undefined
  // Date.parse moves 30 February to March; OpenSearch refuses it.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) <= days ? at : undefined
}

const step = /^(?:([+-])(\d*)|(\/))([yMwdhHms])/

/** @param roundUp rounding (`/d`) goes to the last millisecond of the unit, as `lte` and `gt` need it. */
export const parseDateMath = (
  value: unknown,
  roundUp: boolean,
  nowMs: number,
): number | undefined => {
  if (typeof value !== "string") return parseDate(value)
  const [anchor, math] = split(value)
  const start = anchor === "now" ? nowMs : parseDate(anchor)
  if (start === undefined) return undefined
  let at = start
  let rest = math
  while (rest !== "") {
    const match = step.exec(rest)
    if (match === null) return undefined
    const [whole, sign, count, , unit = "d"] = match
    if (sign === undefined) at = roundUp ? add(floor(at, unit), unit, 1) - 1 : floor(at, unit)
    else at = add(at, unit, Number(`${sign}${count === "" ? "1" : count}`))
    rest = rest.slice(whole.length)
  }
  return Number.isNaN(at) ? undefined : at
}

const split = (value: string): readonly [anchor: string, math: string] => {
  if (value.startsWith("now")) return ["now", value.slice(3)]
  const at = value.indexOf("||")
  return at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 2)]
}

const unitMs: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  H: 3_600_000,
  m: 60_000,
  s: 1_000,
}

const add = (at: number, unit: string, count: number): number => {
  const fixed = unitMs[unit]
  if (fixed !== undefined) return at + fixed * count
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + (unit === "y" ? 12 * count : count))
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}

/** Monday 5 January 1970 is the first start of a week after the epoch. */
const firstMonday = 4 * 86_400_000

const floor = (at: number, unit: string): number => {
  const date = new Date(at)
  if (unit === "y") return Date.UTC(date.getUTCFullYear(), 0)
  if (unit === "M") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
  const size = unitMs[unit] ?? 1
  const origin = unit === "w" ? firstMonday : 0
  return Math.floor((at - origin) / size) * size + origin
}
