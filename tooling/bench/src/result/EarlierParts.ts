/**
 * Adds to a partial run's result the earlier figures of parts that it did not measure, each marked with its date, so
 * that a short run does not erase a long one. Only figures of the same machine are kept. Pure.
 */
import { type Figure } from "../measure/Figure.ts"
import { type Result } from "./Result.ts"

const runOf = ({ date, machine, rounds, setting }: Result): string =>
  `${date.slice(0, 10)}, ${setting}, ${rounds} ${rounds === 1 ? "round" : "rounds"}, revision ${machine.revision ?? "unknown"}`

/** Figures of two machines beside each other would be compared. */
const sameMachine = (one: Result, other: Result): boolean =>
  one.machine.cpu === other.machine.cpu &&
  one.machine.cores === other.machine.cores &&
  one.machine.node === other.machine.node

interface Measured {
  /** The parts that a run was to measure. */
  readonly measured: ReadonlyArray<string>
  /** All that there are. */
  readonly parts: ReadonlyArray<string>
  /** What could not be had here and now, as figures name it behind their last colon. */
  readonly missing?: ReadonlyArray<string>
}

/**
 * A part that was measured replaces all that it had said before, whatever that was called. Nothing is kept of
 * a part that is no more, of what does not say its part, of another machine, or under a name that `now` has.
 */
export const withEarlierParts = (
  now: Result,
  earlier: Result | undefined,
  { measured, missing = [], parts }: Measured,
): Result => {
  if (earlier === undefined || !sameMachine(now, earlier)) return now
  const names = new Set(now.figures.map(({ name }) => name))
  const titles = new Set((now.illustrations ?? []).map(({ title }) => title))
  const others = new Set(parts.filter((part) => !measured.includes(part)))
  const isKept = ({ name, part = "" }: Figure): boolean =>
    !names.has(name) &&
    parts.includes(part) &&
    (others.has(part) || missing.some((each) => name.endsWith(`: ${each}`)))
  const kept = earlier.figures.filter(isKept)
  if (kept.length === 0) return now
  const figures = [...now.figures]
  for (const figure of kept) figures.push({ ...figure, from: figure.from ?? runOf(earlier) })
  const illustrations = [
    ...(now.illustrations ?? []),
    ...(earlier.illustrations ?? []).filter(
      ({ part = "", title }) => others.has(part) && !titles.has(title),
    ),
  ]
  return {
    ...now,
    conditions: { ...now.conditions, "figures of earlier runs, marked": kept.length },
    figures,
    ...(illustrations.length === 0 ? {} : { illustrations }),
  }
}
