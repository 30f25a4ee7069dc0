/** Builds an HTTP reply with a JSON body that no cache may store. */
import type { HttpHeaders, HttpReply } from "./SocketServer.ts"

export const jsonReply = (status: number, body: unknown, headers: HttpHeaders = {}): HttpReply => ({
  status,
  headers: {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...headers,
  },
  body: JSON.stringify(body),
})
