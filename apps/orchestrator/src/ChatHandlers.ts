/**
 * Routes what arrives on the customers' port to its handler: WebSockets to `ChatSocket` or `AiSocket`, posted messages
 * to `ChatStream` with the codec of their path, MCP calls to `mcpExchange`; requests of API Gateway, resumed streams,
 * turns shown again and pages have handlers of their own. Connections beyond the limits of the server or of one
 * address are refused here.
 */
import type { StoreTools } from "@manga-assist/assistant"
import { type Context, Effect } from "effect"
import { AiSocket } from "./aisdk/AiSocket.ts"
import { aiSdk, resumedChat, uiStream } from "./aisdk/AiSdkCodec.ts"
import {
  browserHeaders,
  refusedByHost,
  refusedByOrigin,
  withBrowserHeaders,
} from "./transport/BrowserRules.ts"
import { type ChatServices, opened } from "./messages/ChatServices.ts"
import { ChatSocket } from "./chat/ChatSocket.ts"
import { ChatStream } from "./chat/ChatStream.ts"
import { namedTurn, showTurn } from "./chat/ShowTurn.ts"
import type { ChatCodec, Refuse } from "./codec/ChatCodec.ts"
import { closeCodeOf, errorFrame, type Refusal, refusals, statusOf } from "./codec/Refusals.ts"
import { eventStream } from "./codec/EventStream.ts"
import { handleRequest, type InnerRoute, isHealth, notFound } from "./transport/HttpRoutes.ts"
import { shownBy } from "./identity/Shown.ts"
import { jsonReply } from "./transport/JsonReply.ts"
import type { ReadinessShape } from "./transport/Readiness.ts"
import type { Site } from "./transport/Site.ts"
import { schemaPages } from "./schema/SchemaFiles.ts"
import type {
  HttpExchange,
  HttpReply,
  SocketServerHandlers,
  Target,
  UpgradeAnswer,
} from "./transport/SocketServer.ts"
import { mcpExchange, mcpRefusal } from "./mcp/McpEndpoint.ts"
import { paidBy } from "./sessions/PaidExchange.ts"
import { modelPages, openAi, openAiResponses, otherModel } from "./openai/OpenAiCodec.ts"
import { peerAddress } from "./transport/PeerAddress.ts"
import { queryName } from "./identity/Visitor.ts"

const plain: Refuse = (error, status) => jsonReply(status, { error })

/** Counts it, and says no in the words of a format. */
const refused = ({ metrics }: ChatServices, refusal: Refusal, refuse = plain): HttpReply => {
  metrics.errors({ code: refusal.code })
  return refuse(errorFrame(refusal), refusal.status ?? statusOf(refusal.code), refusal.detail)
}

const shuttingDown = plain(errorFrame(refusals.shuttingDown), 503)

const isFull = ({ connections, limits }: ChatServices): boolean =>
  connections.size >= limits.maxConnections

/**
 * A browser sees nothing of a refused upgrade, so whatever it can mend (a bad session, a full server) is told
 * after the upgrade, as an `error` frame and a close code.
 */
const upgrade = (services: ChatServices, target: Target): UpgradeAnswer => {
  const { browsers } = services
  const refusal = refusedByHost(browsers, target) ?? refusedByOrigin(browsers, target)
  if (refusal !== undefined) return { refuse: refusal }
  if (target.path !== "/chat" && target.path !== "/ai") return { refuse: notFound }
  if (services.isDraining()) return { refuse: shuttingDown }
  const address = peerAddress(target, services.limits.trustedProxies)
  const { visitorLimits } = services
  const mayOpen = visitorLimits.frame(address, target.headBytes) && visitorLimits.open(address)
  // Before the upgrade, browser or not: what one address floods with costs as little as can be.
  if (!mayOpen) return { refuse: refused(services, refusals.tooManyConnections) }
  const session = queryName(target.query, "session")
  const user = queryName(target.query, "user")
  const shown = shownBy(target, services.browsers.cookieName)
  if (target.path === "/ai") return upgradeAi(services, address, target)
  return {
    open: (socket) =>
      visitorLimits.timed(address, () => {
        const full = isFull(services)
        const chat: ChatSocket = new ChatSocket(services, address, socket, () => closed())
        const closed = opened(services, address, chat)
        if ("problem" in session) chat.refuse({ code: "bad-frame", message: session.problem })
        else if ("problem" in user) chat.refuse({ code: "bad-frame", message: user.problem })
        else if (full) chat.refuse(refusals.full)
        else chat.open(shown, { session: session.value, user: user.value })
        return chat
      }),
  }
}

/** The AI SDK's transport has no frame for the socket as a whole: a close code says what there is to say. */
const upgradeAi = (services: ChatServices, address: string, target: Target): UpgradeAnswer => ({
  open: (socket) => {
    const full = isFull(services)
    const ai: AiSocket = new AiSocket(services, address, target, socket, () => closed())
    const closed = opened(services, address, ai)
    if (full) ai.close(closeCodeOf(refusals.full.code), refusals.full.message)
    return ai
  },
})

/**
 * What the operator has to know of a deployment: behind a proxy that is not trusted all visitors have one address, and
 * by another name than its own nobody reaches the server. Each is logged once a minute at most.
 */
