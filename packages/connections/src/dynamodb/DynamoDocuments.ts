/**
 * The DynamoDB document client over keep-alive sockets, with deadlines that cancel the call.
 *
 * `GetItem`, `BatchGetItem`, `Query`, `PutItem`, `UpdateItem` and `BatchWriteItem` bypass the SDK
 * (`DirectDocuments.ts`); all other commands use it. Closing the scope closes the sockets.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { type Config, Context, Effect, Layer } from "effect"
import { AwsCredentials } from "../aws/AwsCredentials.ts"
import {
  codeOf,
  ConnectionError,
  type ConnectionReason,
  reasonByStatus,
} from "../requests/ConnectionError.ts"
import { connectionRetry } from "../requests/ConnectionRetry.ts"
import { keepAliveAgents, keepAlivePool } from "../requests/KeepAliveAgents.ts"
import { callWithin } from "../requests/Deadline.ts"
import { DirectDocuments } from "./DirectDocuments.ts"
import { documentCall } from "./DocumentWire.ts"
import { dynamoEndpoint } from "./DynamoEndpoint.ts"
import { checkEndpoint, checkRegion } from "../requests/Settings.ts"
import { toldRefusals } from "../requests/ToldRefusals.ts"

export class DynamoDocuments extends Context.Service<
  DynamoDocuments,
  {
    /**
     * Runs one call. After `deadlineMs`, or on interruption, the signal is aborted and the socket's
     * request with it; a write may still have happened.
     */
    readonly run: <A>(
      operation: string,
      deadlineMs: number,
      call: (client: DynamoDBDocumentClient, abortSignal: AbortSignal) => Promise<A>,
    ) => Effect.Effect<A, ConnectionError>
  }
>()("@manga-assist/connections/DynamoDocuments") {
  static readonly layer: Layer.Layer<DynamoDocuments, Config.ConfigError> = Layer.effect(
    DynamoDocuments,
    Effect.gen(function* () {
      yield* checkEndpoint("AWS_ENDPOINT_URL_DYNAMODB")
      const credentials = yield* AwsCredentials
      const { httpAgent, httpsAgent } = yield* keepAliveAgents
      const base = yield* Effect.acquireRelease(
        Effect.sync(
          () =>
            new DynamoDBClient({
              credentials,
              retryStrategy: connectionRetry,
              ...endpointSettings,
              requestHandler: {
                httpAgent,
                httpsAgent,
                connectionTimeout: 1_000,
                requestTimeout: 10_000,
                throwOnRequestTimeout: true,
              },
            }),
        ),
        (client) => Effect.sync(() => client.destroy()),
      )
      yield* checkRegion(() => base.config.region())
      const client = DynamoDBDocumentClient.from(base, {
        marshallOptions: { removeUndefinedValues: true },
      })
      const endpoint = yield* Effect.promise(() => dynamoEndpoint(endpointSettings))
      const direct = new DirectDocuments(endpoint, yield* keepAlivePool(endpoint.url), credentials)
      const bySdk = client.send.bind(client)
      Object.assign(client, {
        send: (...parameters: ReadonlyArray<unknown>): unknown => {
          const [command, options] = parameters
          // A third one is a callback.
          const call = parameters.length <= 2 ? documentCall(command) : undefined
          return call === undefined
            ? Reflect.apply(bySdk, client, parameters)
            : direct.call(call, signalOf(options))
        },
      })
      const told = toldRefusals()
      return DynamoDocuments.of({
        run: (operation, deadlineMs, call) =>
          told(
            callWithin(
              deadlineMs,
              (resume) => {
                const abort = new AbortController()
                const failed = (cause: unknown) =>
                  resume(Effect.fail(dynamoError(operation, cause)))
                try {
                  const { signal } = abort
                  call(client, signal).then((reply) => resume(Effect.succeed(reply)), failed)
                } catch (cause) {
                  failed(cause)
                }
                return () => abort.abort()
              },
              () => {
                const detail = `${deadlineMs} ms`
                return new ConnectionError({
                  service: "dynamodb",
                  operation,
                  reason: "timeout",
                  detail,
                })
              },
            ),
          ),
      })
    }),
  )
}

const endpointSettings = {
  // Credentials may carry an account, and by default the host would then be the account's own: another
  // name, which is not warm and which a VPC endpoint may not serve.
  accountIdEndpointMode: "disabled",
} as const

/** `{ abortSignal }` of the SDK's own options. */
const signalOf = (options: unknown): AbortSignal | undefined =>
  typeof options === "object" &&
  options !== null &&
  "abortSignal" in options &&
  options.abortSignal instanceof AbortSignal
    ? options.abortSignal
    : undefined

const reasonsByName = new Map<string, ConnectionReason>(
  Object.entries({
    ConditionalCheckFailedException: "conditional-check-failed",
    ProvisionedThroughputExceededException: "throttled",
    RequestLimitExceeded: "throttled",
    ThrottlingException: "throttled",
    TransactionConflictException: "throttled",
    TransactionInProgressException: "throttled",
    AccessDeniedException: "access-denied",
    ExpiredTokenException: "access-denied",
    UnrecognizedClientException: "access-denied",
    InvalidSignatureException: "access-denied",
    CredentialsProviderError: "access-denied",
    ResourceNotFoundException: "rejected",
    ValidationException: "rejected",
    TimeoutError: "timeout",
  } satisfies Record<string, ConnectionReason>),
)

/** A transaction is cancelled for the reasons of its items; a false condition weighs most. */
const canceledBy = (cause: Error) => {
  const reasons: unknown = "CancellationReasons" in cause ? cause.CancellationReasons : []
  const codes = new Set(
    (Array.isArray(reasons) ? reasons : []).map(
      (each: { readonly Code?: unknown } | null | undefined) => each?.Code,
    ),
  )
  if (codes.has("ConditionalCheckFailed")) return "conditional-check-failed"
  return throttlingCodes.some((code) => codes.has(code)) ? "throttled" : "rejected"
}

const throttlingCodes = [
  "ProvisionedThroughputExceeded",
  "RequestLimitExceeded",
  "ThrottlingError",
  "TransactionConflict",
]

const dynamoError = (operation: string, cause: unknown): ConnectionError => {
  const name = cause instanceof Error ? cause.name : ""
  const code = codeOf(cause)
  const status = statusOf(cause)
  const reason =
    lost(code) ??
    (cause instanceof Error && name === "TransactionCanceledException"
      ? canceledBy(cause)
      : reasonsByName.get(name)) ??
    (status !== undefined ? reasonByStatus(status) : code === undefined ? "rejected" : "refused")
  const detail = cause instanceof Error ? `${name}: ${cause.message}` : String(cause)
  return new ConnectionError({ service: "dynamodb", operation, reason, detail, cause })
}

/** The SDK calls a connection that was lost a timeout. */
const lost = (code: string | undefined): ConnectionReason | undefined =>
  code === "ECONNRESET" || code === "EPIPE" ? "refused" : undefined

const statusOf = (cause: unknown): number | undefined => {
  if (!(cause instanceof Error) || !("$metadata" in cause)) return undefined
  const metadata = cause.$metadata
  if (typeof metadata !== "object" || metadata === null) return undefined
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined
}
