/**
 * Forwards the emulators' fault API to the operators' port, where emulators run.
 *
 * Only pages of that port may call it. The emulators' replies are passed through unchanged.
 */
import { Effect } from "effect"
import { jsonReply } from "./transport/JsonReply.ts"
import { refusedByOrigin, refusedByType } from "./transport/BrowserRules.ts"
import { notAllowed, notFound } from "./transport/HttpRoutes.ts"
import type { HttpExchange, HttpReply } from "./transport/SocketServer.ts"

const waitMs = 2_000
const maxBodyBytes = 16_384

const unreachable = jsonReply(502, { error: { message: "the emulators do not answer" } })
const tooLarge = jsonReply(413, { error: { message: "a list of faults has at most 16 KiB" } })

/** Pages of the operators' port alone, whatever other pages may chat. */
const ownPages = { hosts: [], origins: [], cookieName: "" }

const ask = (url: string, method: string, body?: Uint8Array): Effect.Effect<HttpReply> =>
  Effect.tryPromise(async (signal): Promise<HttpReply> => {
    const reply = await fetch(new URL("/faults", url), {
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    })
    return jsonReply(reply.status, await reply.json())
  }).pipe(Effect.catch(() => Effect.succeed(unreachable)))

/** `url` is the emulators' own address; undefined: none run. */
export const emulatorFaults =
  (url: string | undefined, fork: (effect: Effect.Effect<unknown>) => unknown) =>
  (exchange: HttpExchange): void => {
    const answer = (method: string, body?: Uint8Array) => {
      if (url === undefined) exchange.respond(notFound)
      else {
        fork(
          Effect.map(ask(url, method, body), (reply) => {
            exchange.respond(reply)
          }),
        )
      }
    }
    if (exchange.method === "GET") {
      answer("GET")
      return
    }
    const refusal =
      exchange.method === "PUT"
        ? (refusedByOrigin(ownPages, exchange) ?? refusedByType(exchange))
        : notAllowed("GET, PUT")
    if (refusal !== undefined) exchange.respond(refusal)
    else {
      exchange.readBody(maxBodyBytes, (body) => {
        if (body === "too-large") exchange.respond(tooLarge)
        else answer("PUT", body)
      })
    }
  }
