/**
 * Executes one search over one or more indices, from its JSON body to its JSON response. An option that this emulator
 * does not know is refused.
 */
import { isObject, type JsonObject } from "../documents/Json.ts"
import { illegalArgument, parsingException } from "../documents/OpenSearchError.ts"
import { compileQuery } from "./Query.ts"
import { candidates } from "./QueryBody.ts"
import { type SearchIndex } from "../documents/SearchIndex.ts"
import { type Candidate, readSort, type Sort } from "./Sort.ts"
import { readSourceFilter, type SourceFilter } from "../documents/SourceFilter.ts"

const bodyKeys = new Set([
  "query",
  "size",
  "from",
  "sort",
  "_source",
  "track_total_hits",
  "track_scores",
  "min_score",
  "timeout",
  "version",
  "seq_no_primary_term",
  "stored_fields",
])

/** OpenSearch's `index.max_result_window`. */
const maxWindow = 10_000
/** How far hits are counted unless the search asks for more. */
const defaultTotal = 10_000

/** @throws OpenSearchError */
export const search = (
  indices: ReadonlyArray<SearchIndex>,
  body: JsonObject,
  nowMs: number,
): JsonObject => {
  const unknown = Object.keys(body).find((key) => !bodyKeys.has(key))
  if (unknown !== undefined) {
    throw parsingException(`Unknown key for a ${kindOf(body[unknown])} in [${unknown}].`)
  }
  const size = wholeNumber("size", body["size"] ?? 10)
  const from = wholeNumber("from", body["from"] ?? 0)
  if (from + size > maxWindow) {
    throw illegalArgument(
      `Result window is too large, from + size must be less than or equal to: [${maxWindow}] but was [${from + size}]. See the scroll api for a more efficient way to request large data sets.`,
    )
  }
  const sort = readSort(body["sort"], indices)
  const filter = readSourceFilter(body["_source"])
  const minScore = body["min_score"] ?? -Infinity
  if (typeof minScore !== "number") throw parsingException("[min_score] must be a number")

  const found = indices
    .flatMap((index) => matching(index, body["query"] ?? { match_all: {} }, nowMs))
    .filter(({ score }) => score >= minScore)
  const scored = sort.needsScore || body["track_scores"] === true
  const highest = scored
    ? found.reduce((max, { score }) => Math.max(max, score), -Infinity)
    : Number.NaN
  const window = found.toSorted(sort.compare).slice(from, from + size)
  return {
    took: Math.max(0, Math.round(Date.now() - nowMs)),
    timed_out: false,
    _shards: { total: indices.length, successful: indices.length, skipped: 0, failed: 0 },
    hits: {
      ...total(body["track_total_hits"], found.length),
      max_score: Number.isFinite(highest) ? highest : null,
      hits: window.map((candidate) => hit(candidate, sort, scored, filter, body)),
    },
  }
}

/** How many documents match. @throws OpenSearchError */
export const count = (indices: ReadonlyArray<SearchIndex>, query: unknown, nowMs: number): number =>
  indices.reduce((sum, index) => sum + matching(index, query ?? { match_all: {} }, nowMs).length, 0)

const matching = (index: SearchIndex, query: unknown, nowMs: number): ReadonlyArray<Candidate> => {
  const scorer = compileQuery(index, nowMs, query)
  const found: Array<Candidate> = []
  for (const document of candidates(index, scorer)) {
    const score = scorer(document)
    if (score !== undefined) found.push({ index, document, score })
  }
  return found
}

const hit = (
  candidate: Candidate,
  sort: Sort,
  scored: boolean,
  filter: SourceFilter,
  body: JsonObject,
): JsonObject => {
  const { index, document, score } = candidate
  const source = body["stored_fields"] === "_none_" ? undefined : filter(document.source)
  return {
    _index: index.name,
    _id: document.id,
    ...(body["version"] === true ? { _version: document.version } : {}),
    ...(body["seq_no_primary_term"] === true
      ? { _seq_no: document.sequence, _primary_term: 1 }
      : {}),
    _score: scored ? score : null,
    ...(source === undefined ? {} : { _source: source }),
    ...(sort.shown === undefined ? {} : { sort: sort.shown(candidate) }),
  }
}

const total = (asked: unknown, found: number): JsonObject => {
  if (asked === false || asked === "false") return {}
  if (asked === true || asked === "true") return { total: { value: found, relation: "eq" } }
  const limit = asked === undefined ? defaultTotal : wholeNumber("track_total_hits", asked)
  return {
    total: found > limit ? { value: limit, relation: "gte" } : { value: found, relation: "eq" },
  }
}

const wholeNumber = (name: string, given: unknown): number => {
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw illegalArgument(`Failed to parse int parameter [${name}] with value [${String(given)}]`)
  }
  if (value < 0) throw illegalArgument(`[${name}] parameter cannot be negative, found [${value}]`)
  return value
}

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return "START_ARRAY"
  if (isObject(value)) return "START_OBJECT"
  if (typeof value === "number") return "VALUE_NUMBER"
  return typeof value === "boolean" ? "VALUE_BOOLEAN" : "VALUE_STRING"
}
