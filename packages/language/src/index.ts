/**
 * Reads questions by a grammar: the same canonical form for all wordings of one question. Also finds the words that a
 * misspelt one may mean.
 *
 * Knows no words by itself; the grammar is given as data.
 */
export type { Grammar, Name } from "./Grammar.ts"
export { makeQuestionReader, type QuestionReader } from "./QuestionReader.ts"
export { kanjiNumber } from "./letters/KanjiNumber.ts"
export { hiragana, kanji, latin, type Letters, lettersIn, stop } from "./letters/Letters.ts"
export type { Outcome, Reading, Why } from "./patterns/Reading.ts"
export type { Token } from "./words/Segment.ts"
export { spelt, type Word, wordOfToken } from "./words/Words.ts"
export { clearlyNearest, type Near, NearWords, slipsIn } from "./typos/NearWords.ts"
export { nearestPart } from "./typos/SlipDistance.ts"
