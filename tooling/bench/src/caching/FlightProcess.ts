/**
 * Child process of `SingleFlight.ts`: many concurrent callers ask for one key. Reports how many computations were
 * started, and when each caller received the first chunk. Several such processes share a Redis.
 *
 * The model is a timer: first chunk after `firstMs`, thirty in all, 10 ms apart.
 */
import { makeSharedFlight } from "@manga-assist/caching"
import { Context, Effect, Layer, ManagedRuntime, Schema } from "effect"
import { answerCalls } from "../process/AnswerCalls.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { type Peer, peerCache } from "./stores/PeerCaches.ts"
import { redisLayers } from "./stores/RedisLayers.ts"

const firstMs = 150
const chunks = 30
const gapMs = 10

const [, , redisUrl = ""] = process.argv

interface AskOptions {
  readonly key: string
  readonly callers: number
}

export interface Heard {
  /** Computations that this process began. */
  readonly computed: number
  /** When the first chunk was there, of each computation of this process; on the machine's clock. */
  readonly firstAt: ReadonlyArray<number>
  /** When each caller heard something. */
  readonly heardAt: ReadonlyArray<number>
}

class Flight extends Context.Service<
  Flight,
  {
    readonly join: (
      key: string,
      compute: (push: (chunk: string) => void) => Effect.Effect<string>,
      onChunk: (chunk: string) => void,
    ) => Effect.Effect<{ readonly value: string }, unknown>
  }
>()("bench/Flight") {}

const runtime = ManagedRuntime.make(
  Layer.effect(
    Flight,
    makeSharedFlight({ chunk: Schema.String, value: Schema.String, error: Schema.Never }),
  ).pipe(Layer.provide(redisLayers(redisUrl))),
)
const flight = await runtime.runPromise(Flight)

/** One computation; `push` is called with each chunk. */
const generate = async (push: (chunk: string) => void, firstAt: Array<number>): Promise<string> => {
  const pause = (milliseconds: number) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds))
  await pause(firstMs)
  firstAt.push(sharedClock.now())
  const said: Array<string> = []
  for (let at = 0; at < chunks; at += 1) {
    if (at > 0) await pause(gapMs)
    said.push(`chunk ${at} `)
    push(`chunk ${at} `)
  }
  return said.join("")
}

const complete = Array.from({ length: chunks }, (_, at) => `chunk ${at} `).join("")

const askFlight = async ({ callers, key }: AskOptions): Promise<Heard> => {
  const firstAt: Array<number> = []
  const heardAt: Array<number> = []
  let computed = 0
  const caller = () => {
    let text = ""
    return flight
      .join(
        key,
        (push) =>
          Effect.promise(() => {
            computed += 1
            return generate(push, firstAt)
          }),
        (chunk) => {
          if (text === "") heardAt.push(sharedClock.now())
          text += chunk
        },
      )
      .pipe(
        Effect.flatMap(({ value }) =>
          value === complete && text === complete
            ? Effect.void
            : Effect.die(`heard ${text.length} of ${complete.length} characters`),
        ),
      )
  }
  await runtime.runPromise(
    Effect.forEach(Array.from({ length: callers }), caller, {
      concurrency: "unbounded",
      discard: true,
    }),
  )
  return { computed, firstAt, heardAt }
}

/** A cache of values has nothing to hear before the last chunk. */
const askPeer = async (peer: Peer, { callers, key }: AskOptions): Promise<Heard> => {
  const cache = peerCache<string>(peer, peer === "bentocache" ? "memory" : "redis", redisUrl)
  const firstAt: Array<number> = []
  const heardAt: Array<number> = []
  let computed = 0
  const compute = () => {
    computed += 1
    return generate(() => {}, firstAt)
  }
  await Promise.all(
    Array.from({ length: callers }, async () => {
      const value = await cache.get(key, compute)
      heardAt.push(sharedClock.now())
      if (value !== complete) throw new Error(`heard ${value.length} characters`)
    }),
  )
  await cache.close()
  return { computed, firstAt, heardAt }
}

const calls = {
  flight: askFlight,
  bentocache: (options: AskOptions) => askPeer("bentocache", options),
  cachified: (options: AskOptions) => askPeer("cachified", options),
}

export type FlightCalls = typeof calls

answerCalls(calls)
