/**
 * DynamoDB's document calls without the SDK's middleware, which costs three to four times the processor time of the
 * call: signed here and sent over keep-alive sockets.
 *
 * A request refused because of the clock or the credentials is corrected and retried once; other failures reach the
 * caller. The caller closes the sockets.
 */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types"
import { sharedCredentials } from "../aws/AwsCredentials.ts"
import { ClockSkew } from "../aws/ClockSkew.ts"
import type { DocumentCall } from "./DocumentWire.ts"
import type { DynamoEndpoint } from "./DynamoEndpoint.ts"
import type { HttpReply } from "../requests/HttpReply.ts"
import type { KeepAlivePool } from "../requests/KeepAlivePool.ts"
import { sendWhole } from "../requests/SendWhole.ts"
import { SigV4Signer } from "../aws/SigV4.ts"

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

export class DirectDocuments {
  readonly #endpoint: DynamoEndpoint
  readonly #sockets: KeepAlivePool
  readonly #identity: ReturnType<typeof sharedCredentials>["identity"]
  readonly #signer: SigV4Signer
  readonly #skew = new ClockSkew()

  constructor(
    endpoint: DynamoEndpoint,
    /** Those of the endpoint. */
    sockets: KeepAlivePool,
    credentials: AwsCredentialIdentityProvider,
  ) {
    this.#endpoint = endpoint
    this.#sockets = sockets
    this.#identity = sharedCredentials(credentials).identity
    this.#signer = new SigV4Signer(endpoint.scope)
  }

  /** Rejects with `DynamoRefusal`, with what the socket or the credentials failed with, or an `AbortError`. */
  async call(
    call: DocumentCall,
    signal: AbortSignal | undefined,
  ): Promise<Record<string, unknown>> {
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
      const request = { method: "POST", path, headers, body } as const
      const answer = await sendWhole(this.#sockets, request, signal)
      if (answer.status === 200) {
        const fields: unknown = JSON.parse(answer.text)
        return { $metadata: { httpStatusCode: 200 }, ...call.answer(fields) }
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
    { headers }: HttpReply,
    held: AwsCredentialIdentity,
    skewMs: number,
  ): Promise<boolean> {
    if (timedSignatures.has(name) && headers["age"] === undefined) {
      return this.#skew.corrected(Date.parse(headers["date"] ?? ""), skewMs)
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
