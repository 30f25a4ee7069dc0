/**
 * Sends a complete HTTP response: gzipped if allowed, accepted by the client and at least 1 KiB; without a body for
 * `HEAD`.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"

export interface FrontResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Below, gzip costs more than it saves. */
const smallestGzipBytes = 1_024

export const jsonResponse = (status: number, value: unknown): FrontResponse => ({
  status,
  headers: { "content-type": "application/json; charset=UTF-8" },
  body: JSON.stringify(value),
})

export const send = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: FrontResponse,
  compress: boolean,
): void => {
  const plain = Buffer.from(answer.body)
  const zip =
    compress &&
    plain.length >= smallestGzipBytes &&
    /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")
  const bytes = zip ? gzipSync(plain, { level: 1 }) : plain
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(zip ? { "content-encoding": "gzip" } : {}),
    "content-length": bytes.length,
  })
  response.end(request.method === "HEAD" ? undefined : bytes)
}
