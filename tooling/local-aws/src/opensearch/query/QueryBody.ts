/**
 * Shared by all queries: the type of a compiled query (a function that scores one document), its context, and
 * validation of query bodies. An unknown key or malformed body throws OpenSearch's error.
 */
import { isObject, type JsonObject } from "../documents/Json.ts"
import { illegalArgument, parsingException } from "../documents/OpenSearchError.ts"
import { type IndexedDocument, type SearchIndex } from "../documents/SearchIndex.ts"

/** The score of a document, 0 or more, or `undefined` when it does not match. */
export interface Scorer {
  (document: IndexedDocument): number | undefined
  /** When known: every document that matches is in one of these slots. Saves looking at the others. */
  readonly slots?: ReadonlySet<number>
}

/** The documents a scorer has to look at, in the order of their slots. */
export const candidates = (
  index: SearchIndex,
  scorer: Scorer | undefined,
): Iterable<IndexedDocument> => {
  if (scorer?.slots === undefined) return index.documents()
  return [...scorer.slots]
    .toSorted((left, right) => left - right)
    .flatMap((slot) => index.at(slot) ?? [])
}

export interface QueryContext {
  readonly index: SearchIndex
  readonly nowMs: number
  readonly compile: (query: unknown) => Scorer
}

/** @throws OpenSearchError naming the key that the query does not have */
export const onlyKeys = (query: string, body: JsonObject, known: ReadonlyArray<string>): void => {
  const unknown = Object.keys(body).find((key) => key !== "_name" && !known.includes(key))
  if (unknown !== undefined)
    throw parsingException(`[${query}] query does not support [${unknown}]`)
}

/** @throws OpenSearchError */
export const boostOf = (body: JsonObject): number => {
  const boost = body["boost"] ?? 1
  if (typeof boost !== "number" || boost < 0) {
    throw illegalArgument("[boost] must be a positive number")
  }
  return boost
}

/** `{field: {…}}`, or `{field: value}` where the query has a short form. @throws OpenSearchError */
export const oneField = (
  query: string,
  body: JsonObject,
  short?: string,
): { readonly path: string; readonly options: JsonObject } => {
  const names = Object.keys(body)
  const path = names[0]
  if (path === undefined) throw illegalArgument("field name is null or empty")
  if (names.length > 1) {
    const found = names.slice(0, 2).join("] and [")
    throw parsingException(`[${query}] query doesn't support multiple fields, found [${found}]`)
  }
  const given = body[path]
  if (isObject(given)) return { path, options: given }
  if (short === undefined || Array.isArray(given)) {
    throw parsingException(`[${query}] query malformed for field [${path}]`)
  }
  return { path, options: { [short]: given } }
}
