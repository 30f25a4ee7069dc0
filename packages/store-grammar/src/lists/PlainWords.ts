/**
 * Words that no list of the grammar explains but that may stand in a counted question, and those among them that
 * refer to the conversation (`words/en/plain.list`).
 */
import { listNamed } from "./WordFiles.ts"

const wordsIn = (lists: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => listNamed(list).split(/\s+/u)).filter((word) => word !== ""))

const plain = wordsIn(["en/plain", "ja/plain"])

/** `word` is lower case, as the reader names what it did not understand. */
export const isPlainWord = (word: string): boolean => plain.has(word)

const leaning = wordsIn(["both/leaning"])

/** Says something only beside what was said before, or how to answer. */
export const leansOnOthers = (word: string): boolean => leaning.has(word)
