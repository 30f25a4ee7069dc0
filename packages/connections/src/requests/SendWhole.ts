/**
 * Sends a request over a `KeepAlivePool` (HTTP/1.1 sockets to one server) and returns a promise of the complete
 * response. It rejects with the pool's error, or with an `AbortError` when the signal aborts, which also cancels the
 * request.
 */
import type { HttpReply } from "./HttpReply.ts"
import type { KeepAlivePool, WholeRequest } from "./KeepAlivePool.ts"

/** Rejects as `KeepAlivePool.send` fails, and with an `AbortError` when the signal aborts. */
export const sendWhole = (
  sockets: KeepAlivePool,
  request: WholeRequest,
  signal: AbortSignal | undefined,
): Promise<HttpReply> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted())
      return
    }
    const onAbort = () => {
      leave()
      reject(aborted())
    }
    const over = () => signal?.removeEventListener("abort", onAbort)
    const leave = sockets.send(
      request,
      (reply) => {
        over()
        resolve(reply)
      },
      (error) => {
        over()
        reject(error)
      },
    )
    signal?.addEventListener("abort", onAbort, { once: true })
  })

const aborted = (): Error => new DOMException("the call was given up", "AbortError")
