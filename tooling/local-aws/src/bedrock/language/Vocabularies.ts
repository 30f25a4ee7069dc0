/**
 * The English and the Japanese vocabulary: regular expressions by which the emulated model recognises what a question
 * asks. Both are applied to every question, because one may mix the languages.
 */
import { englishVocabulary } from "./EnglishVocabulary.ts"
import { japaneseVocabulary } from "./JapaneseVocabulary.ts"

export const vocabularies = [englishVocabulary, japaneseVocabulary] as const
