/**
 * Operations on one document of an index: index, create, update, delete, get. Responses and errors have OpenSearch's
 * format.
 */
import { isObject, type JsonObject } from "./Json.ts"
import { illegalArgument, mapperParsing, OpenSearchError, validation } from "./OpenSearchError.ts"
import { type IndexedDocument, type SearchIndex } from "./SearchIndex.ts"
import { readSourceFilter } from "./SourceFilter.ts"

export interface WriteResult {
  readonly status: number
  readonly body: JsonObject
}

export type WriteAction = "index" | "create" | "update" | "delete"

/** OpenSearch's bound on an id. */
const maxIdBytes = 512

/** @throws OpenSearchError */
export const write = (
  index: SearchIndex,
  action: WriteAction,
  id: string,
  body: unknown,
): WriteResult => {
  if (id === "") throw illegalArgument("if _id is specified it must not be empty")
  if (Buffer.byteLength(id) > maxIdBytes) {
    throw illegalArgument(
      `id [${id.slice(0, 20)}…] is too long, must be no longer than ${maxIdBytes} bytes`,
    )
  }
  if (action === "delete") return remove(index, id)
  if (!isObject(body)) throw mapperParsing("failed to parse: the document is not an object")
  if (action === "update") return update(index, id, body)
  const existing = index.get(id)
  if (action === "create" && existing !== undefined) {
    throw new OpenSearchError(
      409,
      "version_conflict_engine_exception",
      `[${id}]: version conflict, document already exists (current version [${existing.version}])`,
      { index: index.name, shard: "0", index_uuid: index.name },
    )
  }
  return written(index, index.put(id, body), existing === undefined ? "created" : "updated")
}

/** @throws OpenSearchError for a `_source` form that does not exist */
export const readOne = (index: SearchIndex, id: string, source: unknown): WriteResult => {
  const document = index.get(id)
  if (document === undefined) {
    return { status: 404, body: { _index: index.name, _id: id, found: false } }
  }
  const shown = readSourceFilter(source)(document.source)
  return {
    status: 200,
    body: {
      _index: index.name,
      _id: id,
      _version: document.version,
      _seq_no: document.sequence,
      _primary_term: 1,
      found: true,
      ...(shown === undefined ? {} : { _source: shown }),
    },
  }
}

const remove = (index: SearchIndex, id: string): WriteResult => {
  const document = index.remove(id)
  if (document !== undefined) {
    return written(index, { ...document, version: document.version + 1 }, "deleted")
  }
  return {
    status: 404,
    body: { _index: index.name, _id: id, _version: 1, result: "not_found", _shards: shards },
  }
}

const update = (index: SearchIndex, id: string, body: JsonObject): WriteResult => {
  const known = new Set(["doc", "doc_as_upsert", "upsert", "detect_noop", "_source"])
  const unknown = Object.keys(body).find((key) => !known.has(key))
  if (unknown !== undefined) {
    throw new OpenSearchError(
      400,
      "x_content_parse_exception",
      `[UpdateRequest] unknown field [${unknown}]`,
    )
  }
  const partial = body["doc"]
  const existing = index.get(id)
  if (existing === undefined) {
    const first = body["upsert"] ?? (body["doc_as_upsert"] === true ? partial : undefined)
    if (isObject(first)) return written(index, index.put(id, first), "created")
    throw new OpenSearchError(404, "document_missing_exception", `[${id}]: document missing`, {
      index: index.name,
      shard: "0",
      index_uuid: index.name,
    })
  }
  if (!isObject(partial)) throw validation("script or doc is missing")
  return written(index, index.put(id, merge(existing.source, partial)), "updated")
}

const merge = (old: JsonObject, partial: JsonObject): JsonObject =>
  Object.fromEntries([
    ...Object.entries(old),
    ...Object.entries(partial).map(([name, value]) => {
      const before = Object.hasOwn(old, name) ? old[name] : undefined
      return [name, isObject(before) && isObject(value) ? merge(before, value) : value] as const
    }),
  ])

const shards = { total: 1, successful: 1, failed: 0 }

const written = (
  index: SearchIndex,
  document: IndexedDocument,
  result: "created" | "updated" | "deleted",
): WriteResult => ({
  status: result === "created" ? 201 : 200,
  body: {
    _index: index.name,
    _id: document.id,
    _version: document.version,
    result,
    _shards: shards,
    _seq_no: document.sequence,
    _primary_term: 1,
  },
})
