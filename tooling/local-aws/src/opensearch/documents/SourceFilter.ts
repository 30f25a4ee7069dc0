/**
 * Selects the fields of a hit's source by the `_source` option in each of its forms: boolean, patterns, includes and
 * excludes.
 */
import { globSource, isObject, type JsonObject } from "./Json.ts"
import { parsingException } from "./OpenSearchError.ts"

/** `undefined`: no source at all. */
export type SourceFilter = (source: JsonObject) => JsonObject | undefined

/** @throws OpenSearchError */
export const readSourceFilter = (given: unknown): SourceFilter => {
  if (given === undefined || given === true || given === "true") return (source) => source
  if (given === false || given === "false") return () => undefined
  if (typeof given === "string" || Array.isArray(given)) return filterBy(patterns(given), [])
  if (!isObject(given))
    throw parsingException(
      `Expected one of [VALUE_BOOLEAN, START_OBJECT] but found [${typeof given}] for [_source]`,
    )
  const known = new Set(["includes", "include", "excludes", "exclude"])
  const unknown = Object.keys(given).find((key) => !known.has(key))
  if (unknown !== undefined) throw parsingException(`Unknown key for a VALUE in [${unknown}].`)
  return filterBy(
    patterns(given["includes"] ?? given["include"] ?? []),
    patterns(given["excludes"] ?? given["exclude"] ?? []),
  )
}

const patterns = (given: unknown): ReadonlyArray<string> => {
  const list: ReadonlyArray<unknown> = Array.isArray(given) ? given : [given]
  return list.map((each) => {
    if (typeof each !== "string") throw parsingException("[_source] must hold names of fields")
    return each
  })
}

const filterBy = (
  includes: ReadonlyArray<string>,
  excludes: ReadonlyArray<string>,
): SourceFilter => {
  const plain = [...includes, ...excludes].every((pattern) => !/[*.]/.test(pattern))
  if (plain && excludes.length === 0 && includes.length > 0)
    return (source) => pick(source, includes)
  const included = includes.map(matcher)
  const excluded = excludes.map(matcher)
  return (source) => walk(source, "", included, excluded)
}

/** The common case, without patterns; in the order of the source. */
const pick = (source: JsonObject, names: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(Object.entries(source).filter(([name]) => names.includes(name)))

/** Whether a path, or an object above it, is named. */
const matcher = (pattern: string): ((path: string) => boolean) => {
  const regex = new RegExp(`^${globSource(pattern)}(?:\\..*)?$`, "u")
  return (path) => regex.test(path)
}

const walk = (
  source: JsonObject,
  prefix: string,
  included: ReadonlyArray<(path: string) => boolean>,
  excluded: ReadonlyArray<(path: string) => boolean>,
): JsonObject =>
  Object.fromEntries(
    Object.entries(source).flatMap(([name, value]): ReadonlyArray<readonly [string, unknown]> => {
      const path = prefix + name
      if (excluded.some((matches) => matches(path))) return []
      const inside = included.length === 0 || included.some((matches) => matches(path))
      if (!isObject(value)) return inside ? [[name, value]] : []
      const inner = walk(value, `${path}.`, inside ? [] : included, excluded)
      return inside || Object.keys(inner).length > 0 ? [[name, inner]] : []
    }),
  )
