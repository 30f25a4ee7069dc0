/**
 * Everything on the customers' port that is not a WebSocket: which path answers which method.
 */
import {
  type BrowserRules,
  preflight,
  refusedByHost,
  refusedAcross,
  refusedByOrigin,
  refusedByType,
} from "./BrowserRules.ts"
import { jsonReply } from "./JsonReply.ts"
import type { ReadinessShape } from "./Readiness.ts"
import type { Site } from "./Site.ts"
import type { HttpExchange, HttpReply, Target } from "./SocketServer.ts"

/** What no browser asks: answered only to whoever proves themselves. */
export interface InnerRoute {
  readonly isProven: (exchange: HttpExchange) => boolean
  readonly answer: (exchange: HttpExchange) => void
}

export interface HttpRoutes {
  readonly readiness: ReadinessShape
  readonly isDraining: () => boolean
  readonly browsers: BrowserRules
  /** By its path. */
  readonly inner: ReadonlyMap<string, InnerRoute>
  /** What programs beside the server answer, by its path. */
  readonly passedOn: ReadonlyMap<string, (exchange: HttpExchange) => void>
  /** What is asked by a posted body, by its path. */
  readonly posts: ReadonlyMap<string, (exchange: HttpExchange) => void>
  /** What is asked by a path that names it; undefined: nothing is. */
  readonly named: (path: string) => ((exchange: HttpExchange) => void) | undefined
  /** The console; undefined where there is none. */
  readonly site: Site | undefined
  /** What never changes while the server runs, by its path. */
  readonly pages: ReadonlyMap<string, HttpReply>
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

const forbidden = jsonReply(403, { message: "Forbidden" })
export const notFound = jsonReply(404, { error: { message: "no such path" } })

export const notAllowed = (allow: string): HttpReply =>
  jsonReply(405, { error: { message: `use ${allow}` } }, { allow })

export const pageReply = ({ method }: Target, page: HttpReply | undefined): HttpReply => {
  if (page === undefined) return notFound
  return method === "GET" || method === "HEAD" ? page : notAllowed("GET, HEAD")
}

/** Whoever asks whether the process lives or may be sent to is told, by whatever name it asks. */
export const isHealth = (path: string): boolean => path === "/healthz" || path === "/readyz"

const posted = (
  { browsers }: HttpRoutes,
  exchange: HttpExchange,
  answer: (exchange: HttpExchange) => void,
): void => {
  const asked = preflight(browsers, exchange, "POST")
  if (asked !== undefined) exchange.respond(asked)
  else if (exchange.method === "POST") {
    const refusal = refusedByOrigin(browsers, exchange) ?? refusedByType(exchange)
    if (refusal === undefined) answer(exchange)
    else exchange.respond(refusal)
  } else exchange.respond(notAllowed("POST"))
}

export const handleRequest = (routes: HttpRoutes, exchange: HttpExchange): void => {
  const { path, method } = exchange
  const inner = routes.inner.get(path)
  if (inner !== undefined) {
    if (method !== "POST") exchange.respond(notAllowed("POST"))
    else if (inner.isProven(exchange)) inner.answer(exchange)
    else exchange.respond(forbidden)
    return
  }
  const misnamed = isHealth(path) ? undefined : refusedByHost(routes.browsers, exchange)
  if (misnamed !== undefined) {
    exchange.respond(misnamed)
    return
  }
  const passOn = routes.passedOn.get(path)
  if (passOn !== undefined) {
    passOn(exchange)
    return
  }
  const answer = routes.posts.get(path)
  if (answer !== undefined) {
    posted(routes, exchange, answer)
    return
  }
  const named = routes.named(path)
  if (named !== undefined) {
    const refusal =
      preflight(routes.browsers, exchange, "GET") ??
      (method === "GET" ? refusedAcross(routes.browsers, exchange) : notAllowed("GET"))
    if (refusal === undefined) named(exchange)
    else exchange.respond(refusal)
    return
  }
  const page = routes.pages.get(path) ?? healthPage(routes, path) ?? routes.site?.reply(exchange)
  exchange.respond(pageReply(exchange, page))
}
