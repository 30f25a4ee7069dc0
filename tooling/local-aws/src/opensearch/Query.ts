/**
 * Compiles the query of a search into a function that scores one document.
 *
 * What the store does not use is refused by name, as OpenSearch refuses what it does not know; nothing is silently
 * ignored.
 */
import { isObject, type JsonObject } from "@manga-assist/bedrock-emulator/services"
import { type Field, queryValue, type Value, vectorOf } from "./Mapping.ts"
import { matchQuery } from "./MatchQuery.ts"
import {
  illegalArgument,
  type OpenSearchError,
  parsingException,
  shardFailure,
  unknownField,
} from "./OpenSearchError.ts"
import type { SearchIndex } from "./SearchIndex.ts"

/** The score of the document in a slot, 0 or more, or `undefined` when it does not match. */
export interface Scorer {
  (slot: number): number | undefined
  /** When known: every document that matches is in one of these slots. Saves looking at the others. */
  readonly among?: ReadonlySet<number>
}

type Compiler = (body: JsonObject, index: SearchIndex) => Scorer

/** @throws OpenSearchError */
export const compileQuery = (index: SearchIndex, query: unknown): Scorer => {
  const [name, body] = onlyEntry("query", query)
  const compiler = Object.hasOwn(compilers, name) ? compilers[name] : undefined
  if (compiler === undefined) throw parsingException(`unknown query [${name}]`)
  if (!isObject(body)) throw parsingException(`[${name}] query malformed`)
  return compiler(body, index)
}

/** Each document that matches, with its score. */
export const matching = (index: SearchIndex, scorer: Scorer) => {
  const found: Array<{ readonly slot: number; readonly score: number }> = []
  for (const slot of scorer.among ?? index.documents.keys()) {
    const score = index.documents[slot] === undefined ? undefined : scorer(slot)
    if (score !== undefined) found.push({ slot, score })
  }
  return found
}

const onlyEntry = (what: string, body: unknown): readonly [name: string, value: unknown] => {
  const entries = isObject(body) ? Object.entries(body) : []
  const [entry] = entries
  if (entry !== undefined && entries.length === 1) return entry
  throw parsingException(`[${what}] query malformed, exactly one name is expected`)
}

/** `refusal`: of a key that is not known. @throws OpenSearchError */
const onlyKeys = (
  query: string,
  body: JsonObject,
  known: ReadonlyArray<string>,
  refusal: (query: string, key: string) => OpenSearchError,
): void => {
  const unknown = Object.keys(body).find((key) => !known.includes(key))
  if (unknown !== undefined) throw refusal(query, unknown)
}

const unsupported = (query: string, key: string): OpenSearchError =>
  parsingException(`[${query}] query does not support [${key}]`)

/** A field whose values can be compared; `undefined` where no such field is mapped. @throws OpenSearchError */
export const comparable = ({ mapping }: SearchIndex, path: string): Field | undefined => {
  const field = mapping.fields.get(path)
  if (field?.type !== "text" && field?.type !== "knn_vector") return field
  throw shardFailure(`[${path}] is a ${field.type}. Please use a keyword field instead`)
}

const never: Scorer = () => undefined

const anyOf = (index: SearchIndex, path: string, given: ReadonlyArray<unknown>): Scorer => {
  const field = comparable(index, path)
  if (field === undefined) return never
  const { slots } = index.column(path)
  const sets = given.flatMap((each) => slots.get(queryValue(path, field, each)) ?? [])
  const among =
    sets.length === 1 && sets[0] ? sets[0] : new Set(sets.flatMap((own) => Array.from(own)))
  const scorer: Scorer = (slot) => (among.has(slot) ? 1 : undefined)
  return Object.assign(scorer, { among })
}

const bounds: Readonly<Record<string, (value: Value, bound: Value) => boolean>> = {
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
}

const rangeQuery: Compiler = (body, index) => {
  const [path, options] = onlyEntry("range", body)
  if (!isObject(options)) throw parsingException(`[range] query malformed for field [${path}]`)
  onlyKeys("range", options, Object.keys(bounds), unsupported)
  const field = comparable(index, path)
  if (field === undefined) return never
  const limits = Object.entries(bounds).flatMap(([name, holds]) =>
    options[name] === undefined ? [] : [{ holds, bound: queryValue(path, field, options[name]) }],
  )
  const isWithin = (value: Value) => limits.every(({ bound, holds }) => holds(value, bound))
  const { values } = index.column(path)
  return (slot) => (values[slot]?.some(isWithin) === true ? 1 : undefined)
}

