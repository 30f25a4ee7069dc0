/** Options as far as they can be used: this package never throws, and what cannot be used counts as not given. */

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
  // What it gives is used as it is: the ledger takes a clock that goes backwards for one that stands still.
  typeof given === "function" ? (given as Clock) : () => performance.now()
