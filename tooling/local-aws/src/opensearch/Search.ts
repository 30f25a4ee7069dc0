/** Executes one search, from its JSON body to its JSON response. An option that the store does not use is refused. */
import { isObject, type JsonObject } from "@manga-assist/bedrock-emulator/services"
import type { Value } from "./Mapping.ts"
import { illegalArgument, parsingException, shardFailure } from "./OpenSearchError.ts"
import { comparable, compileQuery, matching } from "./Query.ts"
import type { SearchIndex } from "./SearchIndex.ts"

/** OpenSearch's `index.max_result_window`, and how far hits are counted unless the search asks for more. */
const maxWindow = 10_000

const options = new Set(["query", "size", "sort", "_source", "track_total_hits"])

/** @throws OpenSearchError */
export const search = (index: SearchIndex, body: JsonObject, startedMs: number): JsonObject => {
  const unknown = Object.keys(body).find((key) => !options.has(key))
  if (unknown !== undefined) throw parsingException(`Unknown key in [${unknown}].`)
  const { _source: fields, query = { match_all: {} }, size = 10, sort = [] } = body
  if (typeof size !== "number" || !Number.isInteger(size) || size < 0) {
    throw illegalArgument("[size] must be a whole number, 0 or more")
  }
  if (size > maxWindow) {
    throw shardFailure(`Result window is too large: at most [${maxWindow}] but was [${size}]`)
  }
  const keys = readSort(index, sort)
  const shown = sourceFilter(fields)
  const found = matching(index, compileQuery(index, query))
  const byScore = keys.length === 0
  const compare = (a: (typeof found)[number], b: (typeof found)[number]): number => {
    for (const key of keys) {
      const order = compareBy(key, a.slot, b.slot)
      if (order !== 0) return order
    }
    return (byScore ? b.score - a.score : 0) || a.slot - b.slot
  }
  const window = found.toSorted(compare).slice(0, size)
  return {
    took: Math.max(0, Date.now() - startedMs),
    timed_out: false,
    _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: {
      ...total(body["track_total_hits"], found.length),
      max_score: byScore ? (window[0]?.score ?? null) : null,
      hits: window.map(({ score, slot }) => ({
        _index: index.name,
        _id: String(slot),
        _score: byScore ? score : null,
        _source: shown(index.documents[slot] ?? {}),
        sort: byScore ? undefined : keys.map(({ valueOf }) => valueOf(slot) ?? null),
      })),
    },
  }
}

interface Key {
  readonly sign: 1 | -1
  /** Of several values the first. */
  readonly valueOf: (slot: number) => Value | undefined
}

const readSort = (index: SearchIndex, sort: unknown): ReadonlyArray<Key> =>
  (Array.isArray(sort) ? sort : [sort]).flatMap((form: unknown) => {
    const orders = typeof form === "string" ? { [form]: "asc" } : form
    if (!isObject(orders)) throw parsingException("malformed sort format")
    return Object.entries(orders).map(([path, order]) => {
      if (order !== "asc" && order !== "desc") {
        throw illegalArgument(`No enum constant SortOrder for [${path}]`)
      }
      if (comparable(index, path) === undefined) {
        throw shardFailure(`No mapping found for [${path}] in order to sort on`)
      }
      const { values } = index.column(path)
      return { sign: order === "asc" ? 1 : -1, valueOf: (slot: number) => values[slot]?.[0] }
    })
  })

/** Documents without a value come last, whatever the order. */
const compareBy = ({ sign, valueOf }: Key, left: number, right: number): number => {
  const [a, b] = [valueOf(left), valueOf(right)]
  if (a === b) return 0
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1
  return a < b ? -sign : sign
}

const sourceFilter = (fields: unknown): ((source: JsonObject) => JsonObject | undefined) => {
  if (fields === undefined || fields === true) return (source) => source
  if (fields === false) return () => undefined
  if (!Array.isArray(fields)) throw parsingException("[_source] must be a boolean or a list")
  const names = new Set<unknown>(fields)
  return (source) => Object.fromEntries(Object.entries(source).filter(([name]) => names.has(name)))
}

const total = (asked: unknown, found: number): JsonObject => {
  if (asked === false) return {}
  if (asked !== undefined && asked !== true) {
    throw illegalArgument("[track_total_hits] must be a boolean")
  }
  const isCut = asked === undefined && found > maxWindow
  return {
    total: isCut ? { value: maxWindow, relation: "gte" } : { value: found, relation: "eq" },
  }
}
