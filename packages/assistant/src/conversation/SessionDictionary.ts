/**
 * What turns of this store have in common, by `scripts/TrainSessionDictionary.ts`. A file never changes
 * while anything written with it is kept: a better one gets the next id, and the old one stays.
 */
import { readFileSync } from "node:fs"
import { Dictionary } from "@manga-assist/payload"

const read = (id: number) =>
  new Dictionary(
    id,
    readFileSync(new URL(`../dictionaries/session-${id}.dictionary`, import.meta.url)),
  )

/** Written with. */
export const sessionDictionary = read(1)
/** Read with. */
export const sessionDictionaries = [sessionDictionary]
