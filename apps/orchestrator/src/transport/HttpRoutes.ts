/**
 * Everything on the customers' port that is not a WebSocket: which path answers which method.
 */
import {
  type BrowserRules,
  preflight,
  refusedByHost,
  refusedByOrigin,
  refusedByType,
} from "./BrowserRules.ts"
import { jsonReply } from "./JsonReply.ts"
import type { ReadinessShape } from "./Readiness.ts"
import type { Site } from "./Site.ts"
import type { HttpExchange, HttpReply } from "./SocketServer.ts"

export interface HttpRoutes {
  readonly readiness: ReadinessShape
  readonly isDraining: () => boolean
  readonly browsers: BrowserRules
  /** The console; undefined where there is none. */
  readonly site: Site | undefined
  readonly chat: (exchange: HttpExchange) => void
}

/** What a load balancer asks; why a server is not ready is for its operators. */
export const healthPage = (
  { isDraining, readiness }: Pick<HttpRoutes, "readiness" | "isDraining">,
  path: string,
): HttpReply | undefined => {
  if (path === "/healthz") return jsonReply(200, { ok: true })
  if (path !== "/readyz") return undefined
  const draining = isDraining()
  const ready = readiness.report().passed && !draining
  return jsonReply(ready ? 200 : 503, { ready, draining })
}

export const notFound = jsonReply(404, { error: { message: "no such path" } })

export const notAllowed = (allow: string): HttpReply =>
  jsonReply(405, { error: { message: `use ${allow}` } }, { allow })

/** Whoever asks whether the process lives or may be sent to is told, by whatever name it asks. */
export const isHealth = (path: string): boolean => path === "/healthz" || path === "/readyz"

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
  const page = healthPage(routes, path) ?? routes.site?.reply(exchange)
  if (page === undefined) exchange.respond(notFound)
  else if (method === "GET" || method === "HEAD") exchange.respond(page)
  else exchange.respond(notAllowed("GET, HEAD"))
}
