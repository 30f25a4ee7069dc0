/**
 * Handles API Gateway events: on this instance if it serves the event's connection, else by forwarding to the instance
 * that `ConnectionStore` (the shared registry of connections) names as its owner, which must confirm it.
 *
 * Connections of a dead instance are taken over; their unfinished messages are ended with an error.
 */
import { randomUUID } from "node:crypto"
import { type Context, Effect, type Scope } from "effect"
import { BoundedMap } from "../bounds/BoundedMap.ts"
import { ChatSocket } from "../chat/ChatSocket.ts"
import type { Entry } from "../chat/Entry.ts"
import { type ChatServices, opened } from "../messages/ChatServices.ts"
import type { InstanceBus } from "../resume/InstanceBus.ts"
import type { ConnectionStore, Hold, KeptConnection, Taken } from "./ConnectionStore.ts"
import { ConnectionMessages, saidEnds } from "./ConnectionMessages.ts"
import { EventRelay } from "./EventRelay.ts"
import type { GatewayEvent } from "./GatewayMessage.ts"
import type { GatewayPoster } from "./GatewayPoster.ts"
import { GatewaySocket } from "./GatewaySocket.ts"
import { InstanceLease } from "./InstanceLease.ts"
import { endedMessage, type OpenedMessage, openedMessage } from "./MessageNames.ts"

/** Until the scope closes. */
const eachBeat = (work: Effect.Effect<void>) =>
  work.pipe(
    Effect.ignoreCause({ log: "Warn" }),
    Effect.andThen(Effect.sleep("1 second")),
    Effect.forever,
    Effect.forkScoped({ startImmediately: true }),
  )

/** As long as an instance that has ended may be taken for one that lives, and a little. */
const patienceMs = 20_000
const again = "100 millis"
const atOnce = { concurrency: 32 }
const lostText = "the answer ended unexpectedly; please ask again"

interface Served {
  readonly hold: Hold
  readonly chat: ChatSocket
  readonly socket: GatewaySocket
  readonly messages: ConnectionMessages
}

export class Gateway {
  readonly #services: ChatServices
  readonly #store: Context.Service.Shape<typeof ConnectionStore>
  readonly #poster: Context.Service.Shape<typeof GatewayPoster>
  readonly #instance = randomUUID()
  readonly #lease: InstanceLease
  readonly #relay: EventRelay
  readonly #served = new Map<string, Served>()
  readonly #said = saidEnds()
  /** Messages that were handed to the chat, by the event: an event that is handled again is not another message. */
  readonly #fed = new BoundedMap<Served>({ maxWeight: 50_000, maxAgeMs: 60_000 })

