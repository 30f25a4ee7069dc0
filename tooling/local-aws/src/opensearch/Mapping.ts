/**
 * The mapping of an index: its fields by name, and the typed values that its documents hold in them. A field that it does
 * not name is refused, as are types and options of a mapping that the store does not use.
 */
import { isObject, type JsonObject } from "@manga-assist/bedrock-emulator/services"
import { mapperParsing, OpenSearchError, shardFailure } from "./OpenSearchError.ts"

/** Dates as milliseconds. */
export type Value = string | number

const plain = ["keyword", "text", "integer", "date"] as const

export type Field =
  | { readonly type: (typeof plain)[number] }
  | { readonly type: "knn_vector"; readonly dimension: number }

export interface Mapping {
  /** As it was given. */
  readonly definition: JsonObject
  readonly fields: ReadonlyMap<string, Field>
}

/** @throws OpenSearchError */
export const readMapping = (definition: unknown): Mapping => {
  if (!isObject(definition)) throw mapperParsing("Expected map for the mapping definition")
  const { _meta, dynamic, properties, ...others } = definition
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) {
    throw mapperParsing(`Root mapping definition has unsupported parameters:  [${unknown}]`)
  }
  if (dynamic !== "strict") throw mapperParsing("[dynamic] must be [strict] here")
  if (!isObject(properties)) throw mapperParsing("Expected map for property [properties]")
  const fields = Object.entries(properties).map(
    ([path, property]) => [path, readField(path, property)] as const,
  )
  return { definition, fields: new Map(fields) }
}

const readField = (path: string, property: unknown): Field => {
  if (!isObject(property)) throw mapperParsing(`Expected map for field [${path}]`)
  const { dimension, method, type } = property
  const known = plain.find((name) => name === type)
  if (known !== undefined) return { type: known }
  if (type !== "knn_vector") {
    throw mapperParsing(`No handler for type [${String(type)}] declared on field [${path}]`)
  }
  if (typeof dimension !== "number") {
    throw mapperParsing(`Dimension value missing for vector: ${path}`)
  }
  const space = isObject(method) ? method["space_type"] : undefined
  if (space !== "innerproduct") {
    throw mapperParsing(`Space type [${String(space)}] is not supported`)
  }
  return { type, dimension }
}

/** As a field of that type holds it; `undefined` when it cannot. */
const convert = ({ type }: Field, given: unknown): Value | undefined => {
  if (typeof given !== "string" && typeof given !== "number") return undefined
  if (type === "keyword" || type === "text") return String(given)
  const isDate = type === "date" && /^\d{4}-\d\d-\d\d/.test(String(given))
  const number = isDate ? Date.parse(String(given)) : given === "" ? Number.NaN : Number(given)
  return Number.isFinite(number) ? number : undefined
}

/** The values of a field of a document that was accepted. */
export const valuesOf = (field: Field, given: unknown): ReadonlyArray<Value> =>
  listOf(given).flatMap((each) => convert(field, each) ?? [])

const listOf = (given: unknown): ReadonlyArray<unknown> =>
  Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]

/** What a query compares with, in the form of the field. @throws OpenSearchError */
export const queryValue = (path: string, field: Field, given: unknown): Value => {
  const value = convert(field, given)
  if (value !== undefined) return value
  throw shardFailure(
    `failed to parse [${preview(given)}] for field [${path}] of type [${field.type}]`,
  )
}

const preview = (value: unknown): string => (JSON.stringify(value) ?? "").slice(0, 80)

/** @throws OpenSearchError as OpenSearch refuses a document */
export const checkDocument = ({ fields }: Mapping, document: JsonObject): void => {
  for (const [path, given] of Object.entries(document)) {
    const field = fields.get(path)
    if (field === undefined) {
      throw new OpenSearchError(
        400,
        "strict_dynamic_mapping_exception",
        `mapping set to strict, dynamic introduction of [${path}] within [_doc] is not allowed`,
      )
    }
    const fits =
      field.type === "knn_vector"
        ? vectorOf(given)?.length === field.dimension
        : listOf(given).every((each) => convert(field, each) !== undefined)
    if (!fits) {
      throw mapperParsing(
        `failed to parse field [${path}] of type [${field.type}]: '${preview(given)}'`,
      )
    }
  }
}

/** `undefined` unless it is a list of finite numbers. */
export const vectorOf = (given: unknown): ReadonlyArray<number> | undefined => {
  if (!Array.isArray(given)) return undefined
  const numbers = given.filter((each): each is number => Number.isFinite(each))
  return numbers.length === given.length ? numbers : undefined
}
