/**
 * Searches one OpenSearch index: signed here and sent over keep-alive sockets.
 *
 * The official client takes twice the processor time, and OpenSearch Serverless does not support its sniffing and
 * pings. Requests are signed (`aoss` or `es`) for AWS hosts. Interruption aborts the request.
 */
import type { AwsCredentialIdentity } from "@smithy/types"
import { type Config, Context, Effect, Layer } from "effect"
import { AwsCredentials, sharedCredentials } from "../aws/AwsCredentials.ts"
import { ClockSkew } from "../aws/ClockSkew.ts"
import {
  codeOf,
  ConnectionError,
  type ConnectionReason,
  reasonByStatus,
} from "../requests/ConnectionError.ts"
import { callWithin } from "../requests/Deadline.ts"
import type { HttpReply } from "../requests/HttpReply.ts"
import { keepAlivePool } from "../requests/KeepAliveAgents.ts"
import type { RefreshedIdentity } from "../aws/RefreshedIdentity.ts"
import { searchJson } from "../requests/SearchJson.ts"
import { readSearch, type SearchHit, statusOf } from "./SearchReply.ts"
import { optionalText, requiredRegion, requiredText, requiredUrl } from "../requests/Settings.ts"
import { toldRefusals } from "../requests/ToldRefusals.ts"
import { bodyHash, SigV4Signer } from "../aws/SigV4.ts"

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

type Operation = "search" | "indexExists"

const userAgent = `manga-assist-connections md/nodejs#${process.versions.node}`

const make = Effect.fnUntraced(function* () {
  const url = yield* requiredUrl("OPENSEARCH_URL", ["https:", "http:"])
  const index = yield* requiredText(
    "OPENSEARCH_INDEX",
    /^[a-z0-9][a-z0-9_.-]{0,254}$/,
    "a name of small letters, digits and _ . - that begins with a letter or digit",
  )
  const sockets = yield* keepAlivePool(url)
  const signature = yield* signatureFor(url.hostname)
  const skew = new ClockSkew()
  const base = `${url.pathname.replace(/\/+$/, "")}/${index}`
  const plain: Readonly<Record<string, string>> = {
    host: url.host,
    ...(url.username === "" ? {} : { authorization: basic(url) }),
  }

  const headersOf = (
    method: "POST" | "HEAD",
    path: string,
    body: string,
    held: AwsCredentialIdentity | undefined,
  ): Record<string, string> => {
    const headers = method === "POST" ? { ...plain, "content-type": "application/json" } : plain
    if (signature === undefined || held === undefined) {
      return { ...headers, "user-agent": userAgent }
    }
    // Serverless refuses a request that does not say the hash of its body.
    const toSign = { ...headers, "x-amz-content-sha256": bodyHash(body) }
    const signed = signature.signer.sign(
      { method, path, headers: toSign, body },
      held,
      Date.now() + skew.ms,
    )
    signed["user-agent"] = userAgent
    return signed
  }

  /** Refused, perhaps, because of the time in the signature, which is right now. */
  const isMistimed = ({ headers, status }: HttpReply, usedMs: number): boolean =>
    signature !== undefined &&
    status === 403 &&
    headers["age"] === undefined &&
    skew.corrected(Date.parse(headers["date"] ?? ""), usedMs)

  const call = <A>(
    operation: Operation,
    deadlineMs: number,
    body: string,
    read: (answer: HttpReply) => Effect.Effect<A, ConnectionError>,
  ) => {
    const method = operation === "search" ? "POST" : "HEAD"
    const path = operation === "search" ? `${base}/_search` : base
    return callWithin<A, ConnectionError>(
      deadlineMs,
      (resume) => {
        let isLeft = false
        let stop = () => {
          isLeft = true
        }
        const fail = (cause: unknown) => resume(Effect.fail(searchError(operation, cause)))
        const send = (held: AwsCredentialIdentity | undefined, isReplay = false) => {
          if (isLeft) return
          try {
            const usedMs = skew.ms
            const headers = headersOf(method, path, body, held)
            const answered = (answer: HttpReply) => {
              if (isReplay || !isMistimed(answer, usedMs)) resume(read(answer))
              else send(held, true)
            }
            stop = sockets.send({ method, path, headers, body }, answered, fail)
          } catch (cause) {
            fail(cause)
          }
        }
        const current = signature?.identity.current()
        if (current instanceof Promise) current.then((held) => send(held), fail)
        else send(current)
        return () => stop()
      },
      () => failure(operation, "timeout", `${deadlineMs} ms`),
    )
  }

  const told = toldRefusals()
  return OpenSearchConnection.of({
    index,
    search: Effect.fn("OpenSearchConnection.search")(function* (body, deadlineMs) {
      return yield* told(call("search", deadlineMs, searchJson(body), readHits), `index ${index}`)
    }),
    indexExists: Effect.fn("OpenSearchConnection.indexExists")(function* (deadlineMs) {
      return yield* call("indexExists", deadlineMs, "", ({ status }) =>
        status === 200 || status === 404
          ? Effect.succeed(status === 200)
          : Effect.fail(failure("indexExists", reasonByStatus(status), String(status))),
      )
    }),
  })
})

const readHits = ({
  status,
  text,
}: HttpReply): Effect.Effect<ReadonlyArray<SearchHit>, ConnectionError> => {
  if (status < 200 || status > 299) {
    const refused = statusOf(status, text)
    return Effect.fail(failure("search", reasonByStatus(refused.status), refused.detail))
  }
  const reply = readSearch(text)
  if (reply.kind === "hits") return Effect.succeed(reply.hits)
  return reply.kind === "gave-up"
    ? Effect.fail(failure("search", "timeout", "the server gave up early"))
    : Effect.fail(failure("search", "invalid-reply", reply.detail, reply.cause))
}

interface Signature {
  readonly signer: SigV4Signer
  readonly identity: RefreshedIdentity<AwsCredentialIdentity>
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

const basic = ({ password, username }: URL): string =>
  `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`

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

const failure = (operation: Operation, reason: ConnectionReason, detail: string, cause?: unknown) =>
  new ConnectionError({ service: "opensearch", operation, reason, detail, cause })

const searchError = (operation: Operation, cause: unknown): ConnectionError => {
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  if (cause instanceof Error && cause.name === "TimeoutError") {
    return failure(operation, "timeout", cause.message, cause)
  }
  if (cause instanceof Error && cause.name === "CredentialsProviderError") {
    return failure(operation, "access-denied", detail, cause)
  }
  return failure(operation, codeOf(cause) === undefined ? "rejected" : "refused", detail, cause)
}
