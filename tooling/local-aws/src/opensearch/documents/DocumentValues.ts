/**
 * Converts a document's source into the typed values and vectors that queries and sorts read. A value that does not fit
 * its mapping throws, as OpenSearch refuses the document.
 */
import { parseDate } from "./Dates.ts"
import { isObject, type JsonObject, valueAt } from "./Json.ts"
import { addDynamicField, type Field, isInteger, isNumeric, type Mapping } from "./Mapping.ts"
import { illegalArgument, OpenSearchError } from "./OpenSearchError.ts"

export type Value = string | number | boolean

export interface DocumentValues {
  /** By path: keyword and text as strings, dates as milliseconds. Vectors apart. */
  readonly values: ReadonlyMap<string, ReadonlyArray<Value>>
  readonly vectors: ReadonlyMap<string, ReadonlyArray<number>>
}

/** @throws OpenSearchError as OpenSearch refuses the document */
export const readDocument = (mapping: Mapping, id: string, source: JsonObject): DocumentValues => {
  introduceFields(mapping, "", source)
  const values = new Map<string, ReadonlyArray<Value>>()
  const vectors = new Map<string, ReadonlyArray<number>>()
  for (const [path, field] of mapping.fields) {
    const given = valueAt(source, mapping.parents.get(path) ?? path)
    if (given === undefined || given === null) continue
    if (field.type === "knn_vector") vectors.set(path, readVector(path, field.dimension, id, given))
    else {
      const read = flat(given).map((each) => readValue(path, field, id, each))
      if (read.length > 0) values.set(path, read)
    }
  }
  return { values, vectors }
}

/** The values of one field of a document that was accepted before. */
export const valuesOf = (
  mapping: Mapping,
  path: string,
  source: JsonObject,
): ReadonlyArray<Value> | undefined => {
  const field = mapping.fields.get(path)
  const given = valueAt(source, mapping.parents.get(path) ?? path)
  if (field === undefined || given === undefined || given === null) return undefined
  const read = flat(given).flatMap((each) => convert(field.type, each) ?? [])
  return read.length > 0 ? read : undefined
}

const flat = (given: unknown): ReadonlyArray<unknown> =>
  Array.isArray(given) ? given.flat(Infinity).filter((each) => each !== null) : [given]

const introduceFields = (mapping: Mapping, prefix: string, source: JsonObject): void => {
  for (const [name, value] of Object.entries(source)) {
    const path = prefix + name
    if (mapping.fields.has(path)) continue
    if (isObject(value)) introduceFields(mapping, `${path}.`, value)
    else if (mapping.dynamic === "strict") {
      throw new OpenSearchError(
        400,
        "strict_dynamic_mapping_exception",
        `mapping set to strict, dynamic introduction of [${name}] within [${prefix.slice(0, -1) || "_doc"}] is not allowed`,
      )
    } else if (mapping.dynamic === "true") addDynamicField(mapping, path, value)
  }
}

const readVector = (
  path: string,
  dimension: number,
  id: string,
  given: unknown,
): ReadonlyArray<number> => {
  const list: ReadonlyArray<unknown> = Array.isArray(given) ? given : [given]
  if (list.length !== dimension) {
    const reason = `Vector dimension mismatch. Expected: ${dimension}, Given: ${list.length}`
    throw failed(path, "knn_vector", id, given, reason)
  }
  const numbers = list.filter((each) => typeof each === "number" && Number.isFinite(each))
  if (numbers.length !== list.length) {
    throw failed(path, "knn_vector", id, given, "KNN vector values must be finite numbers")
  }
  // Every element was just seen to be a number.
  return numbers as ReadonlyArray<number>
}

const readValue = (path: string, field: Field, id: string, given: unknown): Value => {
  const value = convert(field.type, given)
  if (value === undefined) {
    throw failed(path, field.type, id, given, `not a ${field.type}: ${preview(given)}`)
  }
  return value
}

/** The value as a field of that type holds it, or `undefined` when it cannot. */
const convert = (type: string, given: unknown): Value | undefined => {
  if (type === "keyword" || type === "text") return isObject(given) ? undefined : String(given)
  if (type === "date") return parseDate(given)
  if (type === "boolean") {
    if (given === true || given === "true") return true
    return given === false || given === "false" || given === "" ? false : undefined
  }
  if (isNumeric(type)) {
    const number =
      typeof given === "number" || (typeof given === "string" && given.trim() !== "")
        ? Number(given)
        : Number.NaN
    if (!Number.isFinite(number)) return undefined
    return isInteger(type) ? Math.trunc(number) : number
  }
  return undefined
}

/** What a query compares with, in the form of the field. @throws OpenSearchError */
export const queryValue = (path: string, field: Field, given: unknown): Value => {
  const value = isObject(given) || Array.isArray(given) ? undefined : convert(field.type, given)
  if (value === undefined) {
    throw illegalArgument(
      `failed to parse [${preview(given)}] for field [${path}] of type [${field.type}]`,
    )
  }
  return value
}

const preview = (value: unknown): string => (JSON.stringify(value) ?? "").slice(0, 80)

const failed = (
  path: string,
  type: string,
  id: string,
  given: unknown,
  reason: string,
): OpenSearchError =>
  new OpenSearchError(
    400,
    "mapper_parsing_exception",
    `failed to parse field [${path}] of type [${type}] in document with id '${id}'. Preview of field's value: '${preview(given)}'`,
    { caused_by: { type: "illegal_argument_exception", reason } },
  )