const boolQuery: Compiler = (body, index) => {
  onlyKeys("bool", body, ["filter", "must_not", "should", "minimum_should_match"], unknownField)
  const clauses = (name: string): ReadonlyArray<Scorer> => {
    const given = body[name] ?? []
    return (Array.isArray(given) ? given : [given]).map((each) => compileQuery(index, each))
  }
  const [filter, mustNot, should] = [clauses("filter"), clauses("must_not"), clauses("should")]
  const least = body["minimum_should_match"] ?? (should.length > 0 && filter.length === 0 ? 1 : 0)
  if (typeof least !== "number") throw illegalArgument("[minimum_should_match] must be a number")
  const scorer: Scorer = (slot) => {
    if (filter.some((clause) => clause(slot) === undefined)) return undefined
    if (mustNot.some((clause) => clause(slot) !== undefined)) return undefined
    const scores = should.flatMap((clause) => clause(slot) ?? [])
    return scores.length < least ? undefined : scores.reduce((sum, score) => sum + score, 0)
  }
  const [among] = filter.flatMap((each) => each.among ?? []).toSorted((a, b) => a.size - b.size)
  return among === undefined ? scorer : Object.assign(scorer, { among })
}

/** The largest `k` that OpenSearch takes. */
const mostNear = 10_000

/** The `k` nearest among those that pass the filter, exactly, where a real index is approximate. */
const knnQuery: Compiler = (body, index) => {
  const [path, options] = onlyEntry("knn", body)
  if (!isObject(options)) throw parsingException(`[knn] query malformed for field [${path}]`)
  onlyKeys("knn", options, ["vector", "k", "filter"], unknownField)
  const { filter = { match_all: {} }, k } = options
  const field = index.mapping.fields.get(path)
  if (field?.type !== "knn_vector") throw shardFailure(`Field '${path}' is not knn_vector type.`)
  const target = vectorOf(options["vector"])
  if (target === undefined) throw illegalArgument("[knn] requires query vector")
  if (target.length !== field.dimension) {
    throw shardFailure(
      `Query vector has invalid dimension: ${target.length}. Dimension should be: ${field.dimension}`,
    )
  }
  if (typeof k !== "number" || !Number.isInteger(k) || k < 1 || k > mostNear) {
    throw illegalArgument(`[knn] requires k from 1 to ${mostNear}`)
  }
  const vectors = index.vectors(path)
  const nearest = matching(index, compileQuery(index, filter))
    .flatMap(({ slot }) => {
      const vector = vectors[slot]
      return vector === undefined ? [] : [{ slot, score: nearness(vector, target) }]
    })
    .toSorted((a, b) => b.score - a.score || a.slot - b.slot)
    .slice(0, k)
  const scores = new Map(nearest.map(({ score, slot }) => [slot, score]))
  const scorer: Scorer = (slot) => scores.get(slot)
  return Object.assign(scorer, { among: new Set(scores.keys()) })
}

/** As the k-NN plugin turns an inner product into a score, for the engine faiss. */
const nearness = (vector: ReadonlyArray<number>, target: ReadonlyArray<number>): number => {
  let product = 0
  for (let at = 0; at < vector.length; at += 1) product += (vector[at] ?? 0) * (target[at] ?? 0)
  return product >= 0 ? 1 + product : 1 / (1 - product)
}

const compilers: Readonly<Record<string, Compiler>> = {
  bool: boolQuery,
  knn: knnQuery,
  match: (body, index) => {
    const [path, text] = onlyEntry("match", body)
    if (typeof text !== "string") throw illegalArgument("No text specified for text query")
    return matchQuery(index, path, text)
  },
  match_all: (body) => {
    onlyKeys("match_all", body, [], unsupported)
    return () => 1
  },
  range: rangeQuery,
  term: (body, index) => {
    const [path, value] = onlyEntry("term", body)
    return anyOf(index, path, [value])
  },
  terms: (body, index) => {
    const [path, list] = onlyEntry("terms", body)
    if (!Array.isArray(list)) throw parsingException(`[terms] query needs a list for [${path}]`)
    return anyOf(index, path, list)
  },
}
