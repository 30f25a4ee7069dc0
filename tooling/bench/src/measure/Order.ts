/** Orders the compared variants of a round, rotated or shuffled, so that none is always first. */

/** Another one begins in each round. */
export const rotated = <A>(list: ReadonlyArray<A>, by: number): ReadonlyArray<A> => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
]

export const shuffled = <A>(values: ReadonlyArray<A>, random: () => number): Array<A> =>
  values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
