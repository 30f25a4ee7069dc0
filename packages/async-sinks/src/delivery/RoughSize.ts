/**
 * Estimates a record's size as JSON without serialising it: texts and keys by their characters, any other value as
 * four.
 *
 * It looks eight levels deep, so that a cyclic record ends too.
 */
const DEPTH = 8

export const roughSize = (value: unknown, depth = DEPTH): number => {
  if (typeof value === "string") return value.length + 2
  if (typeof value !== "object" || value === null) return 4
  if (depth === 0) return 2
  let size = 2
  if (Array.isArray(value)) {
    for (const each of value) size += roughSize(each, depth - 1) + 1
    return size
  }
  for (const key in value) {
    if (Object.hasOwn(value, key)) {
      const each: unknown = Reflect.get(value, key)
      size += key.length + 4 + roughSize(each, depth - 1)
    }
  }
  return size
}
