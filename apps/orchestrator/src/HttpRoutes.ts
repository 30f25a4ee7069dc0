/**
 * Everything that is not a WebSocket: which path answers which method, and the operator's pages.
 */
import type { Context } from "effect"
import {
  type BrowserRules,
  preflight,
  refusedByHost,
  refusedByOrigin,
  refusedByType,
} from "./BrowserRules.ts"
import { jsonReply } from "./JsonReply.ts"
import type { Registry } from "./MetricsRegistry.ts"
import type { Readiness } from "./Readiness.ts"
import type { HttpExchange, HttpReply } from "./SocketServer.ts"

export interface HttpRoutes {
  readonly readiness: Context.Service.Shape<typeof Readiness>
  readonly metrics: Registry
  /** The newest window of endpoint checks. */
  readonly endpoints: () => unknown
  readonly isDraining: () => boolean
  readonly browsers: BrowserRules
  readonly chat: (exchange: HttpExchange) => void
}

const readyReply = (routes: HttpRoutes): HttpReply => {
  const { passed, services } = routes.readiness.report()
  const draining = routes.isDraining()
  const ready = passed && !draining
  return jsonReply(ready ? 200 : 503, { ready, draining, services })
}

/** Answers a path that only reads; undefined for an unknown one. */
const pageOf = (routes: HttpRoutes, path: string): HttpReply | undefined => {
  if (path === "/healthz") return jsonReply(200, { ok: true })
  if (path === "/readyz") return readyReply(routes)
  if (path === "/endpoints") return jsonReply(200, routes.endpoints())
  if (path !== "/metrics") return undefined
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" }
  return { status: 200, headers, body: routes.metrics.render() }
}

export const notFound = jsonReply(404, { error: { message: "no such path" } })

const notAllowed = (allow: string): HttpReply =>
  jsonReply(405, { error: { message: `use ${allow}` } }, { allow })

/** Whoever asks whether the process lives or may be sent to is told, by whatever name it asks. */
const isHealth = (path: string): boolean => path === "/healthz" || path === "/readyz"

const chat = (routes: HttpRoutes, exchange: HttpExchange): void => {
  const { browsers } = routes
  const asked = preflight(browsers, exchange)
  if (asked !== undefined) exchange.respond(asked)
  else if (exchange.method === "POST") {
    const refusal = refusedByOrigin(browsers, exchange) ?? refusedByType(exchange)
    if (refusal === undefined) routes.chat(exchange)
    else exchange.respond(refusal)
  } else exchange.respond(notAllowed("POST"))
}

export const handleRequest = (routes: HttpRoutes, exchange: HttpExchange): void => {
  const { path, method } = exchange
  const misnamed = isHealth(path) ? undefined : refusedByHost(routes.browsers, exchange)
  if (misnamed !== undefined) {
    exchange.respond(misnamed)
    return
  }
  if (path === "/chat") {
    chat(routes, exchange)
    return
  }
  const page = pageOf(routes, path)
  if (page === undefined) exchange.respond(notFound)
  else if (method === "GET" || method === "HEAD") exchange.respond(page)
  else exchange.respond(notAllowed("GET, HEAD"))
}
