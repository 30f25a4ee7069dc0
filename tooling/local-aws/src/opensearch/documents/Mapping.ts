/**
 * The mapping of an index, as in OpenSearch: its fields and their types, and whether unmapped fields are added, ignored
 * or refused.
 */
import { asText, isObject, type JsonObject } from "./Json.ts"
import { illegalArgument, mapperParsing } from "./OpenSearchError.ts"

const integers = ["byte", "short", "integer", "long"] as const
const floats = ["half_float", "float", "double"] as const
const plain = ["keyword", "text", "boolean", "date", ...integers, ...floats] as const

export type SpaceType = "l2" | "cosinesimil" | "innerproduct"

export type Field =
  | { readonly type: (typeof plain)[number]; readonly definition: JsonObject }
  | {
      readonly type: "knn_vector"
      readonly definition: JsonObject
      readonly dimension: number
      readonly space: SpaceType
    }

export interface Mapping {
  dynamic: "true" | "false" | "strict"
  /** By dotted path; sub-fields (`title.keyword`) are their own entries. */
  readonly fields: Map<string, Field>
  /** Sub-fields read the value of their parent. */
  readonly parents: Map<string, string>
  /** Of whoever made the index; nothing here reads it. */
  meta: unknown
}

export const isInteger = (type: string): boolean => integers.some((name) => name === type)
export const isNumeric = (type: string): boolean =>
  isInteger(type) || floats.some((name) => name === type)

/** @throws OpenSearchError `mapper_parsing_exception` */
export const readMapping = (input: unknown): Mapping => {
  const mapping: Mapping = {
    dynamic: "true",
    fields: new Map(),
    parents: new Map(),
    meta: undefined,
  }
  addToMapping(mapping, input ?? {})
  return mapping
}

/** Adds the fields of a `_mapping` body. @throws OpenSearchError */
export const addToMapping = (mapping: Mapping, input: unknown): void => {
  if (!isObject(input)) throw mapperParsing("Expected map for the mapping definition")
  const unknown = Object.keys(input).find(
    (key) => !["properties", "dynamic", "_source", "_meta", "date_detection"].includes(key),
  )
  if (unknown !== undefined) {
    throw mapperParsing(`Root mapping definition has unsupported parameters:  [${unknown}]`)
  }
  if (input["dynamic"] !== undefined) mapping.dynamic = readDynamic(input["dynamic"])
  if (input["_meta"] !== undefined) mapping.meta = input["_meta"]
  addProperties(mapping, "", input["properties"] ?? {})
}

/** A field that a document brought and nobody declared; typed as OpenSearch guesses. */
export const addDynamicField = (mapping: Mapping, path: string, value: unknown): void => {
  const sample: unknown = Array.isArray(value)
    ? value.find((each) => each !== null && each !== undefined)
    : value
  if (typeof sample === "string") {
    addField(mapping, path, {
      type: "text",
      fields: { keyword: { type: "keyword", ignore_above: 256 } },
    })
  } else if (typeof sample === "number") {
    addField(mapping, path, { type: Number.isInteger(sample) ? "long" : "float" })
  } else if (typeof sample === "boolean") {
    addField(mapping, path, { type: "boolean" })
  }
}

/** The `properties` of `GET /index/_mapping`, as they were declared or guessed. */
export const describeMapping = (mapping: Mapping): unknown => ({
  dynamic: mapping.dynamic,
  ...(mapping.meta === undefined ? {} : { _meta: mapping.meta }),
  properties: Object.fromEntries(
    [...mapping.fields]
      .filter(([path]) => !mapping.parents.has(path))
      .map(([path, field]) => [path, field.definition]),
  ),
})

/** OpenSearch's `index.mapping.total_fields.limit`. */
const maxFields = 1_000

const readDynamic = (value: unknown): Mapping["dynamic"] => {
  const found = (["true", "false", "strict"] as const).find((name) => name === String(value))
  if (found === undefined)
    throw mapperParsing(`Could not convert [dynamic] to boolean: ${String(value)}`)
  return found
}

const addProperties = (mapping: Mapping, prefix: string, properties: unknown): void => {
  if (!isObject(properties)) throw mapperParsing("Expected map for property [properties]")
  for (const [name, definition] of Object.entries(properties)) {
    const path = prefix + name
    if (!isObject(definition)) {
      throw mapperParsing(`Expected map for property [fields] on field [${path}]`)
    }
    const nested = definition["properties"]
    if (nested !== undefined && (definition["type"] ?? "object") === "object") {
      addProperties(mapping, `${path}.`, nested)
    } else addField(mapping, path, definition)
  }
}

const addField = (mapping: Mapping, path: string, definition: JsonObject): void => {
  const existing = mapping.fields.get(path)
  const field = readField(path, definition)
  if (existing !== undefined && existing.type !== field.type) {
    throw illegalArgument(
      `mapper [${path}] cannot be changed from type [${existing.type}] to [${field.type}]`,
    )
  }
  if (existing === undefined && mapping.fields.size >= maxFields) {
    throw illegalArgument(`Limit of total fields [${maxFields}] has been exceeded`)
  }
  mapping.fields.set(path, field)
  const subFields = definition["fields"]
  if (!isObject(subFields)) return
  for (const [name, inner] of Object.entries(subFields)) {
    if (!isObject(inner)) throw mapperParsing(`Expected map for sub-field [${path}.${name}]`)
    mapping.fields.set(`${path}.${name}`, readField(`${path}.${name}`, inner))
    mapping.parents.set(`${path}.${name}`, path)
  }
}

const readField = (path: string, definition: JsonObject): Field => {
  const type = definition["type"]
  if (type === "knn_vector") return readVectorField(path, definition)
  const known = plain.find((name) => name === type)
  if (known === undefined) {
    throw mapperParsing(
      type === undefined
        ? `No type specified for field [${path}]`
        : `No handler for type [${asText(type)}] declared on field [${path}]`,
    )
  }
  return { type: known, definition }
}

/** The largest dimension of OpenSearch's knn_vector. */
const maxDimension = 16_000

const readVectorField = (path: string, definition: JsonObject): Field => {
  const dimension = definition["dimension"]
  if (dimension === undefined) throw mapperParsing(`Dimension value missing for vector: ${path}`)
  if (
    typeof dimension !== "number" ||
    !Number.isInteger(dimension) ||
    dimension < 1 ||
    dimension > maxDimension
  ) {
    throw mapperParsing(
      `Dimension value must be greater than 0 and at most ${maxDimension} for vector: ${path}`,
    )
  }
  const method = isObject(definition["method"]) ? definition["method"] : {}
  const named = method["space_type"] ?? definition["space_type"] ?? "l2"
  const space = (["l2", "cosinesimil", "innerproduct"] as const).find((name) => name === named)
  if (space === undefined) throw mapperParsing(`Space type [${asText(named)}] is not supported`)
  return { type: "knn_vector", definition, dimension, space }
}
