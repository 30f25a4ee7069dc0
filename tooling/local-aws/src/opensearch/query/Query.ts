/**
 * Compiles the query of a search into a function that scores one document.
 *
 * A query this emulator does not know is refused by name, as OpenSearch refuses an unknown one;
 * nothing is silently ignored.
 */
import { asText, isObject, type JsonObject } from "../documents/Json.ts"
import { knnQuery } from "./KnnQuery.ts"
import {
  existsQuery,
  idsQuery,
  prefixQuery,
  rangeQuery,
  termQuery,
  termsQuery,
} from "./LeafQueries.ts"
import { matchQuery } from "./MatchQuery.ts"
import { illegalArgument, parsingException } from "../documents/OpenSearchError.ts"
import { boostOf, onlyKeys, type QueryContext, type Scorer } from "./QueryBody.ts"
import { type SearchIndex } from "../documents/SearchIndex.ts"

/** OpenSearch's own bound on nested queries. */
const maxDepth = 20

/** @throws OpenSearchError */
export const compileQuery = (
  index: SearchIndex,
  nowMs: number,
  query: unknown,
  depth = 0,
): Scorer => {
  if (depth > maxDepth) {
    throw illegalArgument(`The nested depth of the query exceeds the maximum of [${maxDepth}]`)
  }
  if (!isObject(query))
    throw parsingException("[_na] query malformed, must start with start_object")
  const names = Object.keys(query)
  const name = names[0]
  if (name === undefined) throw illegalArgument("query malformed, empty clause found")
  if (names.length > 1) {
    throw parsingException(
      `[${name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]`,
    )
  }
  const compiler = Object.hasOwn(compilers, name) ? compilers[name] : undefined
  if (compiler === undefined) throw parsingException(`unknown query [${name}]`)
  const body = query[name]
  if (!isObject(body)) {
    throw parsingException(`[${name}] query malformed, no start_object after query name`)
  }
  return compiler(body, {
    index,
    nowMs,
    compile: (inner) => compileQuery(index, nowMs, inner, depth + 1),
  })
}

type Compiler = (body: JsonObject, context: QueryContext) => Scorer

const matchAll: Compiler = (body) => {
  onlyKeys("match_all", body, ["boost"])
  const boost = boostOf(body)
  return () => boost
}

const constantScore: Compiler = (body, { compile }) => {
  onlyKeys("constant_score", body, ["filter", "boost"])
  const filter = compile(body["filter"])
  const boost = boostOf(body)
  return (document) => (filter(document) === undefined ? undefined : boost)
}

const boolQuery: Compiler = (body, { compile }) => {
  onlyKeys("bool", body, ["must", "filter", "must_not", "should", "minimum_should_match", "boost"])
  const clauses = (name: string): ReadonlyArray<Scorer> => {
    const given = body[name] ?? []
    return (Array.isArray(given) ? given : [given]).map((clause) => compile(clause))
  }
  const must = clauses("must")
  const filter = clauses("filter")
  const mustNot = clauses("must_not")
  const should = clauses("should")
  const needed = shouldMatch(body, should.length, must.length + filter.length)
  const boost = boostOf(body)
  const score: Scorer = (document) => {
    for (const clause of filter) if (clause(document) === undefined) return undefined
    for (const clause of mustNot) if (clause(document) !== undefined) return undefined
    let sum = 0
    for (const clause of must) {
      const part = clause(document)
      if (part === undefined) return undefined
      sum += part
    }
    let matched = 0
    for (const clause of should) {
      const part = clause(document)
      if (part === undefined) continue
      matched += 1
      sum += part
    }
    return matched < needed ? undefined : sum * boost
  }
  const narrowest = [...filter, ...must]
    .flatMap(({ slots }) => slots ?? [])
    .reduce<ReadonlySet<number> | undefined>(smaller, undefined)
  return narrowest === undefined ? score : Object.assign(score, { slots: narrowest })
}

const smaller = (
  left: ReadonlySet<number> | undefined,
  right: ReadonlySet<number>,
): ReadonlySet<number> => (left === undefined || right.size < left.size ? right : left)

const shouldMatch = (body: JsonObject, should: number, others: number): number => {
  const given = body["minimum_should_match"]
  if (given === undefined) return should > 0 && others === 0 ? 1 : 0
  const match = /^(-?\d{1,9})(%?)$/.exec(asText(given))
  if (match === null) {
    throw illegalArgument(
      `[minimum_should_match] must be a number or a percentage: ${asText(given)}`,
    )
  }
  const amount = Number(match[1])
  const count = match[2] === "%" ? Math.trunc((amount * should) / 100) : amount
  return Math.max(0, count < 0 ? should + count : count)
}

const compilers: Readonly<Record<string, Compiler>> = {
  bool: boolQuery,
  constant_score: constantScore,
  exists: existsQuery,
  ids: idsQuery,
  knn: knnQuery,
  match: matchQuery,
  match_all: matchAll,
  match_none: () => () => undefined,
  prefix: prefixQuery,
  range: rangeQuery,
  term: termQuery,
  terms: termsQuery,
}
