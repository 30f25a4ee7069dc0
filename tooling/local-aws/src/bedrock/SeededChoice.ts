/** Varied but repeatable wording: the same seed and text always pick the same sentences. */
import { seededRandom } from "@manga-assist/bedrock-emulator/services"

/** One of the given sentences. */
export type Choose = <A>(options: readonly [A, ...Array<A>]) => A

export const seededChoice = (seed: number, text: string): Choose => {
  const random = seededRandom(seed, text)
  return (options) => options[Math.floor(random() * options.length)] ?? options[0]
}
