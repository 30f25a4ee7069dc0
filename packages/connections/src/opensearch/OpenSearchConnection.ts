/**
 * Searches one OpenSearch index by the official client, over keep-alive sockets that are warmed.
 *
 * Requests are signed (`aoss` or `es`) for AWS hosts. There is no sniffing and no ping, which OpenSearch Serverless does
 * not support, and no retry. Interruption aborts the request.
 */
import { Client, errors } from "@opensearch-project/opensearch"
import { type Config, Context, Effect, Layer, Result } from "effect"
import { AwsCredentials, sharedCredentials } from "../aws/SdkCredentials.ts"
import { SigV4Signer } from "../aws/SigV4.ts"
import {
  codeOf,
  ConnectionError,
  type ConnectionReason,
  reasonByStatus,
} from "../requests/ConnectionError.ts"
import { callWithin } from "../requests/Deadline.ts"
import { httpTransport, isLate } from "../requests/HttpTransport.ts"
import { optionalText, requiredRegion, requiredText, requiredUrl } from "../requests/Settings.ts"
import { toldRefusals } from "../requests/ToldRefusals.ts"
import { type Signature, signedConnection } from "./SignedConnection.ts"

export interface SearchHit {
  readonly id: string
  /** Null when the query sorts by something else. */
  readonly score: number | null
  /** Empty when the query asked for no source. */
  readonly source: Record<string, unknown>
}

export type SearchBody = Readonly<Record<string, unknown>>

/** What became of a search beside others. */
type Hits = Result.Result<ReadonlyArray<SearchHit>, ConnectionError>

export class OpenSearchConnection extends Context.Service<
  OpenSearchConnection,
  {
    readonly index: string
    readonly search: (
      body: SearchBody,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<SearchHit>, ConnectionError>
    /** Several in one request, each with its own end, in their order. Fails where the request as a whole does. */
    readonly searchAll: (
      bodies: ReadonlyArray<SearchBody>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<Hits>, ConnectionError>
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
  const index = yield* requiredText(
    "OPENSEARCH_INDEX",
    /^[a-z0-9][a-z0-9_.-]{0,254}$/,
    "a name of small letters, digits and _ . - that begins with a letter or digit",
  )
  const transport = yield* httpTransport(url)
  const client = new Client({
    node: url.href,
    Connection: signedConnection(transport, yield* signatureFor(url.hostname)),
    maxRetries: 0,
    resurrectStrategy: "none",
  })
  const told = toldRefusals()
  /** `read` makes of the reply's body what was asked for. */
  const within = <A>(
    deadlineMs: number,
    ask: () => Asked,
    read: (reply: unknown) => Result.Result<A, ConnectionError>,
  ) =>
    told(
      callWithin<A, ConnectionError>(
        deadlineMs,
        (resume) => {
          const asked = ask()
          asked.then(
            (reply) => resume(Effect.fromResult(read(reply.body))),
            (cause: unknown) => resume(Effect.fail(searchError(cause))),
          )
          return () => asked.abort()
        },
        () => failure("timeout", `${deadlineMs} ms`),
      ),
      `index ${index}`,
    )
  return OpenSearchConnection.of({
    index,
    search: Effect.fn("OpenSearchConnection.search")((body, deadlineMs) =>
      within(deadlineMs, () => client.search({ index, body }), hitsOf),
    ),
    searchAll: Effect.fn("OpenSearchConnection.searchAll")((bodies, deadlineMs) => {
      const body = bodies.flatMap((each) => [{}, each])
      return within(
        deadlineMs,
        () => client.msearch({ index, body }),
        (reply) => repliesIn(reply, bodies.length),
      )
    }),
  })
})

/** What the client's calls give back; their types of replies are what the service promises. */
type Asked = PromiseLike<{ readonly body: unknown }> & { readonly abort: () => void }

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const hitOf = (value: unknown): SearchHit | undefined => {
  if (!isFields(value)) return undefined
  const { _id: id, _score: score = null, _source: source = {} } = value
  if (typeof id !== "string" || !isFields(source)) return undefined
  return score === null || typeof score === "number" ? { id, score, source } : undefined
}

/** The client's types are what the service promises, not what came. */
const hitsOf = (reply: unknown): Hits => {
  const found = isFields(reply) && isFields(reply["hits"]) ? reply["hits"]["hits"] : undefined
  if (!isFields(reply) || !Array.isArray(found)) {
    return Result.fail(failure("invalid-reply", "no list of hits"))
  }
  if (reply["timed_out"] === true) {
    return Result.fail(failure("timeout", "the server gave up early"))
  }
  const hits = found.flatMap((each) => hitOf(each) ?? [])
  return hits.length === found.length
    ? Result.succeed(hits)
    : Result.fail(failure("invalid-reply", "a hit without an id, a score or a source"))
}

const replyOf = (reply: unknown): Hits => {
  if (!isFields(reply) || reply["error"] === undefined) return hitsOf(reply)
  const status = Number(reply["status"])
  return Result.fail(failure(reasonByStatus(status), [status, ...refusalOf(reply)].join(" ")))
}

/** Each reply is told by its place alone. */
const repliesIn = (
  reply: unknown,
  count: number,
): Result.Result<ReadonlyArray<Hits>, ConnectionError> => {
  const replies: unknown = isFields(reply) ? reply["responses"] : undefined
  return Array.isArray(replies) && replies.length === count
    ? Result.succeed(replies.map(replyOf))
    : Result.fail(failure("invalid-reply", `no list of ${count} responses`))
}

/** The credentials are the shared ones: held in memory, renewed ahead, asked for at no request's cost. */
const signatureFor = Effect.fnUntraced(function* (host: string) {
  const named = yield* optionalText(
    "OPENSEARCH_SERVICE",
    /^(aoss|es|none)$/,
    "one of aoss, es, none",
  )
  const service = named ?? serviceOf(host)
  if (service === "none") return undefined
  const region = regionOf(host) ?? (yield* requiredRegion)
  const given = yield* AwsCredentials
  const credentials = sharedCredentials(given)
  // The shared ones go on for the other services.
  if (credentials !== given) {
    yield* Effect.addFinalizer(() => Effect.sync(() => credentials.identity.stop()))
  }
  const signer = new SigV4Signer({ region, service })
  return { signer, identity: credentials.identity } satisfies Signature
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

const failure = (reason: ConnectionReason, detail: string, cause?: unknown) =>
  new ConnectionError({ service: "opensearch", operation: "search", reason, detail, cause })

const searchError = (cause: unknown): ConnectionError => {
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  if (cause instanceof errors.ResponseError) {
    const status = cause.statusCode
    return failure(reasonByStatus(status), [status, ...refusalOf(cause.body)].join(" "), cause)
  }
  if (cause instanceof errors.DeserializationError) return failure("invalid-reply", detail, cause)
  if (isLate(cause)) return failure("timeout", detail, cause)
  if (cause instanceof Error && cause.name === "CredentialsProviderError") {
    return failure("access-denied", detail, cause)
  }
  return failure(codeOf(cause) === undefined ? "rejected" : "refused", detail, cause)
}

/** What a refusal says of itself; a proxy's page says nothing. */
const refusalOf = (body: unknown): ReadonlyArray<string> => {
  const error = isFields(body) ? body["error"] : undefined
  const { reason, type } = isFields(error) ? error : {}
  const words = [type, reason].filter((each) => typeof each === "string")
  return words.length === 0 ? [] : [words.join(": ")]
}
