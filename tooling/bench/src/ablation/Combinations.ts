/**
 * Lists the configurations that an ablation measures: all techniques on, all off, each one off alone, each one on
 * alone, and added one after the other. All on and all off are measured twice: what the two differ by is noise. Pure.
 */
import {
  after,
  before,
  type Configuration,
  switched,
  type Technique,
} from "../laboratory/Technique.ts"

export interface Combination {
  readonly key: string
  readonly configuration: Configuration
}

/** Two combinations that differ by what is judged. */
export interface Pair {
  readonly without: Combination
  readonly with: Combination
}

export const ends = {
  after: { key: "after", configuration: after },
  before: { key: "before", configuration: before },
}

/** The same twice. */
export const same = {
  after: { without: ends.after, with: { key: "after, again", configuration: after } },
  before: { without: ends.before, with: { key: "before, again", configuration: before } },
}

/** By technique: which two combinations tell what it saves, in each of the three ways to switch it. */
export const pairsOf = (order: ReadonlyArray<Technique>) => {
  const upTo = (count: number): Combination =>
    count === 0
      ? ends.before
      : {
          key: `before up to ${order[count - 1] ?? ""}`,
          configuration: switched(before, true, ...order.slice(0, count)),
        }
  const pairs = order.map((each, index) => {
    const off = { key: `after without ${each}`, configuration: switched(after, false, each) }
    const on = { key: `before with ${each}`, configuration: switched(before, true, each) }
    return [
      each,
      {
        offAlone: { without: off, with: ends.after },
        onAlone: { without: ends.before, with: on },
        inOrder: { without: upTo(index), with: upTo(index + 1) },
      },
    ] as const
  })
  return new Map(pairs)
}

/** `order`: the techniques in the order in which they are added to "before". */
export const combinations = (order: ReadonlyArray<Technique>): ReadonlyArray<Combination> => {
  const pairs = [...pairsOf(order).values()]
  return [
    ends.after,
    ends.before,
    ...pairs.map(({ offAlone }) => offAlone.without),
    same.after.with,
    ...pairs.map(({ onAlone }) => onAlone.with),
    same.before.with,
    ...pairs.map(({ inOrder }) => inOrder.with),
  ]
}
