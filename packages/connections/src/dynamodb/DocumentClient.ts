/**
 * A client of DynamoDB for the document commands of `@aws-sdk/lib-dynamodb`, without the SDK's middleware, which costs
 * three to four times the processor time of the call: signed here and sent over `HttpTransport`.
 *
 * A request refused because of the clock or the credentials is corrected and retried once; other failures reach the
 * caller. The caller closes the sockets.
 */
import type {
  BatchGetCommand,
  BatchGetCommandOutput,
  BatchWriteCommand,
  BatchWriteCommandOutput,
  DeleteCommand,
  DeleteCommandOutput,
  GetCommand,
  GetCommandOutput,
  PutCommand,
  PutCommandOutput,
  QueryCommand,
  QueryCommandOutput,
  ScanCommand,
  ScanCommandOutput,
  UpdateCommand,
  UpdateCommandOutput,
} from "@aws-sdk/lib-dynamodb"
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types"
import { sharedCredentials } from "../aws/SdkCredentials.ts"
import { ClockSkew } from "../aws/ClockSkew.ts"
import { documentCall } from "./DocumentWire.ts"
import type { DynamoEndpoint } from "./DynamoEndpoint.ts"
import type { HttpTransport, WholeReply } from "../requests/HttpTransport.ts"
import { SigV4Signer } from "../aws/SigV4.ts"

interface Options {
  readonly abortSignal?: AbortSignal
}

/** Sends what is listed here, as `DynamoDBDocumentClient` with `removeUndefinedValues` would. */
export interface DocumentClient {
  send(command: GetCommand, options?: Options): Promise<GetCommandOutput>
  send(command: BatchGetCommand, options?: Options): Promise<BatchGetCommandOutput>
  send(command: QueryCommand, options?: Options): Promise<QueryCommandOutput>
  send(command: ScanCommand, options?: Options): Promise<ScanCommandOutput>
  send(command: PutCommand, options?: Options): Promise<PutCommandOutput>
  send(command: UpdateCommand, options?: Options): Promise<UpdateCommandOutput>
  send(command: DeleteCommand, options?: Options): Promise<DeleteCommandOutput>
  send(command: BatchWriteCommand, options?: Options): Promise<BatchWriteCommandOutput>
}

/** What the service refused, in the names of the SDK's errors. */
export class DynamoRefusal extends Error {
  readonly $metadata: { readonly httpStatusCode: number }

  constructor(status: number, fields: Readonly<Record<string, unknown>>) {
    const { __type: type, message: lower, Message: upper, ...rest } = fields
    super([lower, upper].find((text) => typeof text === "string") ?? "")
    this.$metadata = { httpStatusCode: status }
    // `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`, sometimes with `:http://…` behind.
    this.name = typeof type === "string" ? (type.split(":", 1)[0]?.split("#").at(-1) ?? "") : ""
    // The item that broke a condition, the reasons of a transaction; never what an error has of its own.
    for (const [field, value] of Object.entries(rest)) {
      if (/^[A-Z]/.test(field)) Object.assign(this, { [field]: value })
    }
  }
}

/** Refused because of the time in the signature, perhaps. */
const timedSignatures = new Set([
  "InvalidSignatureException",
  "RequestExpired",
  "RequestTimeTooSkewed",
])
const userAgent = `manga-assist-connections md/nodejs#${process.versions.node}`

export class SignedDocumentClient implements DocumentClient {
  readonly #endpoint: DynamoEndpoint
  readonly #transport: HttpTransport
  readonly #identity: ReturnType<typeof sharedCredentials>["identity"]
  readonly #signer: SigV4Signer
  readonly #skew = new ClockSkew()

  constructor(
    endpoint: DynamoEndpoint,
    /** To the endpoint. */
    transport: HttpTransport,
    credentials: AwsCredentialIdentityProvider,
  ) {
    this.#endpoint = endpoint
    this.#transport = transport
    this.#identity = sharedCredentials(credentials).identity
    this.#signer = new SigV4Signer(endpoint.scope)
  }

  /** Rejects with `DynamoRefusal`, with what the socket or the credentials failed with, or an `AbortError`. */
  // Each command's output is what the service promises for it.
  async send(command: object, { abortSignal }: Options = {}): Promise<never> {
    const call = documentCall(command)
    const body = call.body()
    const { path, url } = this.#endpoint
    for (let isReplay = false; ; isReplay = true) {
      const current = this.#identity.current()
      const held = current instanceof Promise ? await current : current
      const skewMs = this.#skew.ms
      const headers = this.#signer.sign(
        {
          method: "POST",
          path,
          headers: {
            host: url.host,
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": `DynamoDB_20120810.${call.operation}`,
          },
          body,
        },
        held,
        Date.now() + skewMs,
      )
      headers["user-agent"] = userAgent
      const answer = await this.#transport.send(
        { method: "POST", path, headers, body },
        abortSignal,
      )
      if (answer.status === 200) {
        const fields: unknown = JSON.parse(answer.text)
        return { $metadata: { httpStatusCode: 200 }, ...call.answer(fields) } as never
      }
      const refused = new DynamoRefusal(answer.status, fieldsOf(answer.text))
      if (isReplay || !(await this.#corrected(refused, answer, held, skewMs))) {
        // The service does not say which.
        if (refused.name === "ResourceNotFoundException") refused.message += `: ${tablesOf(body)}`
        throw refused
      }
    }
  }

  /** Whether something was wrong on our side that is right now. */
  async #corrected(
    { name }: DynamoRefusal,
    { headers }: WholeReply,
    held: AwsCredentialIdentity,
    skewMs: number,
  ): Promise<boolean> {
    if (timedSignatures.has(name) && headers["age"] === undefined) {
      return this.#skew.corrected(Date.parse(String(headers["date"])), skewMs)
    }
    if (name !== "ExpiredTokenException") return false
    const renewed = await this.#identity.renewed(held)
    return renewed.accessKeyId !== held.accessKeyId || renewed.sessionToken !== held.sessionToken
  }
}

/** The tables that a request names. */
const tablesOf = (body: string): string => {
  const { RequestItems: items, TableName: name } = fieldsOf(body)
  if (typeof name === "string") return name
  return typeof items === "object" && items !== null ? Object.keys(items).join(", ") : "no table"
}

/** An answer of a proxy may be a page; its status is told all the same. */
const fieldsOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
