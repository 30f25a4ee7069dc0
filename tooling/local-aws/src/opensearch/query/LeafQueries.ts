/** Compiles queries on exact values: `term`, `terms`, `range`, `prefix`, `exists`, `ids`. */
import { parseDateMath } from "../documents/Dates.ts"
import { queryValue, type Value } from "../documents/DocumentValues.ts"
import { asText, type JsonObject } from "../documents/Json.ts"
import { type Field } from "../documents/Mapping.ts"
import {
  illegalArgument,
  parsingException,
  queryShardException,
} from "../documents/OpenSearchError.ts"
import { boostOf, oneField, onlyKeys, type QueryContext, type Scorer } from "./QueryBody.ts"
import { type SearchIndex } from "../documents/SearchIndex.ts"
import { tokens } from "./Tokens.ts"

const never: Scorer = () => undefined

/** OpenSearch's `index.max_terms_count`. */
const maxTerms = 65_536

export const termQuery = (body: JsonObject, { index }: QueryContext): Scorer => {
  const { path, options } = oneField("term", body, "value")
  onlyKeys("term", options, ["value", "boost", "case_insensitive"])
  const given = options["value"]
  if (given === undefined || given === null) throw illegalArgument("value cannot be null")
  const field = index.mapping.fields.get(path)
  if (path === "_id") return idIn(new Set([asText(given)]), boostOf(options))
  if (field === undefined) return never
  const wanted = queryValue(path, comparable(field, path, index.name), given)
  if (options["case_insensitive"] === true && typeof wanted === "string") {
    const folded = wanted.toLowerCase()
    return anyValue(
      index,
      path,
      boostOf(options),
      (value) => String(value).toLowerCase() === folded,
    )
  }
  const scorer = anyValue(index, path, boostOf(options), (value) => value === wanted)
  return field.type === "text"
    ? scorer
    : Object.assign(scorer, { slots: index.column(path).holding(wanted) })
}

export const termsQuery = (body: JsonObject, { index }: QueryContext): Scorer => {
  const entries = Object.entries(body).filter(([key]) => key !== "boost" && key !== "_name")
  const [entry] = entries
  if (entry === undefined || entries.length > 1) {
    throw parsingException("[terms] query requires exactly one field")
  }
  const [path, list] = entry
  if (!Array.isArray(list))
    throw parsingException(`[terms] query does not support [${path}] without a list`)
  if (list.length > maxTerms) {
    throw illegalArgument(
      `The number of terms [${list.length}] exceeds the maximum of [${maxTerms}]`,
    )
  }
  if (path === "_id") return idIn(new Set(list.map(String)), boostOf(body))
  const field = index.mapping.fields.get(path)
  if (field === undefined) return never
  const target = comparable(field, path, index.name)
  const wanted = new Set(list.map((each) => queryValue(path, target, each)))
  const scorer = anyValue(index, path, boostOf(body), (value) => wanted.has(value))
  if (field.type === "text") return scorer
  const slots = new Set<number>()
  for (const value of wanted) {
    for (const slot of index.column(path).holding(value)) slots.add(slot)
  }
  return Object.assign(scorer, { slots })
}

const bounds = ["gt", "gte", "lt", "lte"] as const

export const rangeQuery = (body: JsonObject, { index, nowMs }: QueryContext): Scorer => {
  const { path, options } = oneField("range", body)
  onlyKeys("range", options, [...bounds, "boost", "format", "time_zone", "relation"])
  const field = index.mapping.fields.get(path)
  if (field === undefined) return never
  const target = comparable(field, path, index.name)
  const tests = bounds.flatMap((name) => {
    const given = options[name]
    if (given === undefined || given === null) return []
    const bound = boundOf(path, target, name, given, nowMs)
    return [(value: Value) => within[name](value, bound)]
  })
  return anyValue(index, path, boostOf(options), (value) => tests.every((test) => test(value)))
}

const within: Readonly<Record<(typeof bounds)[number], (value: Value, bound: Value) => boolean>> = {
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
}

const boundOf = (
  path: string,
  field: Field,
  name: (typeof bounds)[number],
  given: unknown,
  nowMs: number,
): Value => {
  if (field.type !== "date") {
    // 3.5 is a fair bound on an integer field, and must not be cut to 3.
    return typeof given === "number" ? given : queryValue(path, field, given)
  }
  const at = parseDateMath(given, name === "gt" || name === "lte", nowMs)
  if (at === undefined) {
    throw illegalArgument(
      `failed to parse date field [${asText(given)}] with format [strict_date_optional_time||epoch_millis]`,
    )
  }
  return at
}

export const prefixQuery = (body: JsonObject, { index }: QueryContext): Scorer => {
  const { path, options } = oneField("prefix", body, "value")
  onlyKeys("prefix", options, ["value", "boost"])
  const prefix = asText(options["value"] ?? "")
  const field = index.mapping.fields.get(path)
  if (field === undefined) return never
  return anyValue(index, path, boostOf(options), (value) => String(value).startsWith(prefix))
}

export const existsQuery = (body: JsonObject, { index }: QueryContext): Scorer => {
  onlyKeys("exists", body, ["field", "boost"])
  const path = body["field"]
  if (typeof path !== "string") throw illegalArgument("[exists] must be provided with a [field]")
  const boost = boostOf(body)
  if (index.mapping.fields.get(path)?.type === "knn_vector") {
    return (document) => (Object.hasOwn(document.source, path) ? boost : undefined)
  }
  const under = [...index.mapping.fields.keys()].filter(
    (name) => name === path || name.startsWith(`${path}.`),
  )
  const columns = under.map((name) => index.column(name))
  return ({ slot }) => (columns.some((one) => one.at(slot) !== undefined) ? boost : undefined)
}

export const idsQuery = (body: JsonObject): Scorer => {
  onlyKeys("ids", body, ["values", "boost"])
  const { values } = body
  if (!Array.isArray(values)) throw parsingException("[ids] requires [values] to be a list")
  return idIn(new Set(values.map(String)), boostOf(body))
}

const idIn = (ids: ReadonlySet<string>, boost: number): Scorer => {
  return ({ id }) => (ids.has(id) ? boost : undefined)
}

const anyValue = (
  index: SearchIndex,
  path: string,
  boost: number,
  test: (value: Value) => boolean,
): Scorer => {
  const column = index.column(path)
  const matches =
    index.mapping.fields.get(path)?.type === "text"
      ? (value: Value) => tokens(String(value)).some(test)
      : test
  return ({ slot }) => (column.at(slot)?.some(matches) === true ? boost : undefined)
}

const comparable = (field: Field, path: string, index: string): Field => {
  if (field.type !== "knn_vector") return field
  throw queryShardException(
    index,
    `failed to create query: KNN vector do not support exact searching, use KNN queries instead: [${path}]`,
  )
}
