/** Parses a search response of OpenSearch, keeping of each hit only what callers use. Pure. */
export interface SearchHit {
  readonly id: string
  /** Null when the query sorts by something else. */
  readonly score: number | null
  /** Empty when the query asked for no source. */
  readonly source: Record<string, unknown>
}

export type SearchReply =
  | { readonly kind: "hits"; readonly hits: ReadonlyArray<SearchHit> }
  /** The server's own time was over: what it has is not all. */
  | { readonly kind: "gave-up" }
  | { readonly kind: "malformed"; readonly detail: string; readonly cause?: unknown }

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const malformed = (detail: string): SearchReply => ({ kind: "malformed", detail })

const hitOf = (value: unknown): SearchHit | undefined => {
  if (!isFields(value)) return undefined
  const { _id: id, _score: score = null, _source: source = {} } = value
  if (typeof id !== "string" || !isFields(source)) return undefined
  return score === null || typeof score === "number" ? { id, score, source } : undefined
}

export const readSearch = (text: string): SearchReply => {
  let reply: unknown
  try {
    reply = JSON.parse(text)
  } catch (cause) {
    return { kind: "malformed", detail: cause instanceof Error ? cause.message : "", cause }
  }
  const found = isFields(reply) && isFields(reply["hits"]) ? reply["hits"]["hits"] : undefined
  if (!isFields(reply) || !Array.isArray(found)) return malformed("no list of hits")
  if (reply["timed_out"] === true) return { kind: "gave-up" }
  const hits: Array<SearchHit> = []
  for (const each of found) {
    const hit = hitOf(each)
    if (hit === undefined) return malformed("a hit without an id, a score or a source")
    hits.push(hit)
  }
  return { kind: "hits", hits }
}

/** The status of a refusal, and what it says of itself; a proxy's page says nothing. */
export const statusOf = (
  status: number,
  text: string,
): { readonly status: number; readonly detail: string } => {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { status, detail: String(status) }
  }
  if (!isFields(body)) return { status, detail: String(status) }
  // A proxy may have its own status around that of the index.
  const own = typeof body["status"] === "number" ? body["status"] : status
  const { error } = body
  const { reason, type } = isFields(error) ? error : {}
  const words = [type, reason].filter((each) => typeof each === "string")
  return { status: own, detail: [String(own), words.join(": ")].join(" ").trim() }
}
