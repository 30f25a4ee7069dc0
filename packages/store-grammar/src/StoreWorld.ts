/**
 * The parser of the store's questions, built from the grammar once when this module loads, and the grammar's version:
 * a hash of its words, names, rewrite rules and question patterns. The version is part of cache keys, so that answers
 * stored under an older grammar are not served to questions that are now read differently.
 */
import { createHash } from "node:crypto"
import { makeQuestionReader } from "@manga-assist/language"
import type { Kind } from "./kinds/Kind.ts"
import { storeGrammar } from "./StoreGrammar.ts"

export const storeWorld = makeQuestionReader<Kind>(storeGrammar)

const { words, ...rest } = storeGrammar

/** Of its words, names and shapes: what other ones kept under a form may be another question's. */
export const grammarVersion = createHash("sha256")
  .update(words)
  .update(JSON.stringify(rest))
  .digest("base64url")
  .slice(0, 10)
