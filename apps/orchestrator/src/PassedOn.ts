/**
 * Proxy on the operators' port for two programs beside the server: the emulators of AWS services, whose faults are
 * switched on and off, and the benchmark that replays the same questions with all latency techniques off and with all
 * on. It passes on a JSON body of at most 16 KiB and the JSON reply with its status; without a reply within 2 s it
 * answers 502.
 *
 * A browser may change something only from a page that the operators' port itself has served.
 */
import { Effect } from "effect"
import { jsonReply } from "./transport/JsonReply.ts"
import { refusedByType, refusedToOthers } from "./transport/BrowserRules.ts"
import { notAllowed } from "./transport/HttpRoutes.ts"
import type { HttpExchange, HttpReply } from "./transport/SocketServer.ts"

const waitMs = 2_000
const maxBodyBytes = 16_384

const tooLarge = jsonReply(413, { error: { message: "a body has at most 16 KiB" } })

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
  (beside: Beside, fork: (effect: Effect.Effect<unknown>) => unknown) =>
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

/** By path of the operators' port, those alone that run. `emulators`, `replays`: their own addresses. */
export const passedOn = (
  { emulators, replays }: Readonly<Record<"emulators" | "replays", string | undefined>>,
  fork: (effect: Effect.Effect<unknown>) => unknown,
): ReadonlyMap<string, (exchange: HttpExchange) => void> => {
  const all = {
    "/machine/faults": {
      name: "the emulators",
      url: emulators,
      path: "/faults",
      method: "PUT",
    },
    "/machine/replay": { name: "the replays", url: replays, path: "/", method: "POST" },
  } as const
  return new Map(
    Object.entries(all).flatMap(([path, { url, ...beside }]) =>
      url === undefined ? [] : [[path, passOn({ ...beside, url }, fork)]],
    ),
  )
}
