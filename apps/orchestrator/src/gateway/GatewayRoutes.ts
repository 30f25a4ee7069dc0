/**
 * `POST /gateway/{connect,default,disconnect}`: receives the events of an API Gateway whose integration maps the
 * connection's id, the visitor's address and a shared secret into headers.
 *
 * The reply only says whether the event was accepted; frames for the customer are sent through `@connections`.
 */
import { timingSafeEqual } from "node:crypto"
import { Effect } from "effect"
import { enter } from "../chat/Entry.ts"
import { refusals, statusOf } from "../codec/Refusals.ts"
import { shownBy } from "../identity/Shown.ts"
import { queryName } from "../identity/Visitor.ts"
import type { ChatServices } from "../messages/ChatServices.ts"
import { headerList } from "../transport/HeaderList.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { visitorAddress } from "../transport/PeerAddress.ts"
import { type HttpExchange, type HttpReply, mayBeBack } from "../transport/SocketServer.ts"
import type { Gateway } from "./Gateway.ts"

/** Of a message, by the gateway's quota. */
const maxBytes = 131_072

/** `context.connectionId`, such as `L0SM9cOFvHcCIhw=`. */
const connectionPattern = /^[A-Za-z0-9_=+/-]{1,128}$/

const subprotocol = "manga-assist.v1"

const accepted = jsonReply(202, {})
const unknown = jsonReply(410, { message: "Gone" })
const wrong = jsonReply(400, { message: "the connection's id must be mapped to x-connection-id" })
const tooLarge = jsonReply(413, { message: "a message has at most 128 KB" })
const draining = jsonReply(503, { message: refusals.shuttingDown.message })
const unanswered = jsonReply(503, { message: "the connection cannot be reached now" })
const broken = jsonReply(500, { message: "Internal server error" })
const tooMany = jsonReply(429, { message: "too many connections; wait a little" })

export const isSecret = (shown: string, secret: string): boolean => {
  const [one, two] = [Buffer.from(shown), Buffer.from(secret)]
  return one.length === two.length && timingSafeEqual(one, two)
}

const visitorOf = (exchange: HttpExchange): string => visitorAddress(exchange.header("x-source-ip"))

const connect = Effect.fnUntraced(function* (
  services: ChatServices,
  gateway: Gateway,
  connection: string,
  exchange: HttpExchange,
) {
  const address = visitorOf(exchange)
  if (services.isDraining()) return draining
  const { visitorLimits } = services
  // Messages are counted where they are read.
  const mayOpen = visitorLimits.frame(address, exchange.headBytes) && visitorLimits.open(address)
  if (!mayOpen) return tooMany
  const session = queryName(exchange.query, "session")
  const user = queryName(exchange.query, "user")
  if ("problem" in session) return jsonReply(400, { message: session.problem })
  if ("problem" in user) return jsonReply(400, { message: user.problem })
  const shown = shownBy(exchange, services.browsers.cookieName)
  const entry = yield* enter(services, address, shown, { session: session.value, user: user.value })
  const isKept = yield* gateway.connected(connection, address, entry)
  // A browser that offered subprotocols wants to see one of them, and the gateway passes on what it is answered.
  const isOffered = headerList(exchange.header("sec-websocket-protocol")).includes(subprotocol)
  const chosen = isOffered ? { "sec-websocket-protocol": subprotocol } : {}
  return isKept ? jsonReply(200, {}, chosen) : unanswered
})

const answer = (
  services: ChatServices,
  gateway: Gateway,
  exchange: HttpExchange,
  body: Uint8Array,
): Effect.Effect<HttpReply> => {
  const connection = exchange.header("x-connection-id")
  if (!connectionPattern.test(connection)) return Effect.succeed(wrong)
  if (exchange.path.endsWith("/connect")) {
    return connect(services, gateway, connection, exchange).pipe(
      Effect.catch(({ code, message }) => Effect.succeed(jsonReply(statusOf(code), { message }))),
    )
  }
  const kind = exchange.path.endsWith("/disconnect") ? "disconnect" : "default"
  const isLost = mayBeBack(Number(exchange.header("x-disconnect-code")))
  const text = Buffer.from(body).toString("utf8")
  return Effect.map(gateway.event(kind, connection, text, isLost), (outcome) => {
    if (outcome === "unanswered") return unanswered
    return outcome === "served" || kind === "disconnect" ? accepted : unknown
  })
}

export const gatewayPaths: ReadonlyArray<string> = [
  "/gateway/connect",
  "/gateway/default",
  "/gateway/disconnect",
]

export const gatewayExchange = (
  services: ChatServices,
  gateway: Gateway,
  exchange: HttpExchange,
): void => {
  exchange.readBody(maxBytes, (body) => {
    if (body === "too-large") {
      exchange.respond(tooLarge)
      return
    }
    const answered = answer(services, gateway, exchange, body).pipe(
      Effect.catchCause((cause) => Effect.as(Effect.logError("an event broke", cause), broken)),
      Effect.map((reply) => exchange.respond(reply)),
    )
    services.visitorLimits.timed(visitorOf(exchange), () => services.fork(answered))
  })
}
