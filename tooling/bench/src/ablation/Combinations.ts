/**
 * Lists the configurations that an ablation measures: all techniques on, all off, each one off alone, each one on
 * alone, and added one after the other. All on and all off are measured twice: what the two differ by is noise. Pure.
 */
import { after, before, switched, type Technique } from "../laboratory/Technique.ts"

const combination = (key: string, configuration: typeof after) => ({ key, configuration })
export type Combination = ReturnType<typeof combination>

/** Two combinations that differ by what is judged. */
export interface Pair {
  readonly without: Combination
  readonly with: Combination
}

export const whole = {
  without: combination("before", before),
  with: combination("after", after),
}

/** The same twice. */
export const same = {
  after: { without: whole.with, with: combination("after, again", after) },
  before: { without: whole.without, with: combination("before, again", before) },
}

/** By technique: which two combinations tell what it saves, in each of the three ways to switch it. */
export const pairsOf = (order: ReadonlyArray<Technique>) => {
  const upTo = (count: number) =>
    count === 0
      ? whole.without
      : combination(
          `before up to ${order[count - 1]}`,
          switched(before, true, ...order.slice(0, count)),
        )
  const pairsAt = (each: Technique, index: number) => {
    const off = combination(`after without ${each}`, switched(after, false, each))
    const on = combination(`before with ${each}`, switched(before, true, each))
    return {
      offAlone: { without: off, with: whole.with },
      onAlone: { without: whole.without, with: on },
      inOrder: { without: upTo(index), with: upTo(index + 1) },
    }
  }
  return new Map(order.map((each, index) => [each, pairsAt(each, index)]))
}

/** `order`: the techniques in the order in which they are added to "before". Each combination once. */
export const combinations = (order: ReadonlyArray<Technique>): ReadonlyArray<Combination> => {
  const pairs: ReadonlyArray<Pair> = [...pairsOf(order).values(), same].flatMap((ways) =>
    Object.values(ways),
  )
  const all = pairs.flatMap((pair) => [pair.without, pair.with])
  return [...new Map(all.map((each) => [each.key, each])).values()]
}
