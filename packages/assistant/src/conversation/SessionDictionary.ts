/**
 * The compression dictionaries of stored turns, made by `scripts/TrainSessionDictionary.ts`.
 *
 * A dictionary never changes while values compressed with it exist: a better one gets the next id, and the old one
 * stays.
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
