/**
 * Finds the alias of a question: an approved mapping from its exact words to another question's cached answer. The
 * precompute worker learns aliases, and `AliasBook` (`packages/caching/src/aliases`) holds them in memory under one
 * name space for all customers (`aliasPartition`); `ALIASES=off` disables them. Those of another `aliasVersion`
 * (prompt, grammar, and the rules of judging: `rulesVersion`) are not used.
 *
 * Only a question that the grammar does not understand as a whole (one without a canonical form) can have an alias,
 * and only if its words may be read by others (`CountableText.ts`). Within a conversation only a question that names its
 * subject has one, and no recommendation.
 * No answer is ever cached under an alias.
 */
import { type Alias, AliasBook, type AskedWords, RedisAliasBook } from "@manga-assist/caching"
import type { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { oneWord } from "@manga-assist/process"
import { type Config, Effect, Layer } from "effect"
import { normalizedWords } from "./ShareKey.ts"
import { type Conversation, isNew } from "../conversation/Conversation.ts"
import { aliasableWords } from "./demand/CountableText.ts"
import type { Question } from "../reading/Question.ts"
import { namesSomething } from "../reading/Subject.ts"
import { grammarVersion } from "@manga-assist/store-grammar"
import { promptVersion } from "../prompt/SystemPrompt.ts"

/** Everybody may share what is asked of the shop. */
export const aliasPartition = "public"

/** Grows when the rules of what may be an alias, or how a pair is judged, change. */
export const rulesVersion = 1

/** What pairs are judged under: a new prompt or grammar begins without aliases. */
export const aliasVersion = (): string =>
  `prompt ${promptVersion}, rules ${rulesVersion} ${grammarVersion}`

export const layerAliases: Layer.Layer<
  AliasBook,
  Config.ConfigError,
  RedisConnection | RedisSubscriber
> = Layer.unwrap(
  Effect.map(oneWord("ALIASES", ["on", "off"]), (choice) =>
    choice === "off" ? AliasBook.layerNone : RedisAliasBook.layer({ version: aliasVersion() }),
  ),
)

/** An `AliasBook`, as far as a question needs it. */
export interface AliasLookup {
  readonly find: (asked: AskedWords) => Alias | undefined
}

/** The approved alias of a question, in memory. What may go on with its conversation is about that conversation. */
export const aliasOf = (
  question: Question,
  conversation: Conversation,
  { find }: AliasLookup,
): Alias | undefined => {
  if (question.reading.known) return undefined
  if (!isNew(conversation) && (question.intent === "recommend" || !namesSomething(question))) {
    return undefined
  }
  const words = normalizedWords(question)
  const alias = find({ partition: aliasPartition, locale: question.locale, words })
  // Most questions have none: only for the others it is worth to look closer.
  return alias !== undefined && aliasableWords(question) === words ? alias : undefined
}
