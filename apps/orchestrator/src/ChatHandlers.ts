/**
 * Joins transport and chat: which connection becomes a socket, which request a stream, which a page.
 */
import {
  browserHeaders,
  type BrowserRules,
  refusedByHost,
  refusedByOrigin,
} from "./BrowserRules.ts"
import type { ChatServices } from "./ChatServices.ts"
import { ChatSocket } from "./ChatSocket.ts"
import { ChatStream } from "./ChatStream.ts"
import { handleRequest, notFound } from "./HttpRoutes.ts"
import { shownBy } from "./identity/Shown.ts"
import { jsonReply } from "./JsonReply.ts"
import type { OpenConnections } from "./OpenConnections.ts"
import type { ReadinessShape } from "./Readiness.ts"
import type { HttpExchange, SocketServerHandlers, Target, UpgradeAnswer } from "./SocketServer.ts"
import { queryName } from "./Visitor.ts"

const shuttingDown = jsonReply(503, {
  error: {
    type: "error",
    code: "shutting-down",
    message: "the server is shutting down",
    retryable: true,
  },
})

/**
 * A browser sees nothing of a refused upgrade, so whatever it can mend (a bad session, a full server) is told
 * after the upgrade, as an `error` frame and a close code.
 */
const upgrade = (
  services: ChatServices,
  connections: OpenConnections,
  target: Target,
): UpgradeAnswer => {
  const { browsers } = services
  const refusal = refusedByHost(browsers, target) ?? refusedByOrigin(browsers, target)
  if (refusal !== undefined) return { refuse: refusal }
  if (target.path !== "/chat") return { refuse: notFound }
  if (services.isDraining()) return { refuse: shuttingDown }
  const session = queryName(target.query, "session")
  const user = queryName(target.query, "user")
  const shown = shownBy(target, services.browsers.cookieName)
  return {
    open: (socket) => {
      const chat = new ChatSocket(services, socket, () => connections.deleteSocket(chat))
      const isFull = connections.size >= services.limits.maxConnections
      connections.addSocket(chat)
      if ("problem" in session) chat.refuse("bad-frame", session.problem, 1008)
      else if ("problem" in user) chat.refuse("bad-frame", user.problem, 1008)
      else if (isFull) chat.refuse("busy", "too many connections; try again later", 1013)
      else chat.open(shown, { session: session.value, user: user.value })
      return chat
    },
  }
}

/** The same exchange, whose replies tell a browser how to treat them. */
const withHeaders = (exchange: HttpExchange, rules: BrowserRules): HttpExchange => {
  const always = browserHeaders(rules, exchange)
  return {
    ...exchange,
    respond: (reply) => exchange.respond({ ...reply, headers: { ...always, ...reply.headers } }),
    stream: (status, headers) => exchange.stream(status, { ...always, ...headers }),
  }
}

export const chatHandlers = (
  services: ChatServices,
  connections: OpenConnections,
  readiness: ReadinessShape,
): SocketServerHandlers => {
  const routes = {
    readiness,
    isDraining: services.isDraining,
    browsers: services.browsers,
    chat: (exchange: HttpExchange) => {
      const isFull = connections.size >= services.limits.maxConnections
      connections.addStream()
      const stream = new ChatStream(services, exchange, () => connections.deleteStream())
      if (isFull) stream.refuse("busy", "too many connections; try again later")
      else stream.open()
    },
  }
  return {
    subprotocol: "manga-assist.v1",
    upgrade: (target) => {
      const answer = upgrade(services, connections, target)
      if ("open" in answer) return answer
      const { refuse } = answer
      const headers = { ...browserHeaders(services.browsers, target), ...refuse.headers }
      return { refuse: { ...refuse, headers } }
    },
    request: (exchange) => handleRequest(routes, withHeaders(exchange, services.browsers)),
  }
}
