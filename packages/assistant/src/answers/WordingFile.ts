/**
 * Reads learned wordings from a file with one JSON object a line, as `precompute wordings --json` lists them. Like the
 * running server it drops expired ones and those judged by other rules.
 *
 * Pure. One invalid line rejects the whole file; the result names the line.
 */
import { Wording } from "@manga-assist/caching"
import { Schema } from "effect"
import { type WordingLookup, wordingVersion } from "./StoreWordings.ts"

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Wording))

export type WordingFile =
  | (WordingLookup & { readonly usable: number; readonly outdated: number })
  | { readonly problem: string }

/** `now`: milliseconds since 1970. */
export const readWordings = (text: string, now: number): WordingFile => {
  const wordings = new Map<string, Wording>()
  let outdated = 0
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue
    const wording = decode(line)
    if (wording._tag === "Failure") {
      return { problem: `line ${index + 1} is no wording: ${wording.failure.message}` }
    }
    const { expiresAt, locale, text: asked, version } = wording.success
    if (version !== wordingVersion || expiresAt <= now) outdated += 1
    else wordings.set(`${locale}\n${asked}`, wording.success)
  }
  return {
    usable: wordings.size,
    outdated,
    find: (asked) => wordings.get(`${asked.locale}\n${asked.text}`),
  }
}
