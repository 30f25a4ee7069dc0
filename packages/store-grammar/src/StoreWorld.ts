/** The reader of the store's questions, built once for each process, and the version of the grammar. */
import { hash } from "node:crypto"
import { makeQuestionReader } from "@manga-assist/language"
import { storeGrammar } from "./StoreGrammar.ts"

export const storeWorld = makeQuestionReader(storeGrammar)

/** Of its words, names and shapes: what other ones kept under a form may be another question's. */
export const grammarVersion = hash("sha256", JSON.stringify(storeGrammar), "base64url").slice(0, 10)
