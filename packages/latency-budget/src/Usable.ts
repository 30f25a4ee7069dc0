/** Whatever is given, as far as it can be used: this package never throws, and what cannot be used counts as not given. */

/** A number from `least` to `most`, else `otherwise`. */
export const usable = (
  given: unknown,
  { least, most = Number.MAX_VALUE, otherwise }: Bounds,
): number => (typeof given === "number" && given >= least && given <= most ? given : otherwise)

interface Bounds {
  readonly least: number
  readonly most?: number
  readonly otherwise: number
}

type Clock = () => number

export const usableClock = (given: unknown): Clock =>
  // A time that goes backwards, or is none, is taken for a clock that stands still.
  typeof given === "function"
    ? () => usable(answerOf(given as Clock), { least: -Number.MAX_VALUE, otherwise: Number.NaN })
    : () => performance.now()

/** What a caller's function gives; nothing where it throws. */
export const answerOf = (ask: () => unknown): unknown => {
  try {
    return ask()
  } catch {
    return undefined
  }
}
