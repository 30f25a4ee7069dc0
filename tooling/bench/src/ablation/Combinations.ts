/** Which configurations an ablation runs: each technique off alone, on alone, and one after the other. Pure. */
import { after, before, type Configuration, switched } from "../laboratory/Technique.ts"
import type { Technique } from "../laboratory/Technique.ts"

export interface Combination {
  readonly key: string
  readonly configuration: Configuration
}

export const offAlone = (technique: Technique): string => `after without ${technique}`
export const onAlone = (technique: Technique): string => `before with ${technique}`
export const upTo = (technique: Technique): string => `before up to ${technique}`

/** `order`: the techniques in the order in which they are added to "before". */
export const combinations = (order: ReadonlyArray<Technique>): ReadonlyArray<Combination> => [
  { key: "after", configuration: after },
  { key: "before", configuration: before },
  ...order.map((each) => ({ key: offAlone(each), configuration: switched(after, false, each) })),
  ...order.map((each) => ({ key: onAlone(each), configuration: switched(before, true, each) })),
  ...order.map((each, index) => ({
    key: upTo(each),
    configuration: switched(before, true, ...order.slice(0, index + 1)),
  })),
]

export interface Saved {
  readonly offAlone: number
  readonly onAlone: number
  readonly inOrder: number
}

/** Milliseconds saved by each, from what every combination took. @throws RangeError for a missing one */
export const savedBy = (
  order: ReadonlyArray<Technique>,
  took: ReadonlyMap<string, number>,
): ReadonlyMap<Technique, Saved> => {
  const of = (key: string): number => {
    const found = took.get(key)
    if (found === undefined) throw new RangeError(`${key} was not measured`)
    return found
  }
  return new Map(
    order.map((each, index) => {
      const earlier = order[index - 1]
      return [
        each,
        {
          offAlone: of(offAlone(each)) - of("after"),
          onAlone: of("before") - of(onAlone(each)),
          inOrder: of(earlier === undefined ? "before" : upTo(earlier)) - of(upTo(each)),
        },
      ]
    }),
  )
}
