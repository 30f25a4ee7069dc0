/**
 * Authenticates a connection and determines its session: the one that it names, the one that its resume token proves,
 * or a new one. Used for sockets and requests alike. A refusal carries a message for the visitor.
 *
 * `enter` does both; `openingOf` determines the session of a person already identified. `mayName` tells whether a name
 * that the client sends may choose the session: never beside a resume token; otherwise always where authentication is
 * off, and only with credentials where it is on. It is for clients such as the AI SDK, which always send an id of
 * their own: where `mayName` is false, that id is ignored, and they get the session of their resume token or a new
 * one.
 */
import { Clock, Effect } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import { type Refusal, refusals } from "../codec/Refusals.ts"
import type { Opening } from "../identity/Visitor.ts"
import type { IdentityError, Person } from "../identity/Identity.ts"
import type { Shown } from "../identity/Shown.ts"
import { newSession } from "../identity/Visitor.ts"

export interface Entry {
  readonly person: Person
  readonly opening: Opening
}

/** What the visitor asks for by name; the user is believed where no authentication is configured. */
export interface Asked {
  readonly session: string | undefined
  /** The first words of a conversation that the visitor tells. */
  readonly begun?: string | undefined
  readonly user: string | undefined
}

/** Whom the table would not know by the name alone gets a session of the server's making. */
export const mayName = (
  { identity }: ChatServices,
  { credentials: { loadBalancer, token }, resume }: Shown,
): boolean =>
  resume === undefined && (identity.mode === "off" || (token ?? loadBalancer) !== undefined)

const refused =
  ({ metrics }: ChatServices) =>
  ({ message, reason }: IdentityError): Refusal => {
    metrics.identityRefusals({ reason })
    return { code: reason === "keys-unavailable" ? "internal" : "unauthorized", message }
  }

/** The session that is named or proven, of a customer's told conversation the one of its beginning, else a new one. */
export const openingOf = Effect.fnUntraced(function* (
  services: ChatServices,
  address: string,
  { user }: Person,
  { mayRetract, resume }: Pick<Shown, "mayRetract" | "resume">,
  named?: string,
  begun?: string,
) {
  const opening = (session: string, proof?: NonNullable<Opening["proof"]>): Opening => ({
    visitor: { session, ...(user !== undefined && { user }), ...(mayRetract && { mayRetract }) },
    ...(proof && { proof }),
  })
  if (resume !== undefined) {
    const now = yield* Clock.currentTimeMillis
    const session = services.resumeTokens.read(resume, user, now)
    if (session === undefined || (named !== undefined && named !== session)) {
      return yield* Effect.fail(refusals.anothers)
    }
    return opening(session, "shown")
  }
  if (named === undefined) {
    if (user === undefined && !services.visitorLimits.newSession(address)) {
      return yield* Effect.fail(refusals.tooManySessions)
    }
    // Without a name of their own two visitors cannot be told apart, however they begin.
    const isOwn = user !== undefined && begun !== undefined
    return isOwn
      ? opening(services.resumeTokens.sessionOf(user, begun), "shown")
      : opening(newSession(), "made")
  }
  // All anonymous visitors are one owner in the table: the name alone would open anybody's session.
  if (user === undefined && services.identity.mode !== "off")
    return yield* Effect.fail(refusals.anothers)
  return opening(named)
})

export const enter = Effect.fnUntraced(function* (
  services: ChatServices,
  address: string,
  { credentials, ...shownBeside }: Shown,
  asked: Asked,
) {
  const { identity } = services
  const shown = asked.user === undefined ? credentials : { ...credentials, name: asked.user }
  const person = yield* Effect.mapError(identity.identify(shown, address), refused(services))
  if (asked.user !== undefined && asked.user !== person.user) {
    return yield* Effect.fail<Refusal>({
      code: "unauthorized",
      message: '"user" is not who the token says; leave it out',
    })
  }
  const opening = yield* openingOf(
    services,
    address,
    person,
    shownBeside,
    asked.session,
    asked.begun,
  )
  return { person, opening } satisfies Entry
})
