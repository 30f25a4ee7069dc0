/**
 * The SDK's retries cut down to the one that costs nothing: a kept socket that the server had just
 * closed, or a clock that the first answer corrected. At once, and once.
 *
 * Throttling and server errors reach the caller, whose deadline is shorter than the SDK's back-off of a
 * second. Like any retry after a lost connection it may run a write twice.
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
