/**
 * Loads learned wordings from the file of `--wordings FILE`; or reports what is wrong
 * with the file, with an exit code.
 */
import type { WordingLookup } from "@manga-assist/assistant"
import { readFileSync } from "node:fs"

export type Given =
  | { readonly wordings: WordingLookup | undefined; readonly note?: string }
  /** `code`: of sysexits.h. */
  | { readonly problem: string; readonly code: number }

/** EX_NOINPUT, EX_DATAERR. */
const codes = { noInput: 66, badData: 65 }

const contentOf = (file: string): string | { readonly problem: string } => {
  try {
    return readFileSync(file, "utf8")
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** `now`: milliseconds since 1970. */
export const givenWordings = async (file: string | undefined, now: number): Promise<Given> => {
  if (file === undefined) return { wordings: undefined }
  const content = contentOf(file)
  if (typeof content !== "string") return { problem: content.problem, code: codes.noInput }
  // Loaded late, since it takes a second.
  const { readWordings } = await import("@manga-assist/assistant")
  const read = readWordings(content, now)
  if ("problem" in read) return { problem: `${file}: ${read.problem}`, code: codes.badData }
  const note =
    read.outdated === 0
      ? {}
      : { note: `${read.outdated} wordings of other rules, or past their end, are not used` }
  return { wordings: read, ...note }
}
