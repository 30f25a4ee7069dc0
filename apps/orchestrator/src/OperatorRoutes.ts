/**
 * Routes of the operators' port: metrics, endpoint health, detailed readiness, and the page that shows them.
 *
 * Customers never reach this port, and it serves no customer data.
 */
import { type BrowserRules, refusedByHost, withBrowserHeaders } from "./transport/BrowserRules.ts"
import { healthPage, isHealth, notFound, pageReply } from "./transport/HttpRoutes.ts"
import { jsonReply } from "./transport/JsonReply.ts"
import type { Registry } from "./metrics/MetricsRegistry.ts"
import type { ReadinessShape } from "./transport/Readiness.ts"
import type { Site } from "./transport/Site.ts"
import type {
  HttpExchange,
  HttpReply,
  SocketServerHandlers,
  Target,
} from "./transport/SocketServer.ts"

export interface OperatorRoutes {
  readonly readiness: ReadinessShape
  readonly metrics: Registry
  /** The newest window of endpoint checks. */
  readonly endpoints: () => unknown
  readonly isDraining: () => boolean
  readonly browsers: BrowserRules
  /** The operators' page; undefined where there is none. */
  readonly site: Site | undefined
  /** By path: what programs beside the server answer. */
  readonly passedOn: ReadonlyMap<string, (exchange: HttpExchange) => void>
}

const readyPage = ({ isDraining, readiness }: OperatorRoutes): HttpReply => {
  const { passed, services } = readiness.report()
  const draining = isDraining()
  const ready = passed && !draining
  return jsonReply(ready ? 200 : 503, { ready, draining, services })
}

/** What the operators' page shows beside the metrics: what has no number, and what can be asked of it. */
const statePage = ({ endpoints, metrics, passedOn }: OperatorRoutes) => ({
  ...metrics.described(),
  endpoints: endpoints(),
  passedOn: [...passedOn.keys()],
})

const pageOf = (routes: OperatorRoutes, path: string): HttpReply | undefined => {
  if (path === "/readyz") return readyPage(routes)
  if (path === "/endpoints") return jsonReply(200, routes.endpoints())
  if (path === "/machine/state") return jsonReply(200, statePage(routes))
  if (path !== "/metrics") return healthPage(routes, path)
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" }
  return { status: 200, headers, body: routes.metrics.render() }
}

const replyTo = (routes: OperatorRoutes, target: Target): HttpReply => {
  const misnamed = isHealth(target.path) ? undefined : refusedByHost(routes.browsers, target)
  if (misnamed !== undefined) return misnamed
  return pageReply(target, pageOf(routes, target.path) ?? routes.site?.reply(target))
}

export const operatorHandlers = (routes: OperatorRoutes): SocketServerHandlers => ({
  subprotocol: "",
  upgrade: () => ({ refuse: notFound }),
  request: (plain) => {
    const exchange = withBrowserHeaders(routes.browsers, plain)
    const isMisnamed = refusedByHost(routes.browsers, exchange) !== undefined
    const passOn = isMisnamed ? undefined : routes.passedOn.get(exchange.path)
    if (passOn === undefined) exchange.respond(replyTo(routes, exchange))
    else passOn(exchange)
  },
})
