/** Chooses among wordings pseudo-randomly but repeatably: the same seed and text always give the same choices. */
import { seededRandom } from "@manga-assist/bedrock-emulator/services"

/** One of the given sentences. */
export type Choose = <A>(options: readonly [A, ...Array<A>]) => A

export const seededChoice = (seed: number, text: string): Choose => {
  const random = seededRandom(seed, text)
  return (options) => options[Math.floor(random() * options.length)] ?? options[0]
}
