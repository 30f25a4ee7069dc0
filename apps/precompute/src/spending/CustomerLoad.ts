/**
 * How busy customers keep the model: calls under way and refusals of each server (`ModelLoad` of the assistant), read
 * from Redis under `load:{load}:model`.
 *
 * It never fails: an unreadable load counts as none, so that the worker does not stop.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"

export interface Load {
  /** Customers' calls of the model under way, over all orchestrators. */
  readonly running: number
  /** Of the last 3 s: calls that the model refused for being busy. */
  readonly refused: number
}

/** As the teller has it; a test holds both against each other. */
const key = "load:{load}:model"
const validMs = 3_000
const readMs = 500
const none: Load = { running: 0, refused: 0 }

export class CustomerLoad extends Context.Service<
  CustomerLoad,
  { readonly read: Effect.Effect<Load> }
>()("precompute/CustomerLoad") {
  /** Without a Redis nobody tells of a load. */
  static readonly layer: Layer.Layer<CustomerLoad, never, RedisConnection> = Layer.effect(
    CustomerLoad,
    Effect.map(RedisConnection, (redis) => {
      const read = redis
        .run("load.read", readMs, (client) => Promise.all([client.hvals(key), client.time()]))
        .pipe(
          Effect.map(([told, [seconds, micros]]) =>
            sumOf(told, Number(seconds) * 1_000 + Number(micros) / 1_000),
          ),
          Effect.tapError((error) =>
            Effect.logDebug("the load of customers could not be read", error.message),
          ),
          Effect.orElseSucceed(() => none),
        )
      return CustomerLoad.of({ read: redis.configured ? read : Effect.succeed(none) })
    }),
  )
}

const sumOf = (told: ReadonlyArray<string>, now: number): Load => {
  let { refused, running } = none
  for (const text of told) {
    const [at, calls, refusals] = text.split(" ").map(Number)
    if (at === undefined || !(now - at <= validMs)) continue
    if (calls !== undefined && calls > 0) running += calls
    if (refusals !== undefined && refusals > 0) refused += refusals
  }
  return { running, refused }
}
