/** A curve as figures: its cost at each size, and the exponent of its growth. */
import { type Figure, figure, type Target } from "../Figure.ts"
import { growthExponent } from "./PowerLaw.ts"

export interface Curve {
  /** Such as "an idle socket". */
  readonly name: string
  readonly unit: string
  /** What the sizes count. */
  readonly sizes: string
  /** One of a round each, in the order of the rounds; the same sizes in all. */
  readonly rounds: ReadonlyArray<ReadonlyArray<readonly [size: number, cost: number]>>
  readonly exponent?: { readonly target?: Target; readonly note?: string }
}

export const curveFigures = (curve: Curve): ReadonlyArray<Figure> => {
  const sizes = curve.rounds[0]?.map(([size]) => size) ?? []
  return [
    ...sizes.map((size, at) =>
      figure(
        `${curve.name}: ${size.toLocaleString("en-US")} ${size === 1 ? curve.sizes.replace(/s$/u, "") : curve.sizes}`,
        curve.unit,
        curve.rounds.map((round) => round[at]?.[1] ?? Number.NaN),
      ),
    ),
    figure(
      `growth: ${curve.name}, by ${curve.sizes}`,
      "exponent",
      curve.rounds.map((round) => growthExponent(round.map(([size, cost]) => ({ size, cost })))),
      curve.exponent ?? {},
    ),
  ]
}