  constructor(
    services: ChatServices,
    bus: Context.Service.Shape<typeof InstanceBus>,
    store: Context.Service.Shape<typeof ConnectionStore>,
    poster: Context.Service.Shape<typeof GatewayPoster>,
  ) {
    this.#services = services
    this.#store = store
    this.#poster = poster
    this.#lease = new InstanceLease(this.#instance, store)
    this.#relay = new EventRelay(this.#instance, bus, {
      handle: (event, since) => this.#handled(event, since),
      fork: services.fork,
    })
  }

  /** Hears the others and looks after their connections until the scope closes. */
  get running(): Effect.Effect<void, never, Scope.Scope> {
    const verify = Effect.suspend(() =>
      Effect.forEach([...this.#served.values()], (served) => this.#verified(served), atOnce),
    ).pipe(Effect.map((all) => all.every((isKnown) => isKnown)))
    const takeOver = Effect.gen({ self: this }, function* () {
      if (this.#services.isDraining() || !this.#lease.isFresh) return
      for (const instance of yield* this.#lease.dead) {
        const left = yield* this.#store.heldBy(instance)
        yield* Effect.forEach(left, (connection) => this.#takeOver(connection, instance), atOnce)
      }
    })
    return Effect.andThen(
      this.#relay.hearing,
      Effect.forEach([this.#lease.renew(verify), takeOver], eachBeat, { discard: true }),
    )
  }

  /** The connection was let in; false when the other instances cannot be told. */
  connected(
    connection: string,
    address: string,
    { opening, person }: Entry,
  ): Effect.Effect<boolean> {
    const { session, user } = opening.visitor
    const { expiresAt } = person
    const kept = {
      address,
      session,
      ...(user === undefined ? {} : { user }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }
    return Effect.map(this.#store.open(connection, this.#instance, kept), (hold) => {
      if (hold === undefined) return false
      this.#serve(hold, kept, undefined).chat.adopt({ opening, person })
      return true
    })
  }

  /** `unanswered`: who serves it could not be found out, or does not hear. */
  event(
    kind: GatewayEvent["kind"],
    connection: string,
    body: string,
    isLost: boolean,
  ): Effect.Effect<"served" | "unknown" | "unanswered"> {
    return Effect.gen({ self: this }, function* () {
      const event = { kind, connection, body, isLost, ask: randomUUID() }
      const since = performance.now()
      while (performance.now() - since < patienceMs) {
        if (yield* this.#handled(event, since)) return "served"
        const kept = yield* this.#store.ownerOf(connection)
        if (kept === "unknown") return "unknown"
        const owner = kept === "unanswered" ? this.#instance : kept.owner
        const isElsewhere = owner !== this.#instance
        if (isElsewhere && (yield* this.#relay.tell(owner, event, since))) return "served"
        if (isElsewhere) yield* this.#store.remember(connection, owner)
        yield* Effect.sleep(again)
      }
      return "unanswered"
    })
  }

  /** True once its message would be missed if this instance ended now. */
  #handled(event: GatewayEvent, since: number): Effect.Effect<boolean> {
    return Effect.suspend(() => {
      const served = this.#served.get(event.connection)
      if (served === undefined || !this.#lease.isFresh) return Effect.succeed(false)
      if (event.kind === "disconnect") {
        this.#over(served, event.isLost)
        return Effect.succeed(true)
      }
      const message = openedMessage(event.body)
      if (message === undefined) {
        served.chat.message(Buffer.from(event.body), false)
        return Effect.succeed(true)
      }
      if (served.messages.wasLost(message, since)) return Effect.succeed(true)
      if (!this.#feed(served, event, message)) return Effect.succeed(true)
      return Effect.map(this.#store.begun(served.hold, message.id), (noted) => {
        if (noted === "lost") this.#lose(served)
        return noted === "noted"
      })
    })
  }

  /**
   * A message that is sent again while it has no end is the same one; when its end was said a moment ago, that is said
   * again. False: it will have no other end.
   */
  #feed(served: Served, { ask, body }: GatewayEvent, message: OpenedMessage): boolean {
    const { chat, messages, socket } = served
    const state = messages.stateOf(message)
    if (state === "open") return true
    // Noted a second time it would never be ended.
    if (this.#fed.get(ask) === served) return false
    this.#fed.set(ask, served)
    if (state !== "new") {
      socket.send(state.frame)
      return false
    }
    const isTaken = chat.message(Buffer.from(body), false)
    if (isTaken) messages.begun(message)
    return isTaken
  }

  #takeOver(connection: string, from: string): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const served = this.#served.get(connection)
      // What is served here may have been taken from here by the one that is dead now.
      if (served !== undefined && !(yield* this.#verified(served))) return
      if (this.#served.has(connection)) return yield* this.#store.forget(connection, from)
      const taken = yield* this.#store.take(connection, from, this.#instance)
      if (taken !== undefined) this.#goOn(taken)
    })
  }

  #goOn({ hold, kept, open, said }: Taken): void {
    const { expiresAt, session, user } = kept
    const named = user === undefined ? {} : { user }
    const { chat, messages, socket } = this.#serve(hold, kept, open)
    for (const frame of said) {
      const message = endedMessage(frame)
      if (message !== undefined) messages.ended(message, frame)
    }
    for (const [id, frame] of open) {
      const lost = { code: "internal", message: lostText, retryable: true, id }
      // Said twice, perhaps: the same frame of the same number.
      socket.send(frame ?? JSON.stringify({ type: "error", ...lost }))
    }
    chat.adopt({
      person: { ...named, ...(expiresAt === undefined ? {} : { expiresAt }) },
      opening: { visitor: { session, ...named }, proof: "shown" },
    })
  }

  /** `lost` are messages that the instance before left without an end; undefined for a new connection. */
  #serve(hold: Hold, { address }: KeptConnection, lost: Taken["open"] | undefined): Served {
    const socket = new GatewaySocket(
      hold.connection,
      this.#poster,
      {
        mayPost: (text) => this.#mayPost(served, text),
        posted: (text) => this.#posted(served, text),
        drained: () => served.chat.drained(),
        gone: () => this.#over(served, true),
      },
      lost === undefined,
    )
    const chat: ChatSocket = new ChatSocket(this.#services, address, socket, () => closed())
    const closed = opened(this.#services, address, chat)
    // Told of twice: the gateway had not heard the first answer, and nobody would ever end the first.
    const before = this.#served.get(hold.connection)
    before?.socket.ended()
    if (before !== undefined) this.#leave(before, true)
    const lostIds = [...(lost?.keys() ?? [])]
    const messages = new ConnectionMessages(hold.connection, this.#said, lostIds)
    const served: Served = { hold, chat, socket, messages }
    this.#served.set(hold.connection, served)
    return served
  }

  #mayPost(served: Served, text: string): "yes" | Promise<"yes" | "no" | "later"> {
    const message = endedMessage(text)
    if (message === undefined) return this.#lease.isFresh ? "yes" : Promise.resolve("later")
    return new Promise((resolve) => {
      const asked = Effect.map(this.#store.ending(served.hold, message.id, text), (noted) => {
        if (noted === "lost") this.#lose(served)
        if (noted === "unanswered") resolve("later")
        else resolve(noted === "noted" ? "yes" : "no")
      })
      this.#services.fork(
        Effect.catchCause(asked, (cause) => {
          resolve("later")
          return Effect.logError("an end could not be noted", cause)
        }),
      )
    })
  }

  #posted(served: Served, frame: string): void {
    const message = endedMessage(frame)
    if (message === undefined) return
    served.messages.ended(message, frame)
    const kept = message.wasBegun ? frame : undefined
    this.#services.fork(this.#store.ended(served.hold, message.id, kept))
  }

  /** False: nobody could be asked whose it is. */
  #verified(served: Served): Effect.Effect<boolean> {
    return Effect.map(this.#store.isHeld(served.hold), (noted) => {
      if (noted === "lost") this.#lose(served)
      return noted !== "unanswered"
    })
  }

  /** Another instance serves it. */
  #lose(served: Served): void {
    served.socket.ended()
    this.#leave(served, false)
  }

  #over(served: Served, isLost: boolean): void {
    served.socket.ended()
    if (this.#leave(served, isLost)) this.#services.fork(this.#store.close(served.hold))
  }

  #leave(served: Served, isLost: boolean): boolean {
    const { connection } = served.hold
    if (this.#served.get(connection) !== served) return false
    this.#served.delete(connection)
    served.chat.closed(isLost ? "lost" : "goodbye")
    return true
  }
}
