/**
 * Of the assistant's inside what is measured here: loaded by path, because its package offers whole turns
 * and decisions alone.
 */
import type * as StoreGrammar from "../../../../packages/assistant/src/canonical/StoreGrammar.ts"
import type * as StoreWorld from "../../../../packages/assistant/src/canonical/StoreWorld.ts"
import type * as StoreLexicon from "../../../../packages/assistant/src/StoreLexicon.ts"
import type * as Understand from "../../../../packages/assistant/src/understanding/Understand.ts"

const source = new URL("../../../../packages/assistant/src/", import.meta.url)
const load = (file: string) => import(new URL(file, source).href)

const [grammar, world, names, understanding]: [
  typeof StoreGrammar,
  typeof StoreWorld,
  typeof StoreLexicon,
  typeof Understand,
] = [
  await load("canonical/StoreGrammar.ts"),
  await load("canonical/StoreWorld.ts"),
  await load("StoreLexicon.ts"),
  await load("understanding/Understand.ts"),
]

export const storeGrammar: (typeof StoreGrammar)["storeGrammar"] = grammar.storeGrammar
export const storeWorld: (typeof StoreWorld)["storeWorld"] = world.storeWorld
export const lexicon: (typeof StoreLexicon)["lexicon"] = names.lexicon
export const understand: (typeof Understand)["understand"] = understanding.understand
