/** What is read, compared and decided by the names of the demo shop. */
import type { Locale } from "@manga-assist/protocol"
import { compareWords as compareWordsBy } from "../src/answers/audit/AnswerComparison.ts"
import { decideCache as decideCacheBy } from "../src/answers/CacheDecision.ts"
import type { WordingLookup } from "../src/answers/StoreWordings.ts"
import { read as readBy } from "../src/reading/Read.ts"
import type { Question } from "../src/reading/Question.ts"
import { demoNames } from "../src/reading/StoreNames.ts"

export const names = demoNames()

export const read = (text: string, locale?: Locale): Question => readBy(names, text, locale)
export const decideCache = (stored: string, asked: string, wordings?: WordingLookup) =>
  decideCacheBy(names, stored, asked, wordings)
export const compareWords = compareWordsBy(names)
