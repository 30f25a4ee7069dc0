/** Draws ranks from a Zipf distribution: the k-th of `count` with a probability proportional to 1 / k^exponent. */
export const zipf = (count: number, exponent: number): ((random: () => number) => number) => {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`count: ${count}`)
  let sum = 0
  const sums = Array.from({ length: count }, (_, rank) => (sum += (rank + 1) ** -exponent))
  return (random) => {
    const wanted = random() * sum
    return sums.findIndex((upTo) => wanted < upTo)
  }
}
