/**
 * Gets an answer from the cache, from an equal call under way in any process, or by a new call of the model.
 *
 * The process that makes the call looks in the cache first and writes the answer to the cache before the shared call
 * ends, so that a caller who comes right after it finds the answer there and makes no second call. An answer that the
 * cache does not take is still delivered.
 */
import { Context, Effect, Layer, Schema } from "effect"
import type { RedisConnection, RedisSubscriber } from "@manga-assist/connections/redis"
import { type AnswerCache, makeAnswerCache, type WritePolicy } from "../answers/AnswerCache.ts"
import type { WhenInvalidated } from "../answers/Freshness.ts"
import { makeSharedFlight } from "../flights/SharedFlight.ts"
import type { CacheStore } from "../stores/CacheStore.ts"
import { TagVersions } from "../tags/TagVersions.ts"
import type { CallCounters } from "./CallCounters.ts"
import type { Said } from "./ModelCall.ts"
import type { Failure } from "./ModelParts.ts"

export interface SharedCall {
  readonly key: string
  readonly policy: Omit<WritePolicy, "tags"> & {
    readonly tags: ReadonlyArray<string>
    readonly whenInvalidated: WhenInvalidated | undefined
  }
  readonly mayKeep: (text: string) => PromiseLike<boolean> | boolean
  readonly run: (push: (text: string) => void) => Effect.Effect<Said, Failure>
  /** How what is kept is said again, chunk by chunk. */
  readonly replay: (packed: string, push: (text: string) => void) => void
}

/** Where an answer came from. */
export type Source = "cache" | "model" | "flight"

const FailureSchema = Schema.Struct({
  name: Schema.String,
  message: Schema.String,
  isRetryable: Schema.optionalKey(Schema.Boolean),
  statusCode: Schema.optionalKey(Schema.Number),
  url: Schema.optionalKey(Schema.String),
  responseHeaders: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  responseBody: Schema.optionalKey(Schema.String),
})

const make = Effect.gen(function* () {
  const tagVersions = yield* TagVersions
  const cache: AnswerCache<string> = yield* makeAnswerCache({ schema: Schema.String, tagVersions })
  const flight = yield* makeSharedFlight<string, string, Failure>({
    chunk: Schema.String,
    value: Schema.String,
    error: FailureSchema,
    prefix: "model-flight:",
  })
  const counters: CallCounters = { calls: 0, kept: 0, notKept: 0 }

  const keep = Effect.fnUntraced(function* (
    { key, mayKeep, policy: { tags, whenInvalidated, ...times } }: SharedCall,
    said: Said,
    since: Effect.Success<typeof tagVersions.now> | undefined,
  ) {
    const text = said.complete
    // Whoever decides by throwing has decided against it.
    const may =
      text !== undefined &&
      since !== undefined &&
      (yield* Effect.promise(async () => mayKeep(text)).pipe(
        Effect.catchCause(() => Effect.succeed(false)),
      ))
    if (!may) {
      counters.notKept += 1
      return
    }
    const tagged = tags.length === 0 ? {} : { tags: { names: tags, since, whenInvalidated } }
    yield* cache.write(key, said.packed, { ...times, ...tagged })
    counters.kept += 1
  })

  /** `told` hears where the answer comes from before any of it is pushed. */
  const compute = (call: SharedCall, anew: boolean, told: (source: Source) => void) =>
    Effect.fnUntraced(function* (push: (text: string) => void) {
      const hit = anew ? undefined : yield* cache.lookup(call.key)
      if (hit !== undefined) {
        told("cache")
        call.replay(hit.value, push)
        return hit.value
      }
      told("model")
      counters.calls += 1
      // Read before the model is asked; without it an answer with tags is not kept.
      const since = yield* Effect.orElseSucceed(tagVersions.now, () => undefined)
      const said = yield* call.run(push)
      yield* Effect.ignore(keep(call, said, since))
      return said.packed
    })

  /** Ends with the answer, packed. */
  const join = (
    call: SharedCall,
    onChunk: (text: string) => void,
    told: (source: Source) => void = () => {},
    anew = false,
  ) => Effect.map(flight.join(call.key, compute(call, anew, told), onChunk), ({ value }) => value)

  return { cache, counters, join, tagVersions }
})

export class SharedCalls extends Context.Service<SharedCalls, Effect.Success<typeof make>>()(
  "@manga-assist/caching/models/SharedCalls",
) {
  static readonly layer: Layer.Layer<
    SharedCalls,
    never,
    CacheStore | TagVersions | RedisConnection | RedisSubscriber
  > = Layer.effect(SharedCalls, make)
}
