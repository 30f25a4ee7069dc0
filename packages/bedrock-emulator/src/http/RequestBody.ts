/** Reads the body of a request: bounded in size and time, unzipped when it was gzipped. */
import type { IncomingMessage } from "node:http"
import type { Http2ServerRequest } from "node:http2"
import { promisify } from "node:util"
import { gunzip } from "node:zlib"

/** Why a body cannot be used. `cut`: the client left or was too slow; there is nobody to answer. */
export type BodyProblem = "too-large" | "bad-encoding" | "cut"

/** A client that sends its body slower than this is given up. */
const bodyDeadlineMs = 30_000

export const readBody = async (
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | BodyProblem> => {
  const raw = await collectBody(request, maxBytes)
  if (typeof raw === "string") return raw
  const encoding = request.headers["content-encoding"] ?? "identity"
  if (encoding === "identity" || raw.length === 0) return raw
  if (encoding !== "gzip") return "bad-encoding"
  try {
    return await promisify(gunzip)(raw, { maxOutputLength: maxBytes })
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined
    return code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "bad-encoding"
  }
}

/** As it was sent. */
export const collectBody = (
  request: IncomingMessage | Http2ServerRequest,
  maxBytes: number,
): Promise<Buffer | "too-large" | "cut"> =>
  new Promise((resolve) => {
    const chunks: Array<Buffer> = []
    let size = 0
    const finish = (result: Buffer | "too-large" | "cut") => {
      clearTimeout(timer)
      resolve(result)
    }
    const timer = setTimeout(() => {
      finish("cut")
      request.destroy()
    }, bodyDeadlineMs)
    request.on("data", (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else finish("too-large")
    })
    request.once("end", () => finish(Buffer.concat(chunks)))
    request.once("error", () => finish("cut"))
    request.once("close", () => finish("cut"))
  })
