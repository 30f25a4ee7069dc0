/**
 * Proxy for two programs beside the server: the emulators of AWS services, whose faults are switched on and off, and the
 * benchmark that replays the same questions with all latency techniques off and with all on. Both are on the operators'
 * port; the faults also on the customers', where only this machine reaches it. A JSON body of at most 16 KiB is passed
 * on, and the JSON reply with its status; without a reply within 2 s the answer is 502.
 *
 * A browser may change something only from a page that the same port has served.
 */
import { Effect } from "effect"
import { jsonReply } from "./transport/JsonReply.ts"
import { isLoopback, refusedByType, refusedToOthers } from "./transport/BrowserRules.ts"
import { notAllowed } from "./transport/HttpRoutes.ts"
import type { HttpExchange, HttpReply } from "./transport/SocketServer.ts"

const waitMs = 2_000
const maxBodyBytes = 16_384

const tooLarge = jsonReply(413, { error: { message: "a body has at most 16 KiB" } })

type Passing = ReadonlyMap<string, (exchange: HttpExchange) => void>
type Fork = (effect: Effect.Effect<unknown>) => unknown

interface Beside {
  /** In words, for who asks in vain. */
  readonly name: string
  readonly url: string
  readonly path: string
  /** The method that changes something. */
  readonly method: "PUT" | "POST"
}

const ask = ({ name, path, url }: Beside, method: string, body?: Uint8Array) =>
  Effect.tryPromise(async (signal): Promise<HttpReply> => {
    const reply = await fetch(new URL(path, url), {
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    })
    return jsonReply(reply.status, await reply.json())
  }).pipe(
    Effect.catch(() =>
      Effect.succeed(jsonReply(502, { error: { message: `${name} do not answer` } })),
    ),
  )

const passOn =
  (beside: Beside, fork: Fork) =>
  (exchange: HttpExchange): void => {
    const answer = (method: string, body?: Uint8Array) =>
      fork(Effect.map(ask(beside, method, body), (reply) => exchange.respond(reply)))
    if (exchange.method === "GET") {
      answer("GET")
      return
    }
    const refusal =
      exchange.method === beside.method
        ? (refusedToOthers(exchange) ?? refusedByType(exchange))
        : notAllowed(`GET, ${beside.method}`)
    if (refusal !== undefined) exchange.respond(refusal)
    else {
      exchange.readBody(maxBodyBytes, (body) => {
        if (body === "too-large") exchange.respond(tooLarge)
        else answer(beside.method, body)
      })
    }
  }

const faults = { name: "the emulators", path: "/faults", method: "PUT" } as const

/**
 * By path of the customers' port: the faults, where emulators run and `host`, on which customers are served, is
 * reached by this machine alone; else nothing.
 */
export const breakable = (url: string | undefined, host: string, fork: Fork): Passing =>
  new Map(
    url === undefined || !isLoopback(host)
      ? []
      : [["/emulators/faults", passOn({ ...faults, url }, fork)]],
  )

/** By path of the operators' port, those alone that run. `emulators`, `replays`: their own addresses. */
export const passedOn = (
  { emulators, replays }: Readonly<Record<"emulators" | "replays", string | undefined>>,
  fork: Fork,
): Passing => {
  const all = {
    "/machine/faults": { ...faults, url: emulators },
    "/machine/replay": { name: "the replays", url: replays, path: "/", method: "POST" },
  } as const
  return new Map(
    Object.entries(all).flatMap(([path, { url, ...beside }]) =>
      url === undefined ? [] : [[path, passOn({ ...beside, url }, fork)]],
    ),
  )
}
