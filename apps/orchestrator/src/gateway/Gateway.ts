/**
 * The connections of API Gateway that this instance serves, and the way to those that others serve.
 *
 * An event is handled where its connection is served: here, or by the instance that the store names, which is told and
 * says that it heard. Connections of an instance that has ended are taken over; messages of theirs that have no end
 * get one.
 */
import { randomUUID } from "node:crypto"
import { type Context, Effect, Fiber, type Scope } from "effect"
import { BoundedMap } from "../bounds/BoundedMap.ts"
import { ChatSocket } from "../chat/ChatSocket.ts"
import type { Entry } from "../chat/Entry.ts"
import type { OpenConnections } from "../chat/OpenConnections.ts"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { InstanceBus } from "../resume/InstanceBus.ts"
import type { ConnectionStore, KeptConnection } from "./ConnectionStore.ts"
import { type GatewayEvent, readGatewayMessage, writeGatewayMessage } from "./GatewayMessage.ts"
import type { GatewayPoster } from "./GatewayPoster.ts"
import { GatewaySocket } from "./GatewaySocket.ts"
import { endedMessage, openedMessage } from "./MessageNames.ts"

/** Several round trips of Redis, and a busy moment of the other instance. */
const heardMs = 1_000
const beat = "1 second"
const maxTries = 6
const lostText = "the answer ended unexpectedly; please ask again"

const channelOf = (instance: string): string => `gateway:${instance}`

interface Served {
  readonly chat: ChatSocket
  readonly socket: GatewaySocket
}

export class Gateway {
  readonly #services: ChatServices
  readonly #connections: OpenConnections
  readonly #bus: Context.Service.Shape<typeof InstanceBus>
  readonly #store: Context.Service.Shape<typeof ConnectionStore>
  readonly #poster: Context.Service.Shape<typeof GatewayPoster>
  readonly #instance = randomUUID()
  readonly #served = new Map<string, Served>()
  /** Told events that were handled: one that is told again, because its answer was late, is not. */
  readonly #heardOf = new BoundedMap<true>({ maxWeight: 50_000, maxAgeMs: 60_000 })
  readonly #waiting = new Map<string, (isServed: boolean) => void>()

  constructor(
    services: ChatServices,
    connections: OpenConnections,
    bus: Context.Service.Shape<typeof InstanceBus>,
    store: Context.Service.Shape<typeof ConnectionStore>,
    poster: Context.Service.Shape<typeof GatewayPoster>,
  ) {
    this.#services = services
    this.#connections = connections
    this.#bus = bus
    this.#store = store
    this.#poster = poster
  }

