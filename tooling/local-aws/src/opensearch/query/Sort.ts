/**
 * Compiles a search's `sort` into a comparison of hits: by score, by id, or by the values of fields. Documents without
 * a value come last unless the request says otherwise.
 */
import { asText, isObject, type JsonObject } from "../documents/Json.ts"
import { type Value } from "../documents/DocumentValues.ts"
import {
  illegalArgument,
  parsingException,
  queryShardException,
  ShardFailure,
} from "../documents/OpenSearchError.ts"
import { type IndexedDocument, type SearchIndex } from "../documents/SearchIndex.ts"

export interface Candidate {
  readonly index: SearchIndex
  readonly document: IndexedDocument
  readonly score: number
}

interface Key {
  readonly byScore: boolean
  readonly direction: 1 | -1
  readonly missingFirst: boolean
  readonly valueOf: (candidate: Candidate) => Value | undefined
}

export interface Sort {
  readonly compare: (left: Candidate, right: Candidate) => number
  /** The `sort` values a hit shows; `undefined` when sorted by score alone. */
  readonly shown: ((candidate: Candidate) => ReadonlyArray<Value | null>) | undefined
  readonly needsScore: boolean
}

/** Clients that page deeper use other means. */
const maxKeys = 32

/** @throws OpenSearchError */
export const readSort = (given: unknown, indices: ReadonlyArray<SearchIndex>): Sort => {
  const list: ReadonlyArray<unknown> =
    given === undefined ? [] : Array.isArray(given) ? given : [given]
  if (list.length > maxKeys) throw illegalArgument(`at most [${maxKeys}] sort keys`)
  const keys = list.flatMap(readForms).map(([path, options]) => readKey(path, options, indices))
  const byScore = keys.length === 0
  const used = byScore ? [scoreKey("desc")] : keys
  return {
    compare: (left, right) => {
      for (const key of used) {
        const order = compareBy(key, left, right)
        if (order !== 0) return order
      }
      return left.document.slot - right.document.slot
    },
    shown: byScore
      ? undefined
      : (candidate) => used.map(({ valueOf }) => valueOf(candidate) ?? null),
    needsScore: used.some((key) => key.byScore),
  }
}

const readForms = (form: unknown): ReadonlyArray<readonly [string, JsonObject]> => {
  if (typeof form === "string") return [[form, {}]]
  if (!isObject(form))
    throw parsingException(
      "malformed sort format, within the sort array, an object or an actual string are allowed",
    )
  return Object.entries(form).map(([path, options]) => {
    if (typeof options === "string") return [path, { order: options }]
    if (isObject(options)) return [path, options]
    throw parsingException(`malformed sort format for [${path}]`)
  })
}

const readKey = (path: string, options: JsonObject, indices: ReadonlyArray<SearchIndex>): Key => {
  const known = new Set(["order", "missing", "unmapped_type", "mode", "format", "numeric_type"])
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown !== undefined) throw parsingException(`[field_sort] unknown field [${unknown}]`)
  const order = options["order"] ?? (path === "_score" ? "desc" : "asc")
  if (order !== "asc" && order !== "desc") {
    throw illegalArgument(`No enum constant SortOrder.${asText(order).toUpperCase()}`)
  }
  if (path === "_score") return scoreKey(order)
  const direction = order === "asc" ? 1 : -1
  if (path === "_id" || path === "_doc") {
    const valueOf = ({ document }: Candidate) => (path === "_id" ? document.id : document.slot)
    return { byScore: false, direction, missingFirst: false, valueOf }
  }
  for (const index of indices) checkField(index, path, options)
  const pick = valuePicker(options["mode"] ?? (order === "asc" ? "min" : "max"))
  return {
    byScore: false,
    direction,
    missingFirst: options["missing"] === "_first",
    valueOf: ({ index, document }) => {
      const values = index.column(path).at(document.slot)
      return values === undefined ? undefined : pick(values)
    },
  }
}

const checkField = (index: SearchIndex, path: string, options: JsonObject): void => {
  const type = index.mapping.fields.get(path)?.type
  if (type === undefined && options["unmapped_type"] === undefined) {
    throw queryShardException(index.name, `No mapping found for [${path}] in order to sort on`)
  }
  if (type === "text" || type === "knn_vector") {
    const reason = `${type === "text" ? "Text fields are" : "A knn_vector is"} not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead: [${path}]`
    throw new ShardFailure(index.name, "illegal_argument_exception", reason)
  }
}

const valuePicker = (mode: unknown): ((values: ReadonlyArray<Value>) => Value | undefined) => {
  if (mode === "min")
    return (values) => values.reduce((left, right) => (right < left ? right : left))
  if (mode === "max")
    return (values) => values.reduce((left, right) => (right > left ? right : left))
  throw illegalArgument(`Unknown sort mode [${asText(mode)}]`)
}

const scoreKey = (order: "asc" | "desc"): Key => ({
  byScore: true,
  direction: order === "asc" ? 1 : -1,
  missingFirst: false,
  valueOf: ({ score }) => score,
})

const compareBy = (key: Key, left: Candidate, right: Candidate): number => {
  const a = key.valueOf(left)
  const b = key.valueOf(right)
  if (a === b) return 0
  if (a === undefined) return key.missingFirst ? -1 : 1
  if (b === undefined) return key.missingFirst ? 1 : -1
  return (a < b ? -1 : 1) * key.direction
}
