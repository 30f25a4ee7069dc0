/**
 * The full-text query `match`, scored by BM25 with OpenSearch's defaults (k1 1.2, b 0.75). On a field that is not text
 * it becomes a `term` query.
 */
import { type Column } from "../documents/Column.ts"
import { queryValue } from "../documents/DocumentValues.ts"
import { asText, type JsonObject } from "../documents/Json.ts"
import { illegalArgument } from "../documents/OpenSearchError.ts"
import { boostOf, oneField, onlyKeys, type QueryContext, type Scorer } from "./QueryBody.ts"
import { type SearchIndex } from "../documents/SearchIndex.ts"
import { tokens } from "./Tokens.ts"

const k1 = 1.2
const b = 0.75

export const matchQuery = (body: JsonObject, { index, compile }: QueryContext): Scorer => {
  const { path, options } = oneField("match", body, "query")
  onlyKeys("match", options, ["query", "operator", "boost", "minimum_should_match"])
  const given = options["query"]
  if (given === undefined || given === null)
    throw illegalArgument("No text specified for text query")
  const operator = asText(options["operator"] ?? "or").toLowerCase()
  if (operator !== "or" && operator !== "and") {
    throw illegalArgument(`operator needs to be either OR or AND, but not [${operator}]`)
  }
  const boost = boostOf(options)
  const field = index.mapping.fields.get(path)
  if (field === undefined) return () => undefined
  if (field.type !== "text") {
    return compile({ term: { [path]: { value: queryValue(path, field, given), boost } } })
  }

  const wanted = [...new Set(tokens(asText(given)))]
  const needed = operator === "and" ? wanted.length : neededOf(options, wanted.length)
  const column = index.column(path)
  const { weights, averageLength } = statistics(wanted, path, index)
  return (document) => {
    const words = wordsOf(column, document.slot)
    const norm = k1 * (1 - b + (b * words.length) / averageLength)
    let score = 0
    let matched = 0
    for (const [word, weight] of weights) {
      let frequency = 0
      for (const each of words) if (each === word) frequency += 1
      if (frequency === 0) continue
      matched += 1
      score += (weight * frequency * (k1 + 1)) / (frequency + norm)
    }
    return matched === 0 || matched < needed ? undefined : score * boost
  }
}

const neededOf = (options: JsonObject, words: number): number => {
  const match = /^(\d{1,9})(%?)$/.exec(asText(options["minimum_should_match"] ?? "1"))
  if (match === null)
    throw illegalArgument("[minimum_should_match] must be a number or a percentage")
  const amount = Number(match[1])
  return match[2] === "%" ? Math.trunc((amount * words) / 100) : amount
}

const wordsOf = (column: Column, slot: number): ReadonlyArray<string> => {
  const values = column.at(slot) ?? []
  const [only] = values
  return values.length === 1
    ? tokens(String(only))
    : values.flatMap((value) => tokens(String(value)))
}

const statistics = (
  wanted: ReadonlyArray<string>,
  path: string,
  index: SearchIndex,
): { readonly weights: ReadonlyMap<string, number>; readonly averageLength: number } => {
  const counts = new Map(wanted.map((word) => [word, 0]))
  let total = 0
  let length = 0
  const column = index.column(path)
  // A hundred documents share a synopsis: each is looked through once.
  const texts = new Map<ReadonlyArray<string>, number>()
  for (const document of index.documents()) {
    const words = wordsOf(column, document.slot)
    if (words.length > 0) texts.set(words, (texts.get(words) ?? 0) + 1)
  }
  for (const [words, times] of texts) {
    total += times
    length += words.length * times
    for (const [word, count] of counts) if (words.includes(word)) counts.set(word, count + times)
  }
  const weights = new Map(
    [...counts].map(([word, count]) => [word, Math.log(1 + (total - count + 0.5) / (count + 0.5))]),
  )
  return { weights, averageLength: total === 0 ? 1 : length / total }
}
