/** The vocabularies of all languages: a question may mix them. */
import { englishVocabulary } from "./EnglishVocabulary.ts"
import { japaneseVocabulary } from "./JapaneseVocabulary.ts"

export const vocabularies = [englishVocabulary, japaneseVocabulary] as const
