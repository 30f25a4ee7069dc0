/**
 * Gives customers priority at the model: before each question of the worker, `go` waits while customers keep the model
 * busy or were refused by it in the last 10 s.
 *
 * How busy they keep it is read from Redis under `load:{load}:model`, where each server tells its calls under way and the
 * refusals (`ModelLoad` of the assistant). An unreadable load counts as none, so that the worker does not stop.
 *
 * The waits are bounded, because expired answers would send more customers to the model. Questions wait one after
 * another, each for 15 s at most, and are then sent although customers are busy. Once all waits of a pass add up to a
 * minute, no further question is sent in that pass (`exhausted`).
 */
import { monotonicNow, RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Semaphore } from "effect"

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

const lookEveryMs = 250
const mostPerQuestionMs = 15_000
const mostPerPassMs = 60_000
/** A refusal is remembered for so long. */
const afterRefusalMs = 10_000

export interface CustomerPriority {
  /** Succeeds when a question may be put to the model; false: not in this pass. */
  readonly go: Effect.Effect<boolean>
  /** No question goes ahead in this pass any more. */
  readonly exhausted: () => boolean
  /** Milliseconds waited in this pass. */
  readonly waitedMs: () => number
}

/** One for each pass. `busyAbove`: calls of customers at a time that leave room for the worker. */
export const makeCustomerPriority = (
  load: CustomerLoad["Service"],
  busyAbove: number,
): CustomerPriority => {
  const one = Semaphore.makeUnsafe(1)
  let waitedMs = 0
  let refusedAt = Number.NEGATIVE_INFINITY
  const isBusy = (now: number, { refused, running }: Load) => {
    if (refused > 0) refusedAt = now
    return running > busyAbove || now - refusedAt < afterRefusalMs
  }
  const exhausted = () => waitedMs >= mostPerPassMs
  const go = Effect.gen(function* () {
    const startedAt = yield* monotonicNow
    for (;;) {
      if (exhausted()) return false
      const now = yield* monotonicNow
      if (!isBusy(now, yield* load.read) || now - startedAt >= mostPerQuestionMs) return true
      yield* Effect.sleep(lookEveryMs)
      waitedMs += lookEveryMs
    }
  })
  return { go: one.withPermit(go), exhausted, waitedMs: () => waitedMs }
}
