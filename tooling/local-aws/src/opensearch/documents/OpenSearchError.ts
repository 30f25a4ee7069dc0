/** OpenSearch's errors, with the status and JSON body that its clients expect. */
export class OpenSearchError extends Error {
  override readonly name = "OpenSearchError"
  readonly status: number
  readonly type: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    type: string,
    reason: string,
    facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(reason)
    this.status = status
    this.type = type
    this.facts = facts
  }

  /** The error as it stands in a bulk item. */
  get detail(): Readonly<Record<string, unknown>> {
    return { type: this.type, reason: this.message, ...this.facts }
  }

  get body(): unknown {
    const { caused_by: _, ...root } = this.detail
    return { error: { root_cause: [root], ...this.detail }, status: this.status }
  }
}

export const indexNotFound = (index: string): OpenSearchError =>
  new OpenSearchError(404, "index_not_found_exception", `no such index [${index}]`, {
    "resource.type": "index_or_alias",
    "resource.id": index,
    index,
    index_uuid: "_na_",
  })

export const parsingException = (reason: string): OpenSearchError =>
  new OpenSearchError(400, "parsing_exception", reason)

export const illegalArgument = (reason: string): OpenSearchError =>
  new OpenSearchError(400, "illegal_argument_exception", reason)

export const mapperParsing = (reason: string): OpenSearchError =>
  new OpenSearchError(400, "mapper_parsing_exception", reason)

export const validation = (problem: string): OpenSearchError =>
  new OpenSearchError(
    400,
    "action_request_validation_exception",
    `Validation Failed: 1: ${problem};`,
  )

/** A query that parses but cannot run on this index: reported by the shard, once for all. */
export class ShardFailure extends OpenSearchError {
  readonly shardType: string
  readonly cause_: Readonly<Record<string, unknown>> | undefined

  constructor(
    index: string,
    type: string,
    reason: string,
    cause?: Readonly<Record<string, unknown>>,
  ) {
    super(400, "search_phase_execution_exception", reason, { index, index_uuid: index })
    this.shardType = type
    this.cause_ = cause
  }

  override get body(): unknown {
    const root = { type: this.shardType, reason: this.message, ...this.facts }
    const cause = this.cause_ === undefined ? {} : { caused_by: this.cause_ }
    const failed = {
      shard: 0,
      index: this.facts["index"],
      node: "local",
      reason: { ...root, ...cause },
    }
    return {
      error: {
        root_cause: [root],
        type: this.type,
        reason: "all shards failed",
        phase: "query",
        grouped: true,
        failed_shards: [failed],
        ...cause,
      },
      status: this.status,
    }
  }
}

export const queryShardException = (
  index: string,
  reason: string,
  cause?: Readonly<Record<string, unknown>>,
): ShardFailure => new ShardFailure(index, "query_shard_exception", reason, cause)
