/**
 * `GET /turns/<session>/<turn>`: an answered turn again, for its owner, by the proofs that `POST /chat` takes.
 *
 * Whoever is not its owner gets the same 404 as for a turn that is not there. Nothing is read for a visitor who proves
 * nothing, and nothing is written. One look counts as one message.
 */
import { Effect, Schema } from "effect"
import { errorFrame, type Refusal, refusals, statusOf } from "../codec/Refusals.ts"
import { shownBy } from "../identity/Shown.ts"
import { queryName } from "../identity/Visitor.ts"
import type { ChatServices } from "../messages/ChatServices.ts"
import { FoundTurn } from "../sessions/PastTurns.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import type { HttpExchange } from "../transport/SocketServer.ts"
import { enter } from "./Entry.ts"

const pathPattern = /^\/turns\/([A-Za-z0-9_.-]{1,128})\/([A-Za-z0-9_-]{1,64})$/

export interface NamedTurn {
  readonly session: string
  readonly turn: string
}

/** The turn that the path names. */
export const namedTurn = (path: string): NamedTurn | undefined => {
  const [, session, turn] = pathPattern.exec(path) ?? []
  return session === undefined || turn === undefined ? undefined : { session, turn }
}

/** The same words whether it is another's or was never there. */
const notFound: Refusal = {
  code: "unknown-turn",
  message: "no turn of this id is known to be yours",
  status: 404,
}

const unread: Refusal = {
  code: "internal",
  message: "the turn cannot be read now; try again later",
}

const deadline = "2 seconds"

/** A read that dies or takes too long is one that could not be made. */
const find = (
  { pastTurns }: ChatServices,
  { session, turn }: NamedTurn,
  user: string | undefined,
) =>
  Effect.suspend(() => pastTurns.find(session, user, turn)).pipe(
    Effect.timeoutOrElse({ duration: deadline, orElse: () => Effect.succeed("unread" as const) }),
    Effect.catchCause((cause) =>
      Effect.as(Effect.logError("a turn could not be looked up", cause), "unread" as const),
    ),
  )

const encode = Schema.encodeSync(FoundTurn)

/** `closed` is called once, when the reply has been given or the client has left. */
export const showTurn = (
  services: ChatServices,
  address: string,
  exchange: HttpExchange,
  closed: () => void,
  named: NamedTurn,
): void => {
  const found = Effect.gen(function* () {
    const user = queryName(exchange.query, "user")
    if ("problem" in user) {
      return yield* Effect.fail<Refusal>({ code: "bad-frame", message: user.problem })
    }
    if (services.isDraining()) return yield* Effect.fail(refusals.shuttingDown)
    const shown = shownBy(exchange, services.browsers.cookieName)
    const asked = { session: named.session, user: user.value }
    const { opening } = yield* enter(services, address, shown, asked)
    if (!services.visitorLimits.message(address, opening.visitor)) {
      return yield* Effect.fail(refusals.tooManyMessages)
    }
    const turn = yield* find(services, named, opening.visitor.user)
    if (turn === "unread") return yield* Effect.fail(unread)
    return turn === undefined ? yield* Effect.fail(notFound) : turn
  })
  const refuse = (refusal: Refusal) => {
    const said = refusal === refusals.anothers ? notFound : refusal
    services.metrics.errors({ code: said.code })
    const status = said.status ?? statusOf(said.code)
    exchange.respond(jsonReply(status, { error: errorFrame(said) }))
  }
  const fiber = services.visitorLimits.timed(address, () =>
    services.fork(
      found.pipe(
        Effect.match({
          onSuccess: (turn) => exchange.respond(jsonReply(200, encode(turn))),
          onFailure: refuse,
        }),
        Effect.ensuring(Effect.sync(closed)),
      ),
    ),
  )
  exchange.onAborted(() => fiber.interruptUnsafe())
}
