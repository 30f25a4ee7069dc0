/** The store's closed world, built once for each process. */
import { makeClosedWorld } from "@manga-assist/caching"
import { storeGrammar } from "./StoreGrammar.ts"

export const storeWorld = makeClosedWorld(storeGrammar)
