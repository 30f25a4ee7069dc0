/**
 * Parses a text by the store's grammar into a `Question`: language, intent, slots, and a canonical form where it is
 * understood as a whole. The chat's turns and the precompute worker both call it, so that they read a text alike.
 *
 * Pure, never throws. Results for several thousand recent texts of up to 300 characters are memoized.
 */
import type { Locale } from "@manga-assist/protocol"
import type { StoreReader } from "@manga-assist/store-grammar"
import { LRUCache } from "lru-cache"
import { CustomerWords } from "./CustomerWords.ts"
import { perNames } from "./PerNames.ts"
import type { Question } from "./Question.ts"

/** 8 MiB of texts; what is read of one takes a few times as much. */
const knownBy = perNames(
  () =>
    new LRUCache<string, Question>({
      maxSize: 4_000_000,
      sizeCalculation: (_question, key) => key.length + 200,
    }),
)
/** Longer ones are rarely asked twice. */
const maxKnownChars = 300

const readAnew = (names: StoreReader, text: string, locale: Locale | undefined): Question => ({
  ...names.read(text, locale),
  words: new CustomerWords(text),
  names,
  shop: names.shop,
})

/** `locale` is what the client says; without it the text tells. */
export const read = (names: StoreReader, text: string, locale?: Locale): Question => {
  if (text.length > maxKnownChars) return readAnew(names, text, locale)
  const known = knownBy(names)
  const key = `${locale ?? ""}\n${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  const question = readAnew(names, text, locale)
  known.set(key, question)
  return question
}
