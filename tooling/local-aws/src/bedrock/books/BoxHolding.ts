/**
 * Finds the box sets that a number beside them means: the one with that number, or the one that holds the volume of that
 * number. Pure.
 */
import { type PromptProduct } from "../PromptFacts.ts"

/** 「3巻が入ったボックス」 asks for what holds volume 3, and for no box 3. */
const heldInBox =
  /\d巻?(?:まで|だけ)?(?:が|は|も|の|を|って)?(?:入|はい|含|ふく|収録|どの|どれ|何番|何箱目)/u

/**
 * The box set with that number, else the one that holds the volume of that number; none where the boxes end before that
 * volume.
 */
export const boxesHolding = (
  editions: ReadonlyArray<PromptProduct>,
  number: number,
  text: string,
): ReadonlyArray<number> => {
  const boxes = editions.filter(({ kind }) => kind === "box-set")
  if (!heldInBox.test(text) && boxes.some(({ volume }) => volume === number)) return [number]
  const holding = boxes.find(
    ({ holdsVolumes: [from = 0, to = 0] }) => from <= number && number <= to,
  )
  if (holding?.volume !== undefined) return [holding.volume]
  const last = Math.max(0, ...boxes.flatMap(({ holdsVolumes }) => holdsVolumes))
  return boxes.length > 0 && number > last ? [] : [number]
}
