/**
 * Limits the SDK's retries to one immediate one: after a keep-alive socket that the server had just closed, or after
 * a corrected clock.
 *
 * Throttling and server errors reach the caller, whose deadline is shorter than the SDK's back-off of a second. Like
 * any retry after a lost connection it may execute a write twice.
 */
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from "@smithy/types"
import { codeOf } from "./ConnectionError.ts"

const token = (count: number): RetryToken => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
})

const worthAnother = ({ error }: RetryErrorInfo): boolean => {
  const code = codeOf(error)
  return code === "ECONNRESET" || code === "EPIPE" || error?.$metadata?.clockSkewCorrected === true
}

export const connectionRetry: RetryStrategyV2 = {
  acquireInitialRetryToken: () => Promise.resolve(token(0)),
  refreshRetryTokenForRetry: (last, info) =>
    last.getRetryCount() === 0 && worthAnother(info)
      ? Promise.resolve(token(1))
      : Promise.reject(new Error("not retried")),
  recordSuccess: () => {},
}
