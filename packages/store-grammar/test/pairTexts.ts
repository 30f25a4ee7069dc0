/** All texts of the labelled pairs, both sides of each, once. */
import { labelledPairs } from "../../assistant/test/canonical/labelledPairs.ts"

export const pairTexts: ReadonlyArray<string> = [
  ...new Set(labelledPairs.flatMap(({ asked, stored }) => [stored, asked])),
]
