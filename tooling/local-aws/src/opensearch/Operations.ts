/**
 * Performs one request whose route is known (`Routes.ts`): search, count, bulk, and operations on documents and
 * indices. Throws `OpenSearchError` as the real service would answer.
 */
import { randomUUID } from "node:crypto"
import { bulk } from "./Bulk.ts"
import { readOne, write, type WriteResult } from "./documents/Documents.ts"
import { describe, extendMapping, type Indices } from "./documents/Indices.ts"
import { asText, isObject, type JsonObject } from "./documents/Json.ts"
import {
  illegalArgument,
  OpenSearchError,
  parsingException,
  validation,
} from "./documents/OpenSearchError.ts"
import { type Route } from "./Routes.ts"
import { count, search } from "./query/Search.ts"

interface Call {
  readonly indices: Indices
  readonly index: string
  readonly id: string
  readonly parameters: URLSearchParams
  readonly body: Buffer
  readonly nowMs: number
}

/** @throws OpenSearchError */
export const perform = (
  indices: Indices,
  route: Route,
  parameters: URLSearchParams,
  body: Buffer,
): WriteResult => {
  const operation = operations[route.operation]
  if (operation === undefined) throw illegalArgument(`no operation [${route.operation}]`)
  return operation({
    indices,
    index: route.index ?? "_all",
    id: route.id ?? randomUUID(),
    parameters,
    body,
    nowMs: Date.now(),
  })
}

const ok = (body: JsonObject): WriteResult => ({ status: 200, body })

const operations: Readonly<Record<string, (call: Call) => WriteResult>> = {
  Search: ({ indices, index, parameters, body, nowMs }) =>
    ok(search(indices.resolve(index), { ...readBody(body), ...fromQuery(parameters) }, nowMs)),
  MultiSearch: (call) => ok(multiSearch(call)),
  Count: ({ indices, index, body, nowMs }) => {
    const resolved = indices.resolve(index)
    return ok({
      count: count(resolved, readBody(body)["query"], nowMs),
      _shards: { total: resolved.length, successful: resolved.length, skipped: 0, failed: 0 },
    })
  },
  MultiGet: (call) => ok(multiGet(call)),
  Bulk: ({ indices, index, body, nowMs }) =>
    ok(bulk(indices, index === "_all" ? undefined : index, body, nowMs)),
  GetDocument: ({ indices, index, id, parameters }) =>
    readOne(indices.get(index), id, fromQuery(parameters)["_source"]),
  IndexDocument: ({ indices, index, id, body }) =>
    write(indices.getOrCreate(index), "index", id, required(body)),
  CreateDocument: ({ indices, index, id, body }) =>
    write(indices.getOrCreate(index), "create", id, required(body)),
  UpdateDocument: ({ indices, index, id, body }) =>
    write(indices.getOrCreate(index), "update", id, required(body)),
  DeleteDocument: ({ indices, index, id }) => write(indices.get(index), "delete", id, undefined),
  GetMapping: ({ indices, index }) => ok(describe(indices.resolve(index), ["mappings"])),
  GetSettings: ({ indices, index }) => ok(describe(indices.resolve(index), ["settings"])),
  GetIndex: ({ indices, index }) =>
    ok(describe(indices.resolve(index), ["aliases", "mappings", "settings"])),
  PutMapping: ({ indices, index, body }) => {
    extendMapping(indices.resolve(index), required(body))
    return ok({ acknowledged: true })
  },
  IndexExists: ({ indices, index }) => {
    indices.resolve(index)
    return ok({})
  },
  CreateIndex: ({ indices, index, body }) => {
    indices.create(index, readBody(body))
    return ok({ acknowledged: true, shards_acknowledged: true, index })
  },
  DeleteIndex: ({ indices, index }) => {
    indices.remove(index)
    return ok({ acknowledged: true })
  },
}

const readBody = (body: Buffer): JsonObject => (body.length === 0 ? {} : required(body))

const required = (body: Buffer): JsonObject => {
  const parsed = parse(body.toString("utf8"))
  if (!isObject(parsed)) throw parsingException("Expected [START_OBJECT] at the start of the body")
  return parsed
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new OpenSearchError(400, "json_parse_exception", "The body is not valid JSON")
  }
}

/** Search options that may stand in the address; they win over the body, as in OpenSearch. */
const fromQuery = (parameters: URLSearchParams): JsonObject => {
  const plain = ["size", "from", "track_total_hits"].flatMap((name) => {
    const value = parameters.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const list = (name: string) => parameters.get(name)?.split(",")
  const includes = list("_source_includes") ?? list("_source_include")
  const excludes = list("_source_excludes") ?? list("_source_exclude")
  const source = parameters.get("_source")
  const flag = source === "true" || source === "false" ? source : source?.split(",")
  const chosen =
    includes === undefined && excludes === undefined
      ? flag
      : { includes: includes ?? [], excludes: excludes ?? [] }
  return Object.fromEntries([
    ...plain,
    ...(chosen === undefined ? [] : [["_source", chosen] as const]),
  ])
}

const multiGet = ({ indices, index, body }: Call): JsonObject => {
  const { docs, ids } = required(body)
  const wanted: ReadonlyArray<unknown> = Array.isArray(docs)
    ? docs
    : Array.isArray(ids)
      ? ids.map((id: unknown) => ({ _id: id }))
      : []
  if (wanted.length === 0) throw validation("no documents to get")
  return {
    docs: wanted.map((one) => {
      if (!isObject(one) || one["_id"] === undefined)
        throw illegalArgument("[_mget] each of docs needs an [_id]")
      const name = typeof one["_index"] === "string" ? one["_index"] : index
      try {
        return readOne(indices.get(name), asText(one["_id"]), one["_source"]).body
      } catch (error) {
        if (!(error instanceof OpenSearchError)) throw error
        return { _index: name, _id: one["_id"], error: error.detail }
      }
    }),
  }
}

/** The most searches that one request may hold. */
const maxSearches = 1_000

const multiSearch = ({ indices, index, body, nowMs }: Call): JsonObject => {
  const lines = body
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
  if (lines.length === 0 || lines.length % 2 === 1 || lines.length / 2 > maxSearches) {
    throw validation(`from 1 to ${maxSearches} searches of two lines each are needed`)
  }
  const responses = Array.from({ length: lines.length / 2 }, (_, at) => {
    try {
      const header = parse(lines[2 * at] ?? "")
      const query = parse(lines[2 * at + 1] ?? "")
      if (!isObject(header) || !isObject(query)) throw parsingException("Expected [START_OBJECT]")
      const named = header["index"] ?? index
      const resolved = indices.resolve(Array.isArray(named) ? named.join(",") : asText(named))
      return { ...search(resolved, query, nowMs), status: 200 }
    } catch (error) {
      if (!(error instanceof OpenSearchError)) throw error
      return error.body
    }
  })
  return { took: Math.max(0, Date.now() - nowMs), responses }
}
