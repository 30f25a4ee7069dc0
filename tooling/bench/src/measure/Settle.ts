/**
 * Warms a server up with blocks of questions until two in a row are less than 3 % cheaper than the cheapest before, ten
 * blocks at most. The engine compiles hot code only after thousands of turns, and a real process lives for millions.
 */
const settling = { most: 10, falls: 0.97, still: 2 }

export const settle = async <A extends { readonly cost: number }>(
  ask: () => Promise<A>,
): Promise<A> => {
  let last = await ask()
  let least = last.cost
  let still = 0
  for (let block = 1; block < settling.most && still < settling.still; block += 1) {
    last = await ask()
    still = last.cost > settling.falls * least ? still + 1 : 0
    least = Math.min(least, last.cost)
  }
  return last
}
