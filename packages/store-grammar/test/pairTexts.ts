/** All texts of the labelled pairs, both sides of each. */
import { readdirSync } from "node:fs"
import { pairsOf } from "../../assistant/test/canonical/labelledPairs.ts"

const folder = new URL("../../assistant/test/canonical/pairs/", import.meta.url)

const textsOf = async (file: string): Promise<ReadonlyArray<string>> => {
  const module: unknown = await import(new URL(file, folder).href)
  const sources = typeof module === "object" && module !== null ? Object.values(module) : []
  return sources
    .filter((source) => typeof source === "string")
    .flatMap(pairsOf)
    .flatMap(({ asked, stored }) => [stored, asked])
}

export const pairTexts = async (): Promise<ReadonlyArray<string>> => {
  const all: Array<string> = []
  for (const file of readdirSync(folder)) all.push(...(await textsOf(file)))
  return [...new Set(all)]
}
