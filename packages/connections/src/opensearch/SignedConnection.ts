/**
 * The connection of OpenSearch's official client over `HttpTransport`: signs requests (SigV4) where a service asks for it.
 *
 * A request refused because of the clock is signed anew by the service's time and sent once more.
 */
import type { AwsCredentialIdentity } from "@smithy/types"
import { Connection, errors } from "@opensearch-project/opensearch"
import { Readable } from "node:stream"
import { ClockSkew } from "../aws/ClockSkew.ts"
import type { RefreshedIdentity } from "../aws/RefreshedIdentity.ts"
import { bodyHash, type SigV4Signer } from "../aws/SigV4.ts"
import type { HttpTransport, WholeReply, WholeRequest } from "../requests/HttpTransport.ts"

export interface Signature {
  readonly signer: SigV4Signer
  readonly identity: RefreshedIdentity<AwsCredentialIdentity>
}

type Asked = Parameters<Connection["request"]>[0]
type Answered = Parameters<Connection["request"]>[1]

/** For the client's option `Connection`. */
export const signedConnection = (
  transport: HttpTransport,
  signature: Signature | undefined,
): typeof Connection => {
  const skew = new ClockSkew()

  const send = async (request: WholeRequest, signal: AbortSignal): Promise<WholeReply> => {
    if (signature === undefined) return transport.send(request, signal)
    const { signer, identity } = signature
    for (let isReplay = false; ; isReplay = true) {
      const current = identity.current()
      const held = current instanceof Promise ? await current : current
      const usedMs = skew.ms
      const reply = await transport.send(signed(request, signer, held, usedMs), signal)
      const isMistimed =
        !isReplay &&
        reply.status === 403 &&
        reply.headers["age"] === undefined &&
        skew.corrected(Date.parse(String(reply.headers["date"])), usedMs)
      if (!isMistimed) return reply
    }
  }

  return class extends Connection {
    // The client uses no more of a request and of an answer than is here.
    override request(asked: Asked, answered: Answered): ReturnType<Connection["request"]> {
      const abort = new AbortController()
      const { headers, method, path } = this.buildRequestObject(asked)
      const body = typeof asked.body === "string" ? asked.body : ""
      const given = { host: this.url.host, ...(headers as Readonly<Record<string, string>>) }
      send({ method: method ?? "GET", path: path ?? "/", headers: given, body }, abort.signal).then(
        (reply) => answered(null, answerOf(reply)),
        (cause: unknown) => {
          const isLeft = abort.signal.aborted
          answered(isLeft ? new errors.RequestAbortedError("given up") : asError(cause), null)
        },
      )
      return { abort: () => abort.abort() } as ReturnType<Connection["request"]>
    }
  }
}

/** Serverless refuses a request that does not say the hash of its body. */
const signed = (
  { body, headers, method, path }: WholeRequest,
  signer: SigV4Signer,
  held: AwsCredentialIdentity,
  skewMs: number,
): WholeRequest => {
  const { host = "", "content-type": type } = headers
  const toSign = {
    host,
    ...(type === undefined ? {} : { "content-type": type }),
    "x-amz-content-sha256": bodyHash(body),
  }
  const signature = signer.sign({ method, path, headers: toSign, body }, held, Date.now() + skewMs)
  return { method, path, headers: { ...headers, ...signature }, body }
}

const answerOf = ({ headers, status, text }: WholeReply): Parameters<Answered>[1] => {
  const stream = new Readable({ read() {} })
  stream.push(text)
  stream.push(null)
  // The client reads nothing else of it.
  return Object.assign(stream, { statusCode: status, headers }) as Parameters<Answered>[1]
}

const asError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error(String(cause))
