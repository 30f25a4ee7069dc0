/** Turns measurements over growing sizes into figures: the cost at each size, and the exponent of its growth. */
import { type RowFigure } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { slope } from "../measure/Statistics.ts"

/** One round: what was measured at each size, smallest first. */
export interface Sized<A> {
  readonly at: ReadonlyArray<readonly [size: number, measured: A]>
}

export const overSizes = async <A>(
  sizes: ReadonlyArray<number>,
  measure: (size: number) => Promise<A>,
): Promise<Sized<A>> => {
  const at: Array<readonly [number, A]> = []
  for (const size of sizes) at.push([size, await measure(size)])
  return { at }
}

/**
 * Of costs that grow by a power of the size: 0 is no growth, 1 is proportional. Least squares over the logarithms;
 * points that cost nothing are left out. @throws RangeError with fewer than two different sizes
 */
export const growthExponent = (points: ReadonlyArray<readonly [number, number]>): number => {
  const costly = points.filter(([size, cost]) => cost > 0 && size > 0)
  if (new Set(costly.map(([size]) => size)).size < 2) {
    throw new RangeError("a curve needs two different sizes that cost something")
  }
  return slope(costly.map(([size, cost]) => [Math.log(size), Math.log(cost)]))
}

export interface Curve<A> {
  /** Such as "an idle socket". */
  readonly name: string
  readonly unit: string
  /** What the sizes count. */
  readonly sizes: string
  readonly of: (measured: A) => number
  readonly mostExponent: number
  /** Of the cost at a size. */
  readonly most?: Readonly<Record<number, number>>
  readonly note: string
}

/** A figure for each size of these rounds, and the exponent. */
export const curveFigures = <A>(
  rounds: ReadonlyArray<Sized<A>>,
  { most = {}, mostExponent, name, note, of, sizes, unit }: Curve<A>,
): ReadonlyArray<RowFigure<Sized<A>, string>> => [
  ...(rounds[0]?.at ?? []).map(([size], index) => ({
    name: `${name}: ${size.toLocaleString("en-US")} ${size === 1 ? sizes.replace(/s$/u, "") : sizes}`,
    unit,
    of: ({ at }: Sized<A>) => {
      const [, measured] = at[index] ?? []
      return measured === undefined ? undefined : of(measured)
    },
    target: most[size] === undefined ? undefined : atMost(most[size]),
  })),
  {
    name: `growth: ${name}, by ${sizes}`,
    unit: "exponent",
    of: ({ at }) => growthExponent(at.map(([size, measured]) => [size, of(measured)])),
    target: atMost(mostExponent),
    note,
  },
]
