/** The registry of indices: creates, finds by name or wildcard pattern, describes and removes them. */
import { globSource, isObject, type JsonObject } from "./Json.ts"
import { addToMapping, describeMapping, readMapping } from "./Mapping.ts"
import { illegalArgument, indexNotFound, OpenSearchError } from "./OpenSearchError.ts"
import { makeSearchIndex, type SearchIndex } from "./SearchIndex.ts"

export interface Indices {
  /** @throws OpenSearchError */
  readonly create: (name: string, body: JsonObject) => SearchIndex
  /** @throws OpenSearchError `index_not_found_exception` */
  readonly get: (name: string) => SearchIndex
  /** As a write finds it: made on the fly when it does not exist. */
  readonly getOrCreate: (name: string) => SearchIndex
  /** Names, `a,b`, `prefix*`, `_all`. @throws OpenSearchError for a plain name that is not there */
  readonly resolve: (expression: string) => ReadonlyArray<SearchIndex>
  /** @throws OpenSearchError */
  readonly remove: (expression: string) => void
}

/** An index costs memory here; a laptop has no use for more. */
const maxIndices = 1_000

export const makeIndices = (): Indices => {
  const byName = new Map<string, SearchIndex>()

  const get = (name: string): SearchIndex => {
    const index = byName.get(name)
    if (index === undefined) throw indexNotFound(name)
    return index
  }

  const create = (name: string, body: JsonObject): SearchIndex => {
    checkName(name)
    if (byName.has(name)) {
      throw new OpenSearchError(
        400,
        "resource_already_exists_exception",
        `index [${name}/${name}] already exists`,
        { index: name, index_uuid: name },
      )
    }
    if (byName.size >= maxIndices) throw illegalArgument(`at most ${maxIndices} indices`)
    const unknown = Object.keys(body).find(
      (key) => !["settings", "mappings", "aliases"].includes(key),
    )
    if (unknown !== undefined) {
      throw new OpenSearchError(400, "parse_exception", `unknown key [${unknown}] for create index`)
    }
    const settings = isObject(body["settings"]) ? body["settings"] : {}
    const index = makeSearchIndex(name, settings, readMapping(body["mappings"]), Date.now())
    byName.set(name, index)
    return index
  }

  const all = () => [...byName.values()]

  const resolve = (expression: string): ReadonlyArray<SearchIndex> => {
    const found = expression.split(",").flatMap((part) => {
      if (part === "_all" || part === "*") return all()
      if (!part.includes("*")) return [get(part)]
      const pattern = new RegExp(`^${globSource(part)}$`, "su")
      return all().filter(({ name }) => pattern.test(name))
    })
    return [...new Set(found)]
  }

  return {
    create,
    get,
    getOrCreate: (name) => byName.get(name) ?? create(name, {}),
    resolve,
    remove: (expression) => {
      for (const { name } of resolve(expression)) byName.delete(name)
    },
  }
}

const checkName = (name: string): void => {
  const problem =
    name !== name.toLowerCase()
      ? "must be lowercase"
      : /^[-_+]/.test(name)
        ? "must not start with '_', '-', or '+'"
        : /[\\/*?"<>| ,#:]/.test(name) || name === "." || name === ".."
          ? String.raw`must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]`
          : Buffer.byteLength(name) > 255
            ? "index name is too long"
            : undefined
  if (problem === undefined) return
  throw new OpenSearchError(
    400,
    "invalid_index_name_exception",
    `Invalid index name [${name}], ${problem}`,
    { index: name, index_uuid: "_na_" },
  )
}

const settingsOf = (index: SearchIndex): JsonObject => {
  const inner = index.settings["index"]
  return {
    index: {
      ...index.settings,
      ...(isObject(inner) ? inner : {}),
      index: undefined,
      creation_date: String(index.createdMs),
      provided_name: index.name,
      uuid: index.name,
    },
  }
}

/** The answer of `GET /index`, `/index/_mapping` and `/index/_settings`. */
export const describe = (
  indices: ReadonlyArray<SearchIndex>,
  parts: ReadonlyArray<"aliases" | "mappings" | "settings">,
): JsonObject =>
  Object.fromEntries(
    indices.map((index) => [
      index.name,
      {
        ...(parts.includes("aliases") ? { aliases: {} } : {}),
        ...(parts.includes("mappings") ? { mappings: describeMapping(index.mapping) } : {}),
        ...(parts.includes("settings") ? { settings: settingsOf(index) } : {}),
      },
    ]),
  )

/** `PUT /index/_mapping`. @throws OpenSearchError */
export const extendMapping = (indices: ReadonlyArray<SearchIndex>, body: JsonObject): void => {
  for (const { mapping } of indices) addToMapping(mapping, body)
}
