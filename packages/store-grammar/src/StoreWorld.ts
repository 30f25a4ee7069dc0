/** The store's closed world, built once for each process. */
import { hash } from "node:crypto"
import { makeClosedWorld } from "@manga-assist/language"
import { storeGrammar } from "./StoreGrammar.ts"

export const storeWorld = makeClosedWorld(storeGrammar)

/** Of its words, names and shapes: what other ones kept under a form may be another question's. */
export const grammarVersion = hash("sha256", JSON.stringify(storeGrammar), "base64url").slice(0, 10)
