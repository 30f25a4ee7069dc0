/**
 * A whole JSON reply.
 */
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
