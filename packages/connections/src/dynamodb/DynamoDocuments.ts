/**
 * DynamoDB's document commands over keep-alive sockets, with deadlines that cancel the call. Closing the scope closes the
 * sockets.
 */
import { type Config, Context, Effect, Layer } from "effect"
import { AwsCredentials } from "../aws/SdkCredentials.ts"
import {
  codeOf,
  ConnectionError,
  type ConnectionReason,
  reasonByStatus,
} from "../requests/ConnectionError.ts"
import { callWithin } from "../requests/Deadline.ts"
import { httpTransport, isLate } from "../requests/HttpTransport.ts"
import { type DocumentClient, SignedDocumentClient } from "./DocumentClient.ts"
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
      call: (client: DocumentClient, abortSignal: AbortSignal) => Promise<A>,
    ) => Effect.Effect<A, ConnectionError>
  }
>()("@manga-assist/connections/DynamoDocuments") {
  static readonly layer: Layer.Layer<DynamoDocuments, Config.ConfigError> = Layer.effect(
    DynamoDocuments,
    Effect.gen(function* () {
      yield* checkEndpoint("AWS_ENDPOINT_URL_DYNAMODB")
      const credentials = yield* AwsCredentials
      const endpoint = yield* checkRegion(() => dynamoEndpoint(endpointSettings))
      const transport = yield* httpTransport(endpoint.url)
      const client = new SignedDocumentClient(endpoint, transport, credentials)
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
              () => failure(operation, "timeout", `${deadlineMs} ms`),
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

const reasonsByName = new Map<string, ConnectionReason>(
  Object.entries({
    ConditionalCheckFailedException: "conditional-check-failed",
    ProvisionedThroughputExceededException: "throttled",
    RequestLimitExceeded: "throttled",
    ThrottlingException: "throttled",
    TransactionConflictException: "throttled",
    AccessDeniedException: "access-denied",
    ExpiredTokenException: "access-denied",
    UnrecognizedClientException: "access-denied",
    InvalidSignatureException: "access-denied",
    CredentialsProviderError: "access-denied",
    ResourceNotFoundException: "rejected",
    ValidationException: "rejected",
  } satisfies Record<string, ConnectionReason>),
)

const failure = (operation: string, reason: ConnectionReason, detail: string, cause?: unknown) =>
  new ConnectionError({ service: "dynamodb", operation, reason, detail, cause })

const dynamoError = (operation: string, cause: unknown): ConnectionError => {
  const name = cause instanceof Error ? cause.name : ""
  const status = statusOf(cause)
  const reason = isLate(cause)
    ? "timeout"
    : (reasonsByName.get(name) ??
      (status === undefined
        ? codeOf(cause) === undefined
          ? "rejected"
          : "refused"
        : reasonByStatus(status)))
  const detail = cause instanceof Error ? `${name}: ${cause.message}` : String(cause)
  return failure(operation, reason, detail, cause)
}

const statusOf = (cause: unknown): number | undefined => {
  if (!(cause instanceof Error) || !("$metadata" in cause)) return undefined
  const metadata = cause.$metadata
  if (typeof metadata !== "object" || metadata === null) return undefined
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined
}
