/**
 * The query `knn`: the k nearest documents to a vector among those that pass its filter. The filter is applied before
 * the search, as by OpenSearch's efficient filter.
 */
import { isObject, type JsonObject } from "../documents/Json.ts"
import { illegalArgument, queryShardException } from "../documents/OpenSearchError.ts"
import {
  boostOf,
  candidates,
  oneField,
  onlyKeys,
  type QueryContext,
  type Scorer,
} from "./QueryBody.ts"

/** The largest `k` that OpenSearch takes. */
const maxK = 10_000

const keys = [
  "vector",
  "k",
  "filter",
  "min_score",
  "max_distance",
  "boost",
  "method_parameters",
  "rescore",
  "expand_nested_docs",
]

export const knnQuery = (body: JsonObject, { index, compile }: QueryContext): Scorer => {
  const { path, options } = oneField("knn", body)
  onlyKeys("knn", options, keys)
  const field = index.mapping.fields.get(path)
  if (field === undefined) return () => undefined
  if (field.type !== "knn_vector") {
    throw unsuitable(index.name, `Field '${path}' is not knn_vector type.`)
  }
  const query = readVector(index.name, field.dimension, options["vector"])
  const limit = readLimit(options, field.space)
  const filter = options["filter"] === undefined ? undefined : compile(options["filter"])
  const boost = boostOf(options)

  const slots: Array<number> = []
  for (const document of candidates(index, filter)) {
    if (filter === undefined || filter(document) !== undefined) slots.push(document.slot)
  }
  const found = index.vectors(path)?.nearest(query, slots, limit) ?? []
  const scores = new Map(found.map(({ slot, score }) => [slot, score * boost]))
  const scorer: Scorer = ({ slot }) => scores.get(slot)
  return Object.assign(scorer, { slots: new Set(scores.keys()) })
}

const unsuitable = (index: string, reason: string) =>
  queryShardException(index, `failed to create query: ${reason}`, {
    type: "illegal_argument_exception",
    reason,
  })

const readVector = (index: string, dimension: number, vector: unknown): ReadonlyArray<number> => {
  if (!Array.isArray(vector) || vector.length === 0) {
    throw illegalArgument("[knn] requires query vector")
  }
  const numbers = vector.filter(
    (each): each is number => typeof each === "number" && Number.isFinite(each),
  )
  if (numbers.length !== vector.length) {
    throw illegalArgument("[knn] query vector must be made of finite numbers")
  }
  if (numbers.length !== dimension) {
    const reason = `Query vector has invalid dimension: ${numbers.length}. Dimension should be: ${dimension}`
    throw unsuitable(index, reason)
  }
  return numbers
}

const readLimit = (
  options: JsonObject,
  space: string,
): { readonly k: number; readonly minScore: number } => {
  const { k, min_score: minScore, max_distance: maxDistance } = options
  const given = [k, minScore, maxDistance].filter((each) => each !== undefined)
  if (given.length !== 1) {
    throw illegalArgument("[knn] requires exactly one of k, distance or score to be set")
  }
  if (isObject(options["method_parameters"])) {
    onlyKeys("method_parameters", options["method_parameters"], ["ef_search", "nprobes"])
  }
  if (typeof k === "number") {
    if (!Number.isInteger(k) || k < 1) throw illegalArgument("[knn] requires k > 0")
    if (k > maxK) throw illegalArgument(`[knn] requires k <= ${maxK}`)
    return { k, minScore: -Infinity }
  }
  if (typeof minScore === "number") return { k: maxK, minScore }
  if (typeof maxDistance === "number") return { k: maxK, minScore: scoreAt(maxDistance, space) }
  throw illegalArgument("[knn] k, min_score and max_distance must be numbers")
}

const scoreAt = (distance: number, space: string): number => {
  if (space === "cosinesimil") return (2 - distance) / 2
  if (space === "l2") return 1 / (1 + distance)
  return distance > 0 ? 1 / (1 + distance) : 1 - distance
}
