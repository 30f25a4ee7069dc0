/**
 * Of the assistant's inside what is measured here: loaded by path, because its package offers whole turns
 * and decisions alone.
 */
import type * as StoreLexicon from "../../../../packages/assistant/src/StoreLexicon.ts"
import type * as Understand from "../../../../packages/assistant/src/understanding/Understand.ts"

export { storeGrammar, storeWorld } from "@manga-assist/store-grammar"

const source = new URL("../../../../packages/assistant/src/", import.meta.url)
const load = (file: string) => import(new URL(file, source).href)

const [names, understanding]: [typeof StoreLexicon, typeof Understand] = [
  await load("StoreLexicon.ts"),
  await load("understanding/Understand.ts"),
]

export const lexicon: (typeof StoreLexicon)["lexicon"] = names.lexicon
export const understand: (typeof Understand)["understand"] = understanding.understand
