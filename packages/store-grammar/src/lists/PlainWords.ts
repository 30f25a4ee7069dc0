/**
 * Lists everyday words that have no meaning in the grammar and name nobody (`plain.list`): a question in which no other
 * word is unexplained may be counted and shared. `leansOnOthers` lists words that depend on the conversation or say how
 * to answer (`leaning.list`); no answer is cached for the wording of a text that has one.
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
