/**
 * Tells whether a text asks about the people who made a title rather than about the title: "what else of hers", "the
 * person who did …", 「同じ先生の」. Its argument is the text without its titles (`wordsAroundTitles`), so that words within a
 * title do not count. Pure.
 */
import { phrase } from "../lists/Phrases.ts"

const pattern = phrase("{SPEAKSOFAUTHOR}")

export const speaksOfAuthor = (wordsAroundTitles: string): boolean =>
  pattern.test(wordsAroundTitles)
