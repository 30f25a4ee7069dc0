/** Numbers of volumes as people write them: `1-6, 8`, and with their prices: `1-6 ¥528, 7-20 ¥572`. Pure. */

/** Neighbours that belong together, in one list each. */
const grouped = <A>(
  items: ReadonlyArray<A>,
  belong: (before: A, after: A) => boolean,
): ReadonlyArray<readonly [A, ...Array<A>]> => {
  const groups: Array<[A, ...Array<A>]> = []
  for (const item of items) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (last !== undefined && before !== undefined && belong(before, item)) last.push(item)
    else groups.push([item])
  }
  return groups
}

/** In ascending order. */
export const rangesOf = (numbers: ReadonlyArray<number>): string =>
  grouped(numbers, (before, after) => after === before + 1)
    .map((group) => (group.length === 1 ? `${group[0]}` : `${group[0]}-${group.at(-1)}`))
    .join(", ")

/** In ascending order of the volumes; a price stands behind all that it is the price of. */
export const pricesOf = (
  books: ReadonlyArray<{ readonly volume: number; readonly price: number }>,
): string =>
  grouped(books, (before, after) => before.price === after.price)
    .map((group) => `${rangesOf(group.map(({ volume }) => volume))} ¥${group[0].price}`)
    .join(", ")
