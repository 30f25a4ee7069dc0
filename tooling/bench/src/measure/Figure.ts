/**
 * One measured figure: the median of its rounds, their least and greatest value, and the target that it meets or
 * misses. Values have five significant digits.
 */
import { Schema } from "effect"
import { median } from "./Statistics.ts"

const Target = Schema.Struct({
  relation: Schema.Literals(["at most", "at least"]),
  value: Schema.Finite,
})
export type Target = typeof Target.Type

const meets = (value: number, target: Target): boolean =>
  target.relation === "at most" ? value <= target.value : value >= target.value

const verdictOf = (value: number, target: Target | null): boolean | null =>
  target === null ? null : meets(value, target)

/** As it is stored. */
export const AnyFigure = Schema.Struct({
  name: Schema.NonEmptyString,
  /** Median of the rounds. */
  value: Schema.Finite,
  min: Schema.Finite,
  max: Schema.Finite,
  unit: Schema.String,
  target: Schema.NullOr(Target),
  /** Null where there is no target. */
  met: Schema.NullOr(Schema.Boolean),
  /** One value a round, in the order of measurement. */
  rounds: Schema.NonEmptyArray(Schema.Finite),
  /** What a reader must know to read it right. */
  note: Schema.optionalKey(Schema.String),
  /** Of the benchmark's parts, the one that measured it. */
  part: Schema.optionalKey(Schema.String),
  /** Of an earlier run, kept because the last one did not measure it: when, and under which setting. */
  from: Schema.optionalKey(Schema.String),
}).check(
  Schema.makeFilter(({ max, met, min, target, value }) => {
    if (min > value || value > max) return "value must lie between min and max"
    return met === verdictOf(value, target) || "met must agree with value and target"
  }),
)
export type AnyFigure = Omit<typeof AnyFigure.Type, "rounds"> & {
  readonly rounds: ReadonlyArray<number>
}

/** Its name is a type, so that a page that shows it does not compile without it. */
export interface Figure<Name extends string = string> extends AnyFigure {
  readonly name: Name
}

export interface FigureOptions {
  readonly target?: Target | undefined
  readonly note?: string | undefined
}

export const atMost = (value: number): Target => ({ relation: "at most", value })
export const atLeast = (value: number): Target => ({ relation: "at least", value })

/** Beyond this many digits a figure is noise. */
const rounded = (value: number): number => Number(value.toPrecision(5))

/** @throws RangeError without rounds, or when one is no number */
export const figure = <const Name extends string>(
  name: Name,
  unit: string,
  rounds: ReadonlyArray<number>,
  { target, note }: FigureOptions = {},
): Figure<Name> => {
  if (!rounds.every(Number.isFinite)) throw new RangeError(`${name}: ${rounds.join(", ")}`)
  // Judged as it is printed, so that a reader who checks the table comes to the same verdict.
  const value = rounded(median(rounds))
  return {
    name,
    value,
    min: rounded(Math.min(...rounds)),
    max: rounded(Math.max(...rounds)),
    unit,
    target: target ?? null,
    met: verdictOf(value, target ?? null),
    rounds: rounds.map(rounded),
    ...(note === undefined ? {} : { note }),
  }
}

/** The names of a round's numbers, where it is a record. */
export type NumberIn<Round> = Round extends string | number | ReadonlyArray<unknown>
  ? never
  : {
      [Name in keyof Round]: Round[Name] extends number | undefined ? Name : never
    }[keyof Round]
