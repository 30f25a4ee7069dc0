/**
 * The error for an invalid value from outside (flag, fault, script, admin request, latency file): names the field, the
 * rule, the known values, and of these the one that is nearest to a misspelt one.
 */
import { nearest } from "@manga-assist/options"

export class InvalidSetting extends Error {
  override readonly name = "InvalidSetting"
  readonly field: string
  readonly known: ReadonlyArray<string> | undefined

  /** `given` is what was written in the place of a known value. */
  constructor(field: string, rule: string, known?: ReadonlyArray<string>, given?: unknown) {
    const near = typeof given === "string" ? nearest(given, known ?? []) : undefined
    const hint = near === undefined ? "" : `; the nearest is "${near}"`
    super(`${field}: ${rule}${hint}${known === undefined ? "" : `; known: ${known.join(", ")}`}`)
    this.field = field
    this.known = known
  }
}

/** @throws InvalidSetting unless it is a plain JSON object. */
export const asRecord = (field: string, value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidSetting(field, "must be an object")
  }
  return Object.fromEntries(Object.entries(value))
}

/** @throws InvalidSetting for a field that is not listed. */
export const onlyKnownFields = (
  field: string,
  record: Readonly<Record<string, unknown>>,
  known: ReadonlyArray<string>,
): void => {
  const unknown = Object.keys(record).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new InvalidSetting(join(field, unknown), "unknown field", known, unknown)
  }
}

/** @throws InvalidSetting unless it is one of the listed. */
export const oneOf = <A extends string>(
  field: string,
  value: unknown,
  known: ReadonlyArray<A>,
): A => {
  const found = known.find((name) => name === value)
  if (found === undefined) {
    throw new InvalidSetting(
      field,
      `unknown value ${JSON.stringify(value) ?? "(missing)"}`,
      known,
      value,
    )
  }
  return found
}

/** @throws InvalidSetting unless it is a finite number within the bounds. */
export const numberWithin = (
  field: string,
  value: unknown,
  bounds: { readonly min: number; readonly max: number; readonly integer?: boolean },
): number => {
  const kind = bounds.integer === true ? "a whole number" : "a number"
  const valid =
    typeof value === "number" &&
    value >= bounds.min &&
    value <= bounds.max &&
    (bounds.integer !== true || Number.isInteger(value))
  if (!valid) {
    throw new InvalidSetting(field, `must be ${kind} from ${bounds.min} to ${bounds.max}`)
  }
  return value
}

/** A field that may be absent, read under its own name. */
export const field = <Name extends string, A>(
  at: string,
  record: Readonly<Record<string, unknown>>,
  name: Name,
  read: (field: string, value: unknown) => A,
): { readonly [K in Name]?: A } =>
  record[name] === undefined
    ? {}
    : // A computed key has the type `string`, so the compiler needs to be told its name.
      ({ [name]: read(join(at, name), record[name]) } as { [K in Name]?: A })

export const wholeNumber =
  (min: number, max = 1e9) =>
  (field: string, value: unknown) =>
    numberWithin(field, value, { min, max, integer: true })

/** An hour at most: longer than anything is waited for. */
export const milliseconds = (field: string, value: unknown) =>
  numberWithin(field, value, { min: 0, max: 3_600_000 })

export const join = (field: string, name: string): string =>
  field === "" ? name : `${field}.${name}`
