/** Helpers for untrusted JSON: type checks, values at dotted paths, texts for messages, wildcard patterns. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The value at a dotted path; arrays on the way yield all their elements' values. */
export const valueAt = (source: unknown, path: string): unknown => {
  if (isObject(source) && Object.hasOwn(source, path)) return source[path]
  const dot = path.indexOf(".")
  if (dot < 0) return undefined
  const head = path.slice(0, dot)
  const inner = isObject(source) && Object.hasOwn(source, head) ? source[head] : undefined
  const rest = path.slice(dot + 1)
  if (Array.isArray(inner)) {
    return inner.map((each) => valueAt(each, rest)).filter((found) => found !== undefined)
  }
  return valueAt(inner, rest)
}

/** What a message or comparison shows of a value: text and numbers as they are, all else as JSON. */
export const asText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined")

/** `a*b` as the source of a regular expression. */
export const globSource = (pattern: string): string =>
  pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\*+/g, ".*")
