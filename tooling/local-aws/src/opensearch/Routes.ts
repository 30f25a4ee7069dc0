/**
 * Maps method and path of a request to an operation of the emulated OpenSearch.
 *
 * Only what OpenSearch Serverless serves has a route; `/`, `_cluster`, `_nodes`, `_refresh` and the like are answered
 * 404, as there.
 */
export interface Route {
  readonly operation: string
  readonly index: string | undefined
  readonly id: string | undefined
}

interface Pattern {
  readonly methods: ReadonlyArray<string>
  readonly path: RegExp
  readonly operation: string
}

const index = "/(?<index>[^/_][^/]*|_all)"
const route = (methods: string, path: string, operation: string): Pattern => ({
  methods: methods.split(" "),
  path: new RegExp(`^${path}/?$`),
  operation,
})

const patterns: ReadonlyArray<Pattern> = [
  route("GET POST", `(?:${index})?/_search`, "Search"),
  route("GET POST", `(?:${index})?/_msearch`, "MultiSearch"),
  route("GET POST", `(?:${index})?/_count`, "Count"),
  route("GET POST", `(?:${index})?/_mget`, "MultiGet"),
  route("POST PUT", `(?:${index})?/_bulk`, "Bulk"),
  route("GET HEAD", `${index}/_doc/(?<id>[^/]+)`, "GetDocument"),
  route("PUT POST", `${index}/_doc/(?<id>[^/]+)`, "IndexDocument"),
  route("DELETE", `${index}/_doc/(?<id>[^/]+)`, "DeleteDocument"),
  route("POST", `${index}/_doc`, "IndexDocument"),
  route("PUT POST", `${index}/_create/(?<id>[^/]+)`, "CreateDocument"),
  route("POST", `${index}/_update/(?<id>[^/]+)`, "UpdateDocument"),
  route("GET", `${index}/_mappings?`, "GetMapping"),
  route("PUT POST", `${index}/_mappings?`, "PutMapping"),
  route("GET", `${index}/_settings`, "GetSettings"),
  route("HEAD", index, "IndexExists"),
  route("GET", index, "GetIndex"),
  route("PUT", index, "CreateIndex"),
  route("DELETE", index, "DeleteIndex"),
]

/** The methods a known path takes, when the one asked is not among them; nothing for unknown paths. */
export interface NoRoute {
  readonly allowed: ReadonlyArray<string>
}

export const findRoute = (method: string, target: string): Route | NoRoute => {
  const path = target.split("?", 1)[0] ?? "/"
  const allowed: Array<string> = []
  for (const pattern of patterns) {
    const groups = pattern.path.exec(path)?.groups
    if (groups === undefined) continue
    if (pattern.methods.includes(method)) {
      return {
        operation: pattern.operation,
        index: decoded(groups["index"]),
        id: decoded(groups["id"]),
      }
    }
    allowed.push(...pattern.methods)
  }
  return { allowed }
}

const decoded = (part: string | undefined): string | undefined => {
  if (part === undefined) return undefined
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
