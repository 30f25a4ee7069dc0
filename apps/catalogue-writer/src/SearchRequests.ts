/**
 * Sends JSON requests to OpenSearch, signed (SigV4) where it is an AWS service. Any answer within 30 s resolves, an
 * error status included; the caller judges it.
 */
import type { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { HttpRequest } from "@smithy/core/protocols"
import { SignatureV4 } from "@smithy/signature-v4"
import { createHash } from "node:crypto"

const requestDeadlineMs = 30_000

export interface SearchReply {
  readonly status: number
  readonly text: string
}

/** Resolves with whatever the service answers; rejects when it does not answer within 30 s. */
export type SearchRequest = (
  method: "GET" | "PUT" | "POST" | "DELETE",
  /** Below the address, such as `/products/_bulk`. */
  path: string,
  body?: string,
) => Promise<SearchReply>

export type SearchService = "aoss" | "es" | "none"

/** What the host name says, as the chat server reads it. */
export const serviceOf = (url: string): SearchService => {
  const { hostname } = new URL(url)
  if (!/\.(amazonaws\.com(\.cn)?|on\.aws)$/u.test(hostname)) return "none"
  return hostname.includes(".es.") ? "es" : "aoss"
}

/** The region, the credentials and the hash are those of a client that is there anyway. */
export const searchRequests = (
  url: string,
  service: SearchService,
  { config }: BedrockRuntimeClient,
): SearchRequest => {
  const base = new URL(url)
  const signer =
    service === "none"
      ? undefined
      : new SignatureV4({
          service,
          region: config.region,
          credentials: config.credentials,
          sha256: config.sha256,
        })
  return async (method, path, body = "") => {
    const headers: Record<string, string> = {
      host: base.host,
      connection: "close",
      "content-type": path.endsWith("/_bulk") ? "application/x-ndjson" : "application/json",
      // Serverless refuses a request that does not say the hash of its body.
      "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
    }
    const request = new HttpRequest({
      method,
      protocol: base.protocol,
      hostname: base.hostname,
      path: `${base.pathname.replace(/\/+$/u, "")}${path}`,
      headers,
      body,
    })
    const signed = signer === undefined ? request : await signer.sign(request)
    const response = await fetch(new URL(request.path, base), {
      method,
      headers: signed.headers,
      ...(body === "" ? {} : { body }),
      signal: AbortSignal.timeout(requestDeadlineMs),
    })
    return { status: response.status, text: await response.text() }
  }
}
