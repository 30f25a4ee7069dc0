/**
 * Decides one input line of `cache-decide`, `{"stored": "…", "asked": "…"}`: whether the store would answer the
 * question `asked` with the cached answer of `stored`. The output is the decision with its reason as JSON, or an error
 * that names the line and the field. Never throws.
 */
import { type WordingLookup, decideCache, demoNames } from "@manga-assist/assistant"

export interface LineResult {
  /** JSON, without a line end. */
  readonly output: string
  readonly failed: boolean
}

/** Code points a message may have; see `docs/protocol.md`. */
const longestText = 2_000

const failure = (line: number, what: string): LineResult => ({
  output: JSON.stringify({ error: `line ${line}: ${what}` }),
  failed: true,
})

const problemOf = (value: unknown): string | undefined => {
  if (typeof value !== "string") return "must be a string"
  const text = value.trim()
  if (text === "") return "must not be empty"
  // A code point is one or two units, so only texts in between need counting.
  const tooLong = text.length > longestText && [...text].length > longestText
  return tooLong ? `must have at most ${longestText.toLocaleString("en")} characters` : undefined
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `number` counts from 1 and is named where the line cannot be read. Never throws. */
export const decideLine = (text: string, number: number, wordings?: WordingLookup): LineResult => {
  const value = parsed(text)
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return failure(number, 'must be one JSON object {"stored": "…", "asked": "…"}')
  }
  const { asked, stored } = value as { readonly asked?: unknown; readonly stored?: unknown } // unknown fields
  for (const [field, given] of [
    ["stored", stored],
    ["asked", asked],
  ] as const) {
    const problem = problemOf(given)
    if (problem !== undefined) return failure(number, `field "${field}" ${problem}`)
  }
  return {
    output: JSON.stringify(
      decideCache(demoNames(), String(stored).trim(), String(asked).trim(), wordings),
    ),
    failed: false,
  }
}
