/**
 * Sends signed requests to Bedrock Runtime straight over the pool, without the SDK's middleware.
 *
 * A signature refused for its time corrects the clock offset for all later calls; credentials refused as expired are
 * renewed. Either way the request is sent again, but a call is sent twice at most: not if it was repeated already, also
 * by the pool after a failed connection or by the caller after a response that broke off. Any other status than 200
 * rejects with a `BedrockError`.
 */
import { HttpRequest } from "@smithy/core/protocols"
import type { AwsCredentialIdentity, TokenIdentity } from "@smithy/types"
import type { SharedCredentials } from "../aws/AwsCredentials.ts"
import { ClockSkew } from "../aws/ClockSkew.ts"
import type { BedrockEndpoint } from "./BedrockEndpoint.ts"
import { BedrockError, credentialsError } from "./BedrockError.ts"
import type { Incoming } from "../http/Incoming.ts"
import type { PooledHttp2Handler } from "../http/PooledHttp2Handler.ts"
import { readRefusal, type Refusal } from "./Refusal.ts"
import { RefreshedIdentity } from "../aws/RefreshedIdentity.ts"
import { responseBody } from "../http/ResponseBody.ts"
import { encodeSegment, SigV4Signer } from "../aws/SigV4.ts"
import { warmCode } from "./WarmCode.ts"

export interface BedrockCall {
  /** `async-invoke` lists invocations that wait in a queue: it costs nothing and needs no model. */
  readonly operation: "converse-stream" | "invoke" | "async-invoke"
  /** Empty for `async-invoke`. */
  readonly modelId: string
  /** JSON. */
  readonly body: Buffer
  readonly signal: AbortSignal
  /** Takes the answer of a 200; its body is not read here. */
  readonly onAnswer: (incoming: Incoming) => void
  /** It left a failed connection for another. */
  readonly onMoved?: () => void
  /** A request is sent twice at most, whoever repeats it. */
  readonly replay: { used: boolean }
}

const userAgent = `manga-assist-connections md/nodejs#${process.versions.node}`
/** Paths of models in use; an application has a handful. */
const mostPaths = 64

type Held = AwsCredentialIdentity | TokenIdentity

export class BedrockRequests {
  readonly #handler: PooledHttp2Handler
  readonly #endpoint: BedrockEndpoint
  readonly #identity: RefreshedIdentity<Held>
  readonly #signer: SigV4Signer | undefined
  readonly #headers: Readonly<Record<string, string>>
  readonly #port: number | undefined
  readonly #paths = new Map<string, string>()
  #compiled = false
  readonly #skew = new ClockSkew()

  constructor(
    handler: PooledHttp2Handler,
    endpoint: BedrockEndpoint,
    credentials: SharedCredentials,
  ) {
    const { url, authorisation } = endpoint
    const signs = !(authorisation instanceof RefreshedIdentity)
    this.#handler = handler
    this.#endpoint = endpoint
    this.#identity = signs ? credentials.identity : authorisation
    this.#signer = signs ? new SigV4Signer(authorisation) : undefined
    this.#headers = { "content-type": "application/json", host: url.host }
    this.#port = url.port === "" ? undefined : Number(url.port)
  }

