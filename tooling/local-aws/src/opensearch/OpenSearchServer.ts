/**
 * Emulates OpenSearch Serverless on loopback, in memory: the part of its API that the store uses. All else is answered
 * 404, as Serverless answers `/`, `_cluster`, `_nodes` and `_refresh`.
 *
 * Search is exact and sees every write at once, where the real service is approximate and refreshes in seconds.
 */
import {
  type FrontResponse,
  isObject,
  jsonResponse,
  type JsonObject,
  parsedJson,
  type RunningService,
  type ServiceContext,
} from "@manga-assist/bedrock-emulator/services"
import { startHttpFront } from "../HttpFront.ts"
import { bulk, indexOfActions } from "./Bulk.ts"
import { readMapping } from "./Mapping.ts"
import { illegalArgument, OpenSearchError, parsingException } from "./OpenSearchError.ts"
import { searchAll } from "./MultiSearch.ts"
import { search } from "./Search.ts"
import { makeSearchIndex, type SearchIndex } from "./SearchIndex.ts"

/** OpenSearch's `http.max_content_length`. */
const maxBodyBytes = 100 * 1024 * 1024

/** By method and what follows the index. */
const operations = {
  "POST /_search": "Search",
  "POST /_msearch": "Search",
  "POST /_bulk": "Bulk",
  "PUT /_bulk": "Bulk",
  "GET /_mapping": "GetMapping",
  "HEAD ": "IndexExists",
  "PUT ": "CreateIndex",
  "DELETE ": "DeleteIndex",
} as const

interface Route {
  readonly operation: (typeof operations)[keyof typeof operations]
  readonly name: string
  /** Several searches in one request. */
  readonly isSeveral: boolean
}

const isKnown = (key: string): key is keyof typeof operations => Object.hasOwn(operations, key)

/** `name` is empty where each action of a `_bulk` names its index. */
const routeOf = (method = "", target = ""): Route | undefined => {
  if (method === "POST" && target === "/_bulk")
    return { operation: "Bulk", name: "", isSeveral: false }
  const [, name = "", rest = ""] = /^\/([^/_?][^/?]*)(\/_[a-z]+)?$/.exec(target) ?? []
  const key = `${method} ${rest}`
  return name !== "" && isKnown(key)
    ? { operation: operations[key], name, isSeveral: rest === "/_msearch" }
    : undefined
}

/** @throws PortUnavailable */
export const startOpenSearch = async (options: {
  readonly context: ServiceContext
  readonly host: string
  readonly port: number
}): Promise<RunningService> => {
  const indices = new Map<string, SearchIndex>()
  const front = await startHttpFront({
    ...options,
    maxBodyBytes,
    compress: true,
    operationOf: ({ method, url }) => routeOf(method, url)?.operation ?? "Unknown",
    handle: ({ method, target, body }) => {
      const route = routeOf(method, target)
      try {
        if (route === undefined) {
          throw new OpenSearchError(404, "not_found", `no such path: ${target.slice(0, 200)}`)
        }
        return answered(200, perform(indices, route, body))
      } catch (error) {
        if (error instanceof OpenSearchError) return answered(error.status, error.body)
        throw error
      }
    },
    problem: (kind) => {
      const [status, type, reason] = problems[kind]
      return answered(status, new OpenSearchError(status, type, reason).body)
    },
  })
  return {
    environment: { OPENSEARCH_URL: `http://${options.host}:${front.port}` },
    close: front.close,
  }
}

const perform = (
  indices: Map<string, SearchIndex>,
  { isSeveral, name: given, operation }: Route,
  body: Buffer,
): JsonObject => {
  const name = given === "" ? indexOfActions(body) : given
  if (operation === "CreateIndex") {
    create(indices, name, objectIn(body))
    return { acknowledged: true, shards_acknowledged: true, index: name }
  }
  const index = indices.get(name)
  const missing = new OpenSearchError(404, "index_not_found_exception", `no such index [${name}]`)
  if (isSeveral) return searchAll(index, missing, body, Date.now())
  if (index === undefined) throw missing
  switch (operation) {
    case "Search":
      return search(index, body.length === 0 ? {} : objectIn(body), Date.now())
    case "Bulk":
      return bulk(index, body, Date.now())
    case "GetMapping":
      return { [name]: { mappings: index.mapping.definition } }
    case "IndexExists":
      return {}
    case "DeleteIndex":
      indices.delete(name)
      return { acknowledged: true }
  }
}

const create = (indices: Map<string, SearchIndex>, name: string, body: JsonObject): void => {
  if (!/^[a-z0-9][a-z0-9_.-]{0,254}$/.test(name)) {
    throw new OpenSearchError(400, "invalid_index_name_exception", `Invalid index name [${name}]`)
  }
  if (indices.has(name)) {
    const reason = `index [${name}/${name}] already exists`
    throw new OpenSearchError(400, "resource_already_exists_exception", reason)
  }
  const unknown = Object.keys(body).find((key) => key !== "settings" && key !== "mappings")
  if (unknown !== undefined) throw illegalArgument(`unknown key [${unknown}] for create index`)
  indices.set(name, makeSearchIndex(name, readMapping(body["mappings"])))
}

const objectIn = (body: Buffer): JsonObject => {
  const value = parsedJson(body.toString("utf8"))
  if (isObject(value)) return value
  if (value === undefined) {
    throw new OpenSearchError(400, "json_parse_exception", "The body is not valid JSON")
  }
  throw parsingException("Expected [START_OBJECT] at the start of the body")
}

/** With the header by which the real service is told from a cluster. */
const answered = (status: number, body: unknown): FrontResponse => {
  const response = jsonResponse(status, body)
  return { ...response, headers: { ...response.headers, server: "aoss-amazon" } }
}

const problems = {
  throttle: [
    429,
    "rejected_execution_exception",
    "Too many requests: the collection is at its capacity limit",
  ],
  unavailable: [503, "service_unavailable", "The service is temporarily unavailable"],
  internal: [500, "internal_server_error", "The request could not be processed"],
  "too-large": [
    413,
    "content_too_long_exception",
    "entity content is too long for the configured buffer limit",
  ],
  "bad-encoding": [400, "parse_exception", "The content encoding of the request is not readable"],
} as const
