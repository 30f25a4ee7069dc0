/**
 * Lists the configurations that an ablation measures: all techniques on, all off, each one off alone, each one on
 * alone, and added one after the other. All on and all off are measured twice: what the two measurements differ by is
 * noise. Pure.
 */
import { after, before, type Configuration, switched } from "../laboratory/Technique.ts"
import type { Technique } from "../laboratory/Technique.ts"

export interface Combination {
  readonly key: string
  readonly configuration: Configuration
}

export const offAlone = (technique: Technique): string => `after without ${technique}`
export const onAlone = (technique: Technique): string => `before with ${technique}`
export const upTo = (technique: Technique): string => `before up to ${technique}`

/** The same as at the start: what differs between the two is noise. */
export const again = { after: "after, again", before: "before, again" } as const

/** `order`: the techniques in the order in which they are added to "before". */
export const combinations = (order: ReadonlyArray<Technique>): ReadonlyArray<Combination> => [
  { key: "after", configuration: after },
  { key: "before", configuration: before },
  ...order.map((each) => ({ key: offAlone(each), configuration: switched(after, false, each) })),
  { key: again.after, configuration: after },
  ...order.map((each) => ({ key: onAlone(each), configuration: switched(before, true, each) })),
  { key: again.before, configuration: before },
  ...order.map((each, index) => ({
    key: upTo(each),
    configuration: switched(before, true, ...order.slice(0, index + 1)),
  })),
]

/** The keys of two combinations that differ by one technique. */
export interface Pair {
  readonly without: string
  readonly with: string
}

/** In each of the three ways to switch a technique. */
type EachWay<A> = Readonly<Record<"offAlone" | "onAlone" | "inOrder", A>>

export type Pairs = EachWay<Pair>

/** By technique: which two combinations tell what it saves, in each of the three ways. */
export const pairsOf = (order: ReadonlyArray<Technique>): ReadonlyMap<Technique, Pairs> =>
  new Map(
    order.map((each, index) => {
      const earlier = order[index - 1]
      return [
        each,
        {
          offAlone: { without: offAlone(each), with: "after" },
          onAlone: { without: "before", with: onAlone(each) },
          inOrder: { without: earlier === undefined ? "before" : upTo(earlier), with: upTo(each) },
        },
      ]
    }),
  )

/** Milliseconds saved by each, from what every combination took. @throws RangeError for a missing one */
export const savedBy = (
  order: ReadonlyArray<Technique>,
  took: ReadonlyMap<string, number>,
): ReadonlyMap<Technique, EachWay<number>> => {
  const of = (key: string): number => {
    const found = took.get(key)
    if (found === undefined) throw new RangeError(`${key} was not measured`)
    return found
  }
  const less = (pair: Pair) => of(pair.without) - of(pair.with)
  return new Map(
    [...pairsOf(order)].map(([each, pairs]) => [
      each,
      {
        offAlone: less(pairs.offAlone),
        onAlone: less(pairs.onAlone),
        inOrder: less(pairs.inOrder),
      },
    ]),
  )
}