  /** Resolves when the answer was handed over; rejects with `BedrockError` or what the transport threw. */
  async send(call: BedrockCall): Promise<void> {
    const current = this.#current()
    const held = current instanceof Promise ? await current : current
    const skewMs = this.#skew.ms
    const incoming = await this.#handler.send(this.request(call, held), {
      signal: call.signal,
      onMoved: () => {
        call.replay.used = true
        call.onMoved?.()
      },
    })
    const { headers, statusCode } = incoming
    if (statusCode === 200) return call.onAnswer(incoming)
    const refused = await readRefusal(statusCode, headers, responseBody(incoming))
    if (call.replay.used || !(await this.#corrected(refused, held, skewMs))) throw refused.error
    call.replay.used = true
    return this.send(call)
  }

  /**
   * Gets the credentials; the first time, runs all code before and after the wire often enough to be
   * compiled, which blocks for some 50 ms.
   */
  async warm(): Promise<void> {
    const held = await this.#current()
    if (this.#compiled) return
    this.#compiled = true
    warmCode((modelId, body) => this.request({ operation: "converse-stream", modelId, body }, held))
  }

  /**
   * One request that costs nothing, answered in whatever way; rejects when no request of ours could be
   * answered, because the connection or our signature fails.
   */
  async probe(signal: AbortSignal): Promise<void> {
    const answer: BedrockCall = {
      operation: "async-invoke",
      modelId: "",
      body: nothing,
      signal,
      onAnswer: ({ body }) => body.on("error", () => {}).resume(),
      replay: { used: false },
    }
    try {
      await this.send(answer)
    } catch (cause) {
      const answered = cause instanceof BedrockError && cause.cause === undefined
      if (!answered || isSignatureRefusal(cause)) throw cause
    }
  }

  /** Signed for now; throws a `BedrockError` for a model id that cannot be sent. */
  request(call: Pick<BedrockCall, "operation" | "modelId" | "body">, held: Held): HttpRequest {
    const { url } = this.#endpoint
    const { body } = call
    const path = this.#path(call.operation, call.modelId)
    const headers = this.#authorised(methodOf(call.operation), path, body, held)
    headers["user-agent"] = userAgent
    return new HttpRequest({
      protocol: url.protocol,
      hostname: url.hostname,
      ...(this.#port === undefined ? {} : { port: this.#port }),
      method: methodOf(call.operation),
      path,
      headers,
      body,
    })
  }

  #authorised(method: string, path: string, body: Buffer, held: Held): Record<string, string> {
    if (this.#signer !== undefined && "secretAccessKey" in held) {
      const request = { method, path, headers: this.#headers, body }
      return this.#signer.sign(request, held, Date.now() + this.#skew.ms)
    }
    if ("token" in held) return { ...this.#headers, authorization: `Bearer ${held.token}` }
    throw new Error("the credentials do not fit the authorisation")
  }

  #current(): Held | Promise<Held> {
    const current = this.#identity.current()
    if (!(current instanceof Promise)) return current
    return current.catch((cause: unknown) => {
      throw credentialsError(cause)
    })
  }

  #path(operation: BedrockCall["operation"], modelId: string): string {
    const key = `${operation} ${modelId}`
    const known = this.#paths.get(key)
    if (known !== undefined) return known
    const resource = operation === "async-invoke" ? "" : `/model/${modelSegment(modelId)}`
    const path = `${this.#endpoint.basePath}${resource}/${operation}`
    if (this.#paths.size >= mostPaths) this.#paths.clear()
    this.#paths.set(key, path)
    return path
  }

  /** Whether something was wrong on our side that is right now. `skewMs` is what the request was signed with. */
  async #corrected(refused: Refusal, held: Held, skewMs: number): Promise<boolean> {
    const { serverTime, credentialsExpired } = refused
    if (serverTime !== undefined) return this.#skew.corrected(serverTime, skewMs)
    if (!credentialsExpired) return false
    try {
      return (await this.#identity.renewed(held)) !== held
    } catch (cause) {
      throw credentialsError(cause)
    }
  }
}

const nothing = Buffer.alloc(0)

const methodOf = (operation: BedrockCall["operation"]): "GET" | "POST" =>
  operation === "async-invoke" ? "GET" : "POST"

/** Unlike a permission that is missing, which may be there for a chat. */
const isSignatureRefusal = ({ reason, detail }: BedrockError): boolean =>
  reason === "access-denied" && !detail.startsWith("AccessDenied")

/** Throws a `BedrockError` that says what is wrong with the id. */
const modelSegment = (modelId: string): string => {
  if (typeof modelId !== "string" || modelId.trim() === "" || /^\.{1,2}$/.test(modelId)) {
    throw new BedrockError({ reason: "validation", detail: "modelId must name a model" })
  }
  try {
    return encodeSegment(modelId)
  } catch (cause) {
    const detail = "modelId must hold whole characters"
    throw new BedrockError({ reason: "validation", detail, cause })
  }
}
