/**
 * Reads questions by a grammar: the result is a canonical form, which is the same text for all wordings of one
 * question. Also finds the words that a misspelt one may mean. Knows no words by itself; the grammar is given as data.
 *
 * `Outcome` is the result of a reading: the canonical form with its slots (the values in the question, such as a
 * title), or why there is none. `Letters` notes for each letter what stands between it and the letter before; `stop`
 * is its code for the end of a sentence. `spelt` gives a token's text back; `slipsIn` gives the cost of the
 * misspellings by which one word becomes another.
 */
import "@manga-assist/options/node"
export type { Grammar, Name } from "./Grammar.ts"
export { makeQuestionReader, type QuestionReader } from "./QuestionReader.ts"
export { kanjiNumber } from "./letters/KanjiNumber.ts"
export { hiragana, kanji, latin, type Letters, lettersIn, stop } from "./letters/Letters.ts"
export type { Outcome, OwnKind, Reading, Why } from "./patterns/Reading.ts"
export type { Token } from "./words/Segment.ts"
export { spelt } from "./words/Spelt.ts"
export { spellingsOf } from "./words/WordList.ts"
export { clearlyNearest, NearWords, slipsIn } from "./typos/NearWords.ts"
