/**
 * The token of a connection: asked for no longer than a connection may take to open, and only sent if it can be, since it
 * travels as a subprotocol.
 */
import type { FailureCode } from "./Answer.ts"

/** Of a token, and of a connection; then it has failed. */
export const openMs = 10_000

/** The characters of a subprotocol (RFC 6455, 4.1: tokens of RFC 9110). */
const sendable = /^[!#$%&'*+.^_`|~\w-]+$/

export const isSendable = (token: string): boolean => sendable.test(token)

type Asked =
  | { readonly token: string | undefined }
  | { readonly missing: string }
  /** Asking again would not help. */
  | { readonly refused: { readonly code: FailureCode; readonly why: string } }

type Ask = (() => string | undefined | Promise<string | undefined>) | undefined

/** Never rejects. */
export const askToken = async (ask: Ask): Promise<Asked> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`none within ${openMs / 1_000} s`)), openMs)
  })
  try {
    const token = await Promise.race([ask?.(), late])
    if (token === undefined || isSendable(token)) return { token }
    const why = "The token holds characters that cannot be sent with a connection."
    return { refused: { code: "unauthorized", why } }
  } catch (cause) {
    return { missing: `No token could be had (${String(cause)}).` }
  } finally {
    clearTimeout(timer)
  }
}
