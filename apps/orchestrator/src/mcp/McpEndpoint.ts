/**
 * `POST /mcp`: the Model Context Protocol over streamable HTTP, stateless.
 *
 * Each request is authenticated like the chat, and each tool call counts as one message.
 */
import type { StoreTools } from "@manga-assist/assistant"
import { type Context, Effect, Fiber } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { Visitor } from "../identity/Visitor.ts"
import type { Refuse } from "../codec/ChatCodec.ts"
import { errorFrame, type Refusal, refusals, statusOf, tooLarge } from "../codec/Refusals.ts"
import { enter } from "../chat/Entry.ts"
import { shownBy } from "../identity/Shown.ts"
import { loggedUnder, readTraceparent } from "../messages/TraceContext.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import type { HttpExchange } from "../transport/SocketServer.ts"
import { queryName } from "../identity/Visitor.ts"
import { answerMcp, ToolRefused } from "./McpTools.ts"

const maxBytes = 65_536

/** What the protocol reads of a request. */
const headerNames = ["accept", "content-type", "mcp-protocol-version", "mcp-method", "mcp-name"]

const broken: Refusal = { code: "internal", message: "the request broke; try again" }

/** JSON-RPC's code for errors that a server defines. */
const serverError = -32_000

/** As an error of JSON-RPC that answers no request in particular. */
export const mcpRefusal: Refuse = ({ code, message, retryable }, status) =>
  jsonReply(
    status,
    { jsonrpc: "2.0", id: null, error: { code: serverError, message, data: { code, retryable } } },
    status === 401 ? { "www-authenticate": "Bearer" } : {},
  )

/**
 * Runs a call of a tool for this visitor, within their limits, until they leave; what it logs names the caller's trace.
 * `signal` is the exchange's own: that of a `Request` made of it would follow it only until a collection of garbage.
 */
const runnerFor =
  (
    services: ChatServices,
    address: string,
    visitor: Visitor,
    traceId: string | undefined,
    signal: AbortSignal,
  ) =>
  async <A, E>(call: Effect.Effect<A, E>): Promise<A> => {
    signal.throwIfAborted()
    if (!services.visitorLimits.message(address, visitor)) {
      throw new ToolRefused(refusals.tooManyMessages)
    }
    const fiber = services.visitorLimits.timed(address, () =>
      services.fork(loggedUnder(traceId)(call)),
    )
    const leave = () => fiber.interruptUnsafe()
    signal.addEventListener("abort", leave, { once: true })
    try {
      return await Effect.runPromise(Fiber.join(fiber))
    } finally {
      signal.removeEventListener("abort", leave)
    }
  }

const answer = async (
  services: ChatServices,
  store: Context.Service.Shape<typeof StoreTools>,
  address: string,
  exchange: HttpExchange,
  body: Uint8Array,
  visitor: Visitor,
  signal: AbortSignal,
): Promise<void> => {
  const traceId = readTraceparent(exchange.header("traceparent"))?.traceId
  const limited = runnerFor(services, address, visitor, traceId, signal)
  let workedMs = 0
  let since = performance.now()
  let calls = 0
  /** All but the calls of tools happens in one task of the event loop: nobody else's work is among it. */
  const worked = () => {
    if (calls === 0) workedMs += performance.now() - since
  }
  const run: typeof limited = async (call) => {
    worked()
    calls += 1
    try {
      return await limited(call)
    } finally {
      calls -= 1
      if (calls === 0) since = performance.now()
    }
  }
  const headers = new Headers()
  for (const name of headerNames) {
    const value = exchange.header(name)
    if (value !== "") headers.set(name, value)
  }
  const url = `http://internal${exchange.path}`
  const request = new Request(url, { method: "POST", headers, body: Buffer.from(body) })
  const locale = /^ja\b/iu.test(exchange.header("accept-language")) ? "ja" : "en"
  const response = await answerMcp(store, { user: visitor.user, locale, run }, request)
  const text = await response.text()
  worked()
  services.visitorLimits.took(address, workedMs)
  exchange.respond({
    status: response.status,
    headers: {
      "content-type": response.headers.get("content-type") ?? "application/json",
      "cache-control": "no-store",
    },
    body: text,
  })
}

/** `closed` is called once, when the reply has been given or the caller has left. */
export const mcpExchange = (
  services: ChatServices,
  store: Context.Service.Shape<typeof StoreTools>,
  address: string,
  exchange: HttpExchange,
  closed: () => void,
): void => {
  const leaving = new AbortController()
  exchange.onAborted(() => {
    leaving.abort()
    closed()
  })
  const end = (refusal?: Refusal) => {
    if (leaving.signal.aborted) return
    if (refusal !== undefined) {
      services.metrics.errors({ code: refusal.code })
      exchange.respond(mcpRefusal(errorFrame(refusal), statusOf(refusal.code)))
    }
    closed()
  }
  const shown = shownBy(exchange, services.browsers.cookieName)
  exchange.readBody(maxBytes, (body) => {
    const user = queryName(exchange.query, "user")
    if (body === "too-large") end(tooLarge(maxBytes))
    else if ("problem" in user) end({ code: "bad-frame", message: user.problem })
    else if (services.isDraining()) end(refusals.shuttingDown)
    else {
      const asked = { session: undefined, user: user.value }
      services.fork(
        enter(services, address, shown, asked).pipe(
          Effect.flatMap(({ opening: { visitor } }) =>
            Effect.tryPromise({
              try: () => answer(services, store, address, exchange, body, visitor, leaving.signal),
              catch: () => broken,
            }),
          ),
          Effect.match({ onSuccess: () => end(), onFailure: end }),
        ),
      )
    }
  })
}
