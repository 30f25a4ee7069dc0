/**
 * Serialises the body of an OpenSearch search. A vector that came from an embedding model (`VectorReply.ts`) is not
 * formatted again: its received text is copied, because formatting would take longer than the rest of the request.
 * Pure.
 */
import { receivedJson } from "./VectorReply.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const only = (value: unknown, name?: string): readonly [string, Fields] | undefined => {
  if (!isFields(value)) return undefined
  const [first, ...others] = Object.entries(value)
  if (first === undefined || others.length > 0) return undefined
  const [key, inner] = first
  return (name === undefined || key === name) && isFields(inner) ? [key, inner] : undefined
}

export const searchJson = (body: Fields): string => {
  const { query, ...others } = body
  const [field, nearest] = only(only(query, "knn")?.[1]) ?? []
  if (field === undefined || nearest === undefined) return JSON.stringify(body)
  const { vector, ...rest } = nearest
  const numbers = receivedJson(vector)
  if (numbers === undefined) return JSON.stringify(body)
  // With the vector first, what stands in for it stands where the text is known.
  const text = JSON.stringify({ query: { knn: { [field]: { vector: 0, ...rest } } }, ...others })
  const start = `{"query":{"knn":{${JSON.stringify(field)}:{"vector":`
  return `${start}${numbers}${text.slice(start.length + 1)}`
}
