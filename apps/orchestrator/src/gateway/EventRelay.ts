/**
 * Forwards API Gateway events to the instance that serves their connection, and receives forwarded ones. The sender
 * waits a second for the confirmation and may then forward the event again; the receiver handles it once.
 */
import { type Context, Effect, type Scope } from "effect"
import { BoundedMap } from "../bounds/BoundedMap.ts"
import type { InstanceBus } from "../resume/InstanceBus.ts"
import {
  type GatewayEvent,
  readGatewayMessage,
  type ToldEvent,
  writeGatewayMessage,
} from "./GatewayMessage.ts"

/** Several round trips of Redis, and a busy moment of the other instance. */
const heardMs = 1_000

const channelOf = (instance: string): string => `gateway:${instance}`

interface RelayEvents {
  /** Whether it was handled here. */
  readonly handle: (event: GatewayEvent, since: number) => Effect.Effect<boolean>
  readonly fork: (effect: Effect.Effect<void>) => void
}

export class EventRelay {
  readonly #instance: string
  readonly #bus: Context.Service.Shape<typeof InstanceBus>
  readonly #events: RelayEvents
  readonly #told = new BoundedMap<"running" | "handled">({ maxWeight: 50_000, maxAgeMs: 60_000 })
  readonly #waiting = new Map<string, (isHandled: boolean) => void>()

  constructor(
    instance: string,
    bus: Context.Service.Shape<typeof InstanceBus>,
    events: RelayEvents,
  ) {
    this.#instance = instance
    this.#bus = bus
    this.#events = events
  }

  /** Until the scope closes. */
  get hearing(): Effect.Effect<void, never, Scope.Scope> {
    return this.#bus.hear(channelOf(this.#instance), (text) => {
      const message = readGatewayMessage(text)
      if (message?.kind === "heard") this.#waiting.get(message.ask)?.(message.isServed)
      else if (message !== undefined) this.#heard(message)
    })
  }

  /** False: it does not serve the connection, or was not heard of in time. `since` is when the event came. */
  tell(owner: string, event: GatewayEvent, since: number): Effect.Effect<boolean> {
    return Effect.callback<boolean>((resume) => {
      const { ask } = event
      const done = (isHandled: boolean) => {
        clearTimeout(timer)
        this.#waiting.delete(ask)
        resume(Effect.succeed(isHandled))
      }
      const timer = setTimeout(() => done(false), heardMs)
      this.#waiting.set(ask, done)
      const waitedMs = performance.now() - since
      const told = writeGatewayMessage({ ...event, to: this.#instance, waitedMs })
      this.#bus.tell(channelOf(owner), told)
    })
  }

  #heard({ to, waitedMs, ...event }: ToldEvent): void {
    const { ask } = event
    const answer = (isServed: boolean) => {
      this.#bus.tell(channelOf(to), writeGatewayMessage({ kind: "heard", ask, isServed }))
    }
    const state = this.#told.get(ask)
    if (state === "handled") answer(true)
    if (state !== undefined) return
    this.#told.set(ask, "running")
    const handled = this.#events.handle(event, performance.now() - waitedMs)
    this.#events.fork(
      Effect.map(handled, (isHandled) => {
        if (isHandled) this.#told.set(ask, "handled")
        else this.#told.delete(ask)
        answer(isHandled)
      }),
    )
  }
}
