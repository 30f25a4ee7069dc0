/** Draws ranks from a Zipf distribution: the k-th of `count` with a probability proportional to 1 / k^exponent. */

/** @throws RangeError without anything to draw, or with an exponent that is no number of 0 or more */
export const zipf = (count: number, exponent: number): ((random: () => number) => number) => {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`count: ${count}`)
  if (!Number.isFinite(exponent) || exponent < 0) throw new RangeError(`exponent: ${exponent}`)
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 1; rank <= count; rank += 1) {
    sum += rank ** -exponent
    sums[rank - 1] = sum
  }
  return (random) => {
    const wanted = random() * sum
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? sum) > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}
