/**
 * Reads aliases (approved mappings from a wording to the cached answer of another question) from a file with one JSON
 * object a line, as `precompute aliases --json` lists them. Like the running server it drops expired ones and those of
 * another catalogue, prompt or grammar.
 *
 * Pure. One invalid line rejects the whole file; the result names the line.
 */
import { Alias } from "@manga-assist/caching"
import { Schema } from "effect"
import { type AliasLookup, aliasVersion } from "./StoreAliases.ts"

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Alias))

export type AliasFile =
  | (AliasLookup & { readonly usable: number; readonly outdated: number })
  | { readonly problem: string }

/** `now`: milliseconds since 1970. */
export const readAliases = (text: string, now: number): AliasFile => {
  const aliases = new Map<string, Alias>()
  let outdated = 0
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue
    const alias = decode(line)
    if (alias._tag === "Failure") {
      return { problem: `line ${index + 1} is no alias: ${alias.failure.message}` }
    }
    const { expiresAt, locale, partition, version, words } = alias.success
    if (version !== aliasVersion() || expiresAt <= now) outdated += 1
    else aliases.set(`${partition}\n${locale}\n${words}`, alias.success)
  }
  return {
    usable: aliases.size,
    outdated,
    find: ({ locale, partition, words }) => aliases.get(`${partition}\n${locale}\n${words}`),
  }
}
