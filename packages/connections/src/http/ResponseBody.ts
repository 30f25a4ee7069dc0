/**
 * A response body that reports truncation as an error.
 *
 * Node ends an HTTP/2 stream without an error when the connection closes or the stream is reset with CANCEL, so a
 * reader would take half an answer for the whole. The consumer sets the pace, and leaving early cancels upstream.
 */
import { Readable } from "node:stream"
import type { Incoming } from "./Incoming.ts"
import { TransportError } from "../pool/TransportError.ts"

export const responseBody = (incoming: Incoming): Readable => {
  const source = incoming.body
  let settled = false
  const body = new Readable({
    read() {
      source.resume()
    },
    destroy(error, callback) {
      if (!settled) incoming.cancel()
      settled = true
      callback(error)
    },
  })
  const cut = (cause?: Error) => {
    if (settled) return
    settled = true
    // A session that was lost has cut this answer; its own error is the cause.
    const own =
      (cause instanceof TransportError && !cause.connectionFailed) || cause?.name === "AbortError"
    body.destroy(own ? cause : new TransportError("body-cut", "the answer broke off", cause))
  }
  // A body that nobody reads must not end the process when its connection fails.
  body.on("error", () => {})
  if (source.destroyed) {
    cut(source.errored ?? undefined)
    return body
  }
  source.on("data", (chunk) => {
    if (!body.push(chunk)) source.pause()
  })
  source.pause()
  source.on("error", cut)
  source.once("end", () => {
    if (settled || !incoming.whole()) return
    settled = true
    body.push(null)
  })
  source.once("close", () => cut())
  return body
}
