/**
 * Performs an `_msearch` request, as JSON lines: a line of options, which must be empty here, before each search. Each
 * succeeds or fails by itself where all can be read: a malformed one fails all.
 */
import { isObject, type JsonObject, parsedJson } from "@manga-assist/bedrock-emulator/services"
import { illegalArgument, isOfOneSearch, OpenSearchError } from "./OpenSearchError.ts"
import { search } from "./Search.ts"
import type { SearchIndex } from "./SearchIndex.ts"

/** `noIndex`: what each search fails with where there is no index. @throws OpenSearchError when a line is malformed */
export const searchAll = (
  index: SearchIndex | undefined,
  noIndex: OpenSearchError,
  body: Buffer,
  startedMs: number,
): JsonObject => {
  const lines = body.toString("utf8").split("\n")
  if (lines.pop() !== "") {
    throw illegalArgument(String.raw`The msearch request must be terminated by a newline [\n]`)
  }
  const searches = lines.map((line, at) => {
    const value = parsedJson(line)
    if (!isObject(value)) throw illegalArgument(`line [${at + 1}] is no object`)
    if (at % 2 === 0 && Object.keys(value).length > 0) {
      throw illegalArgument("key [index] is not supported in the metadata section")
    }
    return value
  })
  if (searches.length === 0 || searches.length % 2 === 1) {
    throw illegalArgument("Validation Failed: 1: no requests added;")
  }
  const responses = searches.flatMap((each, at) =>
    at % 2 === 0 ? [] : [index === undefined ? noIndex.body : one(index, each)],
  )
  return { took: Math.max(0, Date.now() - startedMs), responses }
}

const one = (index: SearchIndex, body: JsonObject): unknown => {
  try {
    return { ...search(index, body, Date.now()), status: 200 }
  } catch (error) {
    if (!(error instanceof OpenSearchError) || !isOfOneSearch(error)) throw error
    return error.body
  }
}