  /** Hears the others and looks after their connections until the scope closes. */
  get running(): Effect.Effect<void, never, Scope.Scope> {
    const heard = this.#bus.hear(channelOf(this.#instance), (text) => this.#heard(text))
    const beatOnce = Effect.gen({ self: this }, function* () {
      yield* this.#store.live(this.#instance)
      if (this.#services.isDraining()) return
      for (const connection of yield* this.#store.orphans) yield* this.#adopt(connection)
    })
    const beating = beatOnce.pipe(
      Effect.ignoreCause({ log: "Warn" }),
      Effect.andThen(Effect.sleep(beat)),
      Effect.forever,
    )
    return Effect.andThen(heard, Effect.asVoid(Effect.forkScoped(beating)))
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
      owner: this.#instance,
      address,
      session,
      ...(user === undefined ? {} : { user }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }
    return Effect.tap(this.#store.put(connection, kept), (isKept) =>
      Effect.sync(() => {
        if (isKept) this.#serve(connection, kept).chat.adopt({ opening, person })
      }),
    )
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
      // As long as an instance that has ended may be taken for one that lives, and a little.
      for (let tries = 0; tries < maxTries; tries += 1) {
        if (yield* this.#handled(event)) return "served"
        const kept = yield* this.#store.get(connection)
        if (typeof kept === "string") return kept
        if (yield* this.#told(kept.owner, event)) return "served"
        if (yield* this.#store.isLiving(kept.owner)) continue
        const lost = yield* this.#adopt(connection)
        const message = openedMessage(body)
        if (message !== undefined && lost.includes(message)) return "served"
      }
      return "unanswered"
    })
  }

  /** Ends when the message would be missed if this instance ended now. */
  #handled({
    body,
    connection,
    isLost,
    kind,
  }: Omit<GatewayEvent, "ask" | "to">): Effect.Effect<boolean> {
    return Effect.suspend(() => {
      const served = this.#served.get(connection)
      if (served === undefined) return Effect.succeed(false)
      if (kind === "disconnect") {
        served.socket.ended()
        this.#over(connection, isLost)
        return Effect.succeed(true)
      }
      const message = openedMessage(body)
      const begun = message === undefined ? undefined : this.#store.begun(connection, message)
      const noted = begun === undefined ? undefined : this.#services.fork(begun)
      served.chat.message(Buffer.from(body), false)
      return noted === undefined ? Effect.succeed(true) : Effect.as(Fiber.await(noted), true)
    })
  }

  #told(owner: string, event: Omit<GatewayEvent, "to">): Effect.Effect<boolean> {
    if (owner === this.#instance) return Effect.succeed(false)
    return Effect.callback<boolean>((resume) => {
      const { ask } = event
      const done = (isServed: boolean) => {
        clearTimeout(timer)
        this.#waiting.delete(ask)
        resume(Effect.succeed(isServed))
      }
      const timer = setTimeout(() => done(false), heardMs)
      this.#waiting.set(ask, done)
      const told = writeGatewayMessage({ ...event, to: this.#instance })
      this.#bus.tell(channelOf(owner), told)
    })
  }

  #heard(text: string): void {
    const message = readGatewayMessage(text)
    if (message === undefined) return
    if (message.kind === "heard") this.#waiting.get(message.ask)?.(message.isServed)
    else {
      const { ask, to } = message
      const answer = (isServed: boolean) => {
        this.#bus.tell(channelOf(to), writeGatewayMessage({ kind: "heard", ask, isServed }))
      }
      if (this.#heardOf.get(ask) === true) answer(true)
      else {
        this.#heardOf.set(ask, true)
        this.#services.fork(
          Effect.map(this.#handled(message), (isServed) => {
            if (!isServed) this.#heardOf.delete(ask)
            answer(isServed)
          }),
        )
      }
    }
  }

  /** Messages that ended with the instance before, and were told so. */
  #adopt(connection: string): Effect.Effect<ReadonlyArray<string>> {
    return Effect.gen({ self: this }, function* () {
      const kept = yield* this.#store.get(connection)
      if (typeof kept === "string" || this.#served.has(connection)) return []
      if (!(yield* this.#store.take(connection, kept.owner, this.#instance))) return []
      const open = yield* this.#store.takeOpen(connection)
      const { expiresAt, session, user } = kept
      const named = user === undefined ? {} : { user }
      const { chat, socket } = this.#serve(connection, { ...kept, owner: this.#instance })
      for (const id of open) {
        const lost = { code: "internal", message: lostText, retryable: true, id }
        socket.send(JSON.stringify({ type: "error", ...lost }))
      }
      chat.adopt({
        person: { ...named, ...(expiresAt === undefined ? {} : { expiresAt }) },
        opening: { visitor: { session, ...named }, isProven: true },
      })
      return open
    })
  }

  #serve(connection: string, { address }: KeptConnection): Served {
    const socket = new GatewaySocket(connection, this.#poster, {
      posted: (text) => {
        const message = endedMessage(text)
        if (message !== undefined) this.#services.fork(this.#store.ended(connection, message))
      },
      drained: () => this.#served.get(connection)?.chat.drained(),
      gone: () => this.#over(connection, true),
    })
    const chat: ChatSocket = new ChatSocket(this.#services, address, socket, () => {
      this.#services.visitorLimits.closed(address)
      this.#connections.deleteSocket(chat)
    })
    this.#services.visitorLimits.opened(address)
    this.#connections.addSocket(chat)
    const served = { chat, socket }
    this.#served.set(connection, served)
    return served
  }

  #over(connection: string, isLost: boolean): void {
    const served = this.#served.get(connection)
    if (served === undefined) return
    this.#served.delete(connection)
    served.chat.closed(isLost)
    this.#services.fork(this.#store.remove(connection, this.#instance))
  }
}
