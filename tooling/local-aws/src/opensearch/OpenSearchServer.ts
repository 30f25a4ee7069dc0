/**
 * Emulates OpenSearch Serverless on loopback, in memory: the part of its API that a vector search uses.
 *
 * Search is exact and sees every write at once, where the real service is approximate and refreshes in seconds.
 */
import {
  type FrontResponse,
  jsonResponse,
  type RunningService,
  type ServiceContext,
} from "@manga-assist/bedrock-emulator/services"
import { startHttpFront } from "../HttpFront.ts"
import { makeIndices } from "./documents/Indices.ts"
import { OpenSearchError } from "./documents/OpenSearchError.ts"
import { perform } from "./Operations.ts"
import { findRoute } from "./Routes.ts"

/** OpenSearch's `http.max_content_length`. */
const maxBodyBytes = 100 * 1024 * 1024

/** @throws PortUnavailable */
export const startOpenSearch = async (options: {
  readonly context: ServiceContext
  readonly host: string
  readonly port: number
}): Promise<RunningService> => {
  const indices = makeIndices()
  const front = await startHttpFront({
    ...options,
    maxBodyBytes,
    compress: true,
    operationOf: (request) => {
      const route = findRoute(request.method ?? "", request.url ?? "")
      return "operation" in route ? route.operation : "Unknown"
    },
    handle: ({ method, target, body }) => {
      const route = findRoute(method, target)
      if (!("operation" in route)) return unrouted(method, target, route.allowed)
      try {
        const { status, body: answer } = perform(indices, route, parameters(target), body)
        return served(jsonResponse(status, answer))
      } catch (error) {
        if (error instanceof OpenSearchError) return served(jsonResponse(error.status, error.body))
        throw error
      }
    },
    problem,
  })
  return {
    environment: { OPENSEARCH_URL: `http://${options.host}:${front.port}` },
    close: front.close,
  }
}

const parameters = (target: string): URLSearchParams => {
  const at = target.indexOf("?")
  return new URLSearchParams(at < 0 ? "" : target.slice(at + 1))
}

/** The header by which the real service is told from a cluster. */
const served = (response: FrontResponse): FrontResponse => ({
  ...response,
  headers: { ...response.headers, server: "aoss-amazon" },
})

const unrouted = (
  method: string,
  target: string,
  allowed: ReadonlyArray<string>,
): FrontResponse => {
  if (allowed.length === 0) {
    return served(
      jsonResponse(404, {
        status: 404,
        error: { type: "not_found", reason: `no such path: ${target.slice(0, 200)}` },
      }),
    )
  }
  return served(
    jsonResponse(405, {
      error: `Incorrect HTTP method for uri [${target.slice(0, 200)}] and method [${method}], allowed: [${[...new Set(allowed)].join(", ")}]`,
      status: 405,
    }),
  )
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

const problem = (kind: keyof typeof problems): FrontResponse => {
  const [status, type, reason] = problems[kind]
  return served(jsonResponse(status, new OpenSearchError(status, type, reason).body))
}
