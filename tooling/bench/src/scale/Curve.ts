/** Turns measurements over growing sizes into figures: the cost at each size, and the exponent of its growth. */
import { type Figure, type Target, figuresOver } from "../measure/Figure.ts"
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

type Sized<A> = readonly [size: number, measured: A]

/** One round: what is measured at each size, smallest first. */
export const overSizes = async <A>(
  sizes: ReadonlyArray<number>,
  measure: (size: number) => Promise<A>,
): Promise<ReadonlyArray<Sized<A>>> => {
  const row: Array<Sized<A>> = []
  for (const size of sizes) row.push([size, await measure(size)])
  return row
}

/** Makes curves of the same rounds, each of what `pick` finds in them. */
export const curvesOver =
  <A>(sizes: string, rounds: ReadonlyArray<ReadonlyArray<Sized<A>>>) =>
  (name: string, unit: string, pick: (measured: A) => number, exponent: Curve["exponent"] = {}) =>
    curveFigures({
      name,
      unit,
      sizes,
      rounds: rounds.map((row) => row.map(([size, measured]) => [size, pick(measured)])),
      exponent,
    })

export const curveFigures = (curve: Curve): ReadonlyArray<Figure> => {
  const sizes = curve.rounds[0]?.map(([size]) => size) ?? []
  const of = figuresOver(curve.rounds)
  return [
    ...sizes.map((size, at) =>
      of(
        `${curve.name}: ${size.toLocaleString("en-US")} ${size === 1 ? curve.sizes.replace(/s$/u, "") : curve.sizes}`,
        curve.unit,
        (round) => round[at]?.[1],
      ),
    ),
    of(
      `growth: ${curve.name}, by ${curve.sizes}`,
      "exponent",
      (round) => growthExponent(round.map(([size, cost]) => ({ size, cost }))),
      curve.exponent ?? {},
    ),
  ]
}
