/**
 * Search on one OpenSearch index: the official client without its retries, its sniffing and its
 * resurrection pings, which OpenSearch Serverless does not answer.
 *
 * Requests are signed (`aoss` or `es`) when the host is an AWS one. Interruption aborts the request.
 */
import { Client, errors } from "@opensearch-project/opensearch"
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3"
import { type Config, Context, Effect, Layer, Schema } from "effect"
import { AwsCredentials } from "./AwsCredentials.ts"
import {
  codeOf,
  ConnectionError,
  type ConnectionReason,
  reasonByStatus,
} from "./ConnectionError.ts"
import { keepAliveAgents } from "./KeepAliveAgents.ts"
import { optionalText, requiredText, requiredUrl } from "./Settings.ts"

export interface SearchHit {
  readonly id: string
  /** Null when the query sorts by something else. */
  readonly score: number | null
  /** Empty when the query asked for no source. */
  readonly source: Record<string, unknown>
}

export class OpenSearchConnection extends Context.Service<
  OpenSearchConnection,
  {
    readonly index: string
    readonly search: (
      body: Record<string, unknown>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<SearchHit>, ConnectionError>
    readonly indexExists: (deadlineMs: number) => Effect.Effect<boolean, ConnectionError>
  }
>()("@manga-assist/connections/OpenSearchConnection") {
  /**
   * From `OPENSEARCH_URL` and `OPENSEARCH_INDEX`. `OPENSEARCH_SERVICE` says what is signed for: `aoss`,
   * `es` or `none`; without it the host name does.
   */
  static readonly layer: Layer.Layer<OpenSearchConnection, Config.ConfigError> = Layer.effect(
    OpenSearchConnection,
    Effect.suspend(() => make()),
  )
}

const make = Effect.fnUntraced(function* () {
  const url = yield* requiredUrl("OPENSEARCH_URL", ["https:", "http:"])
  const index = yield* requiredText("OPENSEARCH_INDEX", /^[a-z0-9][a-z0-9_.-]{0,254}$/)
  const { httpAgent, httpsAgent } = yield* keepAliveAgents
  const signer = yield* signerFor(url.hostname)
  const client = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new Client({
          ...signer,
          node: url.href,
          agent: () => (url.protocol === "https:" ? httpsAgent : httpAgent),
          maxRetries: 0,
          requestTimeout: 10_000,
          resurrectStrategy: "none",
          sniffOnStart: false,
        }),
    ),
    (owned) => Effect.ignore(Effect.promise(() => owned.close())),
  )

  /** The client's promises carry their own `abort`. */
  const call = <A>(operation: string, deadlineMs: number, start: () => Abortable<A>) =>
    Effect.callback<A, ConnectionError>((resume) => {
      const request = start()
      request.then(
        (answer) => resume(Effect.succeed(answer)),
        (cause: unknown) => resume(Effect.fail(searchError(operation, cause))),
      )
      return Effect.sync(() => request.abort())
    }).pipe(
      Effect.timeoutOrElse({
        duration: deadlineMs,
        orElse: () => Effect.fail(failure(operation, "timeout", `${deadlineMs} ms`)),
      }),
    )

  return OpenSearchConnection.of({
    index,
    search: Effect.fn("OpenSearchConnection.search")(function* (body, deadlineMs) {
      const answer = yield* call("search", deadlineMs, () =>
        client.search({ index, body }, { requestTimeout: deadlineMs }),
      )
      const { hits, timed_out } = yield* decodeSearch(answer.body).pipe(
        Effect.mapError((cause) => failure("search", "invalid-reply", cause.message, cause)),
      )
      if (timed_out === true) return yield* failure("search", "timeout", "the server gave up early")
      return hits.hits.map(({ _id, _score, _source }) => ({
        id: _id,
        score: _score ?? null,
        source: _source ?? {},
      }))
    }),
    indexExists: Effect.fn("OpenSearchConnection.indexExists")(function* (deadlineMs) {
      const answer = yield* call("indexExists", deadlineMs, () =>
        client.indices.exists({ index }, { requestTimeout: deadlineMs }),
      )
      return answer.statusCode === 200
    }),
  })
})

interface Abortable<A> extends Promise<A> {
  readonly abort: () => void
}

const decodeSearch = Schema.decodeUnknownEffect(
  Schema.Struct({
    timed_out: Schema.optionalKey(Schema.Boolean),
    hits: Schema.Struct({
      hits: Schema.Array(
        Schema.Struct({
          _id: Schema.String,
          _score: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
          _source: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
        }),
      ),
    }),
  }),
)

/** The credentials are the shared ones: held in memory, renewed ahead, asked for at no request's cost. */
const signerFor = Effect.fnUntraced(function* (host: string) {
  const named = yield* optionalText("OPENSEARCH_SERVICE", /^(aoss|es|none)$/)
  const service = named ?? serviceOf(host)
  if (service === "none") return {}
  const region = regionOf(host) ?? (yield* requiredText("AWS_REGION", /^[a-z0-9-]+$/))
  const getCredentials = yield* AwsCredentials
  return AwsSigv4Signer({ service: service === "es" ? "es" : "aoss", region, getCredentials })
})

/** `<id>.<region>.aoss.amazonaws.com`, `<id>.aoss.<region>.on.aws`, `<name>.<region>.es.amazonaws.com`. */
const serviceOf = (host: string): "aoss" | "es" | "none" => {
  if (!/\.(amazonaws\.com(\.cn)?|on\.aws)$/.test(host)) return "none"
  return host.includes(".es.") ? "es" : "aoss"
}

const regionOf = (host: string): string | undefined =>
  (
    /\.([a-z0-9-]+)\.(?:aoss|es)\.amazonaws\.com/.exec(host) ??
    /\.(?:aoss|es)\.([a-z0-9-]+)\.on\.aws$/.exec(host)
  )?.[1]

const failure = (operation: string, reason: ConnectionReason, detail: string, cause?: unknown) =>
  new ConnectionError({ service: "opensearch", operation, reason, detail, cause })

const searchError = (operation: string, cause: unknown): ConnectionError => {
  if (cause instanceof errors.ResponseError) {
    const status = cause.statusCode ?? 0
    return failure(operation, reasonByStatus(status), `${status} ${cause.message}`, cause)
  }
  if (cause instanceof errors.TimeoutError)
    return failure(operation, "timeout", cause.message, cause)
  if (cause instanceof errors.DeserializationError) {
    return failure(operation, "invalid-reply", cause.message, cause)
  }
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  if (cause instanceof Error && cause.name === "CredentialsProviderError") {
    return failure(operation, "access-denied", detail, cause)
  }
  const unreachable = cause instanceof errors.ConnectionError || codeOf(cause) !== undefined
  return failure(operation, unreachable ? "refused" : "rejected", detail, cause)
}
