/**
 * Lets the address of a request pay for its body: for the bytes as they come, and for the time that the body takes to
 * read. `rest` is to be called once the request was handled: a body that nobody asked for comes all the same.
 */
import type { HttpExchange } from "../transport/SocketServer.ts"
import type { VisitorLimits } from "./VisitorLimits.ts"

const hasBody = ({ header }: HttpExchange): boolean =>
  header("transfer-encoding") !== "" || !["", "0"].includes(header("content-length"))

/** Pieces of a body, and bytes that more of them must have on average: each costs as much as a long one. */
const maxCrumbs = 256
const crumbBytes = 32

export const paidBy = (
  address: string,
  limits: VisitorLimits,
  exchange: HttpExchange,
): { readonly paid: HttpExchange; readonly rest: () => void } => {
  let isRead = false
  let pieces = 0
  let received = 0
  const mayGoOn = (bytes: number) => {
    pieces += 1
    received += bytes
    if (limits.body(address, bytes) && (pieces <= maxCrumbs || received >= pieces * crumbBytes))
      return true
    limits.offended(address)
    return false
  }
  return {
    paid: {
      ...exchange,
      readBody: (limitBytes, done) => {
        isRead = true
        exchange.readBody(limitBytes, (body) => limits.timed(address, () => done(body)), mayGoOn)
      },
    },
    rest: () => {
      if (!isRead && hasBody(exchange)) exchange.readBody(0, () => {}, mayGoOn)
    },
  }
}
