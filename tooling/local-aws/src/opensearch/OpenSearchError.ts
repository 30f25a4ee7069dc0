/** OpenSearch's errors, with the status and JSON body that its clients expect. */
interface Detail {
  readonly type: string
  readonly reason: string
}

export class OpenSearchError extends Error {
  override readonly name = "OpenSearchError"
  readonly status: number
  /** The error as it stands in a bulk item. */
  readonly detail: Detail
  readonly rootCause: Detail

  constructor(status: number, type: string, reason: string, cause: Detail = { type, reason }) {
    super(reason)
    this.status = status
    this.detail = { type, reason }
    this.rootCause = cause
  }

  get body(): unknown {
    return { error: { root_cause: [this.rootCause], ...this.detail }, status: this.status }
  }
}

export const parsingException = (reason: string): OpenSearchError =>
  new OpenSearchError(400, "parsing_exception", reason)

export const illegalArgument = (reason: string): OpenSearchError =>
  new OpenSearchError(400, "illegal_argument_exception", reason)

export const mapperParsing = (reason: string): OpenSearchError =>
  new OpenSearchError(400, "mapper_parsing_exception", reason)

/** An object with a field that it cannot have. */
export const unknownField = (object: string, field: string): OpenSearchError =>
  new OpenSearchError(400, "x_content_parse_exception", `[${object}] unknown field [${field}]`)

const ofShards = "search_phase_execution_exception"

/** A query that parses but cannot run on this index. */
export const shardFailure = (reason: string): OpenSearchError =>
  new OpenSearchError(400, ofShards, "all shards failed", { type: "query_shard_exception", reason })

/** The search was read: others of its request go on. */
export const isOfOneSearch = ({ detail }: OpenSearchError): boolean => detail.type === ofShards