const warnings = ({ browsers, fork, limits }: ChatServices) => {
  const saidAt = { proxy: -Infinity, name: -Infinity }
  const say = (what: keyof typeof saidAt, text: string) => {
    const now = performance.now()
    if (now - saidAt[what] < 60_000) return
    saidAt[what] = now
    fork(Effect.logWarning(text))
  }
  return (target: Target): void => {
    if (limits.trustedProxies === 0 && target.header("x-forwarded-for") !== "") {
      say(
        "proxy",
        "requests come through a proxy and TRUSTED_PROXIES is 0: all its visitors share the limits of one address",
      )
    }
    if (isHealth(target.path) || refusedByHost(browsers, target) === undefined) return
    const name = JSON.stringify(target.header("host").slice(0, 100))
    say("name", `refused with 421: ${name} is no name of this server (ALLOWED_HOSTS)`)
  }
}

/** Every format in which a message may be posted. */
const codecs: ReadonlyArray<readonly [path: string, codec: ChatCodec]> = [
  ["/chat", eventStream],
  ["/ai", aiSdk],
  ["/v1/chat/completions", openAi],
  ["/v1/responses", openAiResponses],
]

const pagesOf = () => new Map([...modelPages, ...schemaPages()])

/** A request that counts as a connection until it is `closed`, or is refused where there are too many. */
const counted =
  (
    services: ChatServices,
    refuse: Refuse,
    start: (address: string, exchange: HttpExchange, closed: () => void) => void,
  ) =>
  (exchange: HttpExchange): void => {
    const address = peerAddress(exchange, services.limits.trustedProxies)
    const refusal = !services.visitorLimits.open(address)
      ? refusals.tooManyConnections
      : isFull(services)
        ? refusals.full
        : undefined
    if (refusal !== undefined) {
      exchange.respond(refused(services, refusal, refuse))
      return
    }
    start(address, exchange, opened(services, address, { drain: () => {}, close: () => {} }))
  }

const postsOf = (
  services: ChatServices,
  store: Context.Service.Shape<typeof StoreTools>,
): ReadonlyMap<string, (exchange: HttpExchange) => void> =>
  new Map([
    ...codecs.map(
      ([path, codec]) =>
        [
          path,
          counted(services, codec.refuse, (address, exchange, closed) => {
            new ChatStream(services, codec, address, exchange, closed).open()
          }),
        ] as const,
    ),
    [
      "/mcp",
      counted(services, mcpRefusal, (address, exchange, closed) => {
        mcpExchange(services, store, address, exchange, closed)
      }),
    ],
  ])

/** Says no in the words of the path. */
const refusalOf = (path: string): Refuse => {
  const codec = codecs.find(([its]) => its === path)?.[1]
  if (codec !== undefined) return codec.refuse
  if (path === "/mcp") return mcpRefusal
  if (path.startsWith("/v1/")) return openAi.refuse
  return resumedChat(path) === undefined ? plain : aiSdk.refuse
}

export const chatHandlers = (
  services: ChatServices,
  readiness: ReadinessShape,
  store: Context.Service.Shape<typeof StoreTools>,
  site: Site | undefined,
  inner: ReadonlyMap<string, InnerRoute>,
  passedOn: ReadonlyMap<string, (exchange: HttpExchange) => void>,
): SocketServerHandlers => {
  const routes = {
    readiness,
    isDraining: services.isDraining,
    browsers: services.browsers,
    inner,
    passedOn,
    posts: postsOf(services, store),
    named: (path: string) => {
      const other = otherModel(path)
      if (other !== undefined) {
        return (exchange: HttpExchange) => exchange.respond(refused(services, other, openAi.refuse))
      }
      const turn = namedTurn(path)
      if (turn !== undefined) {
        return counted(services, plain, (address, exchange, closed) => {
          showTurn(services, address, exchange, closed, turn)
        })
      }
      const chat = resumedChat(path)
      if (chat === undefined) return undefined
      return counted(services, aiSdk.refuse, (address, exchange, closed) => {
        new ChatStream(services, aiSdk, address, exchange, closed).resume(chat, uiStream())
      })
    },
    pages: pagesOf(),
    site,
  }
  const warn = warnings(services)
  return {
    subprotocol: "manga-assist.v1",
    upgrade: (target) => {
      warn(target)
      const answer = upgrade(services, target)
      if ("open" in answer) return answer
      const { refuse } = answer
      const headers = { ...browserHeaders(services.browsers, target), ...refuse.headers }
      return { refuse: { ...refuse, headers } }
    },
    request: (exchange) => {
      warn(exchange)
      const told = withBrowserHeaders(services.browsers, exchange)
      const { path } = exchange
      // An event of a gateway is its visitor's.
      if (inner.get(path)?.isProven(exchange) === true) {
        handleRequest(routes, told)
        return
      }
      const address = peerAddress(exchange, services.limits.trustedProxies)
      const { visitorLimits } = services
      const { paid, rest } = paidBy(address, visitorLimits, told)
      if (isHealth(path)) handleRequest(routes, paid)
      else if (visitorLimits.request(address, exchange.headBytes)) {
        visitorLimits.timed(address, () => handleRequest(routes, paid))
      } else told.respond(refused(services, refusals.tooManyRequests, refusalOf(path)))
      rest()
    },
  }
}
