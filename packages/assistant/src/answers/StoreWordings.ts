/**
 * Gives a question without a canonical form the form of a learned wording: the question with slots for its titles, people,
 * genres, places and figures ("who is {SERIES1} by") is looked up in the `WordingBook`, the standard sentence found there
 * is filled with the slots and read, and the result stands for the question, whose words stay the customer's.
 *
 * The precompute worker learns wordings; `WORDINGS=off` disables them. Those judged by other rules (`rulesVersion`) are not
 * used. Memory only, synchronous; what the sentence means is read anew each time, so that a new grammar or a new title
 * changes no wording's meaning.
 */
import { RedisWordingBook, WordingBook } from "@manga-assist/caching"
import type { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { oneWord } from "@manga-assist/process"
import type { Locale } from "@manga-assist/protocol"
import {
  filled,
  sharedWording,
  type StoreReader,
  wordingOf,
  type WordingSlots,
} from "@manga-assist/store-grammar"
import { type Config, Effect, Layer } from "effect"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import { cachePolicyOf } from "./CachePolicy.ts"

/** Grows when the rules of what may be a wording, or how one is judged, change. */
export const rulesVersion = 1

/** What wordings are judged under. */
export const wordingVersion = `rules ${rulesVersion}`

export const layerWordings: Layer.Layer<
  WordingBook,
  Config.ConfigError,
  RedisConnection | RedisSubscriber
> = Layer.unwrap(
  Effect.map(oneWord("WORDINGS", ["on", "off"]), (choice) =>
    choice === "off" ? WordingBook.layerNone : RedisWordingBook.layer({ version: wordingVersion }),
  ),
)

/** A `WordingBook`, as far as a question needs it. */
export type WordingLookup = Pick<WordingBook["Service"], "find">

/**
 * What a standard sentence asks with these values in its slots. `undefined`: it is not understood as it stands, as where
 * a title is read otherwise within it, or its answer may not be shared.
 */
export const askedBy = (
  names: StoreReader,
  standard: string,
  slots: WordingSlots,
  locale: Locale,
): { readonly sentence: string; readonly meant: Question } | undefined => {
  const sentence = filled(standard, slots, { catalogue: names.catalogue, locale })
  if (sentence === undefined) return undefined
  const meant = read(names, sentence, locale)
  const isRead = meant.reading.known && wordingOf(meant.reading).text === standard
  return isRead && cachePolicyOf(meant).cacheable ? { sentence, meant } : undefined
}

/** The question that a learned wording stands for, in the customer's words; the same question where there is none. */
export const meantBy = (asked: Question, { find }: WordingLookup): Question => {
  if (asked.reading.known) return asked
  const { locale, names, words } = asked
  const shared = sharedWording(asked)
  const wording = shared && find({ locale, text: shared.text })
  if (shared === undefined || wording === undefined) return asked
  const told = askedBy(names, wording.sentence, shared.slots, locale)
  if (told === undefined) return asked
  return { ...told.meant, words, learned: { asked, sentence: told.sentence, wording } }
}

/** As the customer asked it, whatever was learned. */
export const asAsked = (question: Question): Question => question.learned?.asked ?? question
