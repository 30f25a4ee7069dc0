/**
 * Builds the `Response` of a pooled `fetch` as soon as the headers have arrived, and decompresses its body.
 *
 * A truncated body is an error, compressed or not, and never a short body. The consumer sets the pace; cancelling the
 * body cancels the upstream stream in the same tick.
 */
import { pipeline, type Readable, type Transform } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib"
import type { Incoming } from "./Incoming.ts"
import { responseBody } from "./ResponseBody.ts"

export interface ResponseContext {
  readonly url: URL
  readonly method: string
  readonly redirected: boolean
  /** What the reader of a body that ended with `cause` is told. */
  readonly failure: (cause: Error) => unknown
}

const withoutBody = new Set([204, 205, 304])
/** What may wait for the reader before the answer is paused. */
const aheadBytes = 64 * 1024

export const fetchResponse = (incoming: Incoming, context: ResponseContext): Response => {
  const { headers, statusCode: status } = incoming
  const source = responseBody(incoming)
  const bare = withoutBody.has(status) || context.method === "HEAD"
  if (bare) source.resume()
  const body = bare ? null : webStream(decoded(source, headers["content-encoding"]), context)
  const response = new Response(body, { status, headers })
  Object.defineProperty(response, "url", {
    value: `${context.url.origin}${context.url.pathname}${context.url.search}`,
  })
  Object.defineProperty(response, "redirected", { value: context.redirected })
  return response
}

const webStream = (
  source: Readable,
  { failure }: ResponseContext,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let open = true
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        source.on("data", (chunk: Buffer<ArrayBuffer>) => {
          controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
          if ((controller.desiredSize ?? 0) <= 0) source.pause()
        })
        source.pause()
        source.once("end", () => {
          if (open) controller.close()
          open = false
        })
        source.once("error", (cause) => {
          if (open) controller.error(failure(cause))
          open = false
        })
      },
      pull() {
        source.resume()
      },
      cancel() {
        open = false
        source.destroy()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: aheadBytes }),
  )
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** Undone from the last coding to the first; a body with a coding that is not known stays as it came. */
const decoded = (source: Readable, codings: string | undefined): Readable => {
  const names = (codings ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity")
  const steps = names.toReversed().map((name) => decoders[name]?.())
  let body = source
  for (const step of steps) {
    if (step === undefined) return body
    body = pipeline(body, step, () => {})
  }
  return body
}
