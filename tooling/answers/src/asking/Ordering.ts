/**
 * Puts the entries of a corpus in the order in which they are asked: forward, reversed, or shuffled by a seed. Pure.
 */
import { seededRandom } from "@manga-assist/bench/measure/Statistics"

export const orderings = ["forward", "reversed", "shuffled"] as const
export type Ordering = (typeof orderings)[number]

export const ordered = <A>(
  entries: ReadonlyArray<A>,
  ordering: Ordering,
  seed: number,
): ReadonlyArray<A> => {
  if (ordering === "forward") return entries
  if (ordering === "reversed") return entries.toReversed()
  const random = seededRandom(seed)
  const shuffled = [...entries]
  // Fisher and Yates.
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [one, two] = [shuffled[last], shuffled[other]]
    if (one !== undefined && two !== undefined) {
      shuffled[last] = two
      shuffled[other] = one
    }
  }
  return shuffled
}
