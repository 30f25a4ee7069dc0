/**
 * Bedrock Runtime on this machine: TLS with its own certificate authority, h2 and HTTP/1.1, verified signatures, real
 * event-stream frames. The functions that play the models are passed in.
 *
 * Closing ends every connection and waits until nothing runs.
 */
import { countRequest } from "../service/Counters.ts"
import { strikesInStream } from "../service/Faults.ts"
import type { RunningService, ServiceContext } from "../service/Service.ts"
import { AwsError, knownError } from "../wire/AwsError.ts"
import { serverCertificate } from "../signing/Certificates.ts"
import type { Exchange } from "./Exchange.ts"
import type { Models } from "../answers/Answer.ts"
import { makeHandler } from "./Handler.ts"
import { listen, type Protocol } from "./Listener.ts"
import { hostInUrl } from "./Listen.ts"
import { findOperation } from "../wire/Operations.ts"
import { makeVerifier, type Credentials } from "../signing/Signature.ts"
import { strikeConnection, strikeRequest, strikesBelow } from "./StreamFault.ts"

export interface BedrockOptions {
  readonly context: ServiceContext
  /** Where the authority is kept. */
  readonly dataDir: string
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly region: string
  /** The one key pair that is accepted. */
  readonly credentials: Credentials
  /** The one API key that is accepted beside it; none when absent. */
  readonly apiKey?: string
  readonly models: Models
  /** What h2 clients are told; 100 when absent. */
  readonly maxConcurrentStreams?: number | undefined
  /** Offered by ALPN; both when absent. */
  readonly protocols?: ReadonlyArray<Protocol> | undefined
}

export interface BedrockService extends RunningService {
  readonly url: string
  /** Path of the authority's certificate. */
  readonly caFile: string
}

/** Resolves once it listens. Rejects when the port or folder is not to be had. */
export const startBedrock = async (options: BedrockOptions): Promise<BedrockService> => {
  const { apiKey, context, credentials, host, region } = options
  const verify = makeVerifier({ credentials, apiKey, region, service: "bedrock" })
  const handle = makeHandler({ context, models: options.models })
  const certificate = await serverCertificate(options.dataDir)

  const serve = async (exchange: Exchange): Promise<void> => {
    const { method, rawHeaders, target } = exchange
    const operation = findOperation(method, target)
    const name = operation?.name ?? "Unknown"
    const startedAt = performance.now()
    countRequest(context.counters, name)
    const fault = context.fault(name)
    const body = await exchange.body()
    const inStream = fault !== undefined && strikesInStream(fault, name)
    const below = fault !== undefined && !inStream && strikesBelow(fault)
    if (below && !(await strikeConnection(fault, exchange))) return
    verify({ method, target, rawHeaders, body })
    if (operation === undefined)
      throw new AwsError("UnknownOperationException", "Unknown operation")
    if (fault !== undefined && !inStream && !below) {
      if (!(await strikeRequest(fault, exchange))) return
    }
    await handle({ operation, exchange, body, startedAt, fault: inStream ? fault : undefined })
  }

  const listener = await listen({
    context,
    certificate,
    host,
    port: options.port,
    maxConcurrentStreams: options.maxConcurrentStreams ?? 100,
    protocols: options.protocols ?? ["h2", "http/1.1"],
    handle: (exchange) => serve(exchange).catch((error: unknown) => refuse(exchange, error)),
  })
  const url = `https://${hostInUrl(host)}:${listener.port}`
  const caFile = certificate.authorityFile
  return {
    url,
    caFile,
    environment: { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, NODE_EXTRA_CA_CERTS: caFile },
    close: listener.close,
  }
}

/** Answers with the error's own shape; what is not an `AwsError` answers 500. */
const refuse = async (exchange: Exchange, error: unknown): Promise<void> => {
  const known = knownError(error)
  await exchange.blocked()
  exchange.head(known.status, {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(known.body)),
    "x-amzn-errortype": known.type,
  })
  exchange.end(known.body)
}
