/**
 * Gets an answer from the cache, from an equal call under way in any process, or by a new call of the model.
 *
 * The process that makes the call looks in the cache first. The shared call ends with the model's answer, which is then
 * written in the background. A caller who comes after a tag of the call was invalidated does not join it, nor one who
 * comes where that cannot be told.
 */
import { Context, Effect, Layer, Schema } from "effect"
import type { RedisConnection, RedisSubscriber } from "@manga-assist/connections/redis"
import { Background } from "../Background.ts"
import { type AnswerCache, makeAnswerCache, type WritePolicy } from "../answers/AnswerCache.ts"
import type { WhenInvalidated } from "../answers/Freshness.ts"
import { makeSharedFlight } from "../flights/SharedFlight.ts"
import type { CacheStore } from "../stores/CacheStore.ts"
import { TagVersions, type VersionStamp } from "../tags/TagVersions.ts"
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

/** A stamp as the mark of a gate. */
const markOf = ({ epoch, number }: VersionStamp) => `${number} ${epoch}`
const stampOf = (mark: string): VersionStamp => {
  const space = mark.indexOf(" ")
  return { number: Number(mark.slice(0, space)), epoch: mark.slice(space + 1) }
}

const make = Effect.gen(function* () {
  const background = yield* Background
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
    since: VersionStamp | undefined,
  ) {
    const text = said.complete
    // Whoever decides by throwing has decided against it.
    const may =
      text !== undefined &&
      (since !== undefined || tags.length === 0) &&
      (yield* Effect.promise(async () => mayKeep(text)).pipe(
        Effect.catchCause(() => Effect.succeed(false)),
      ))
    if (!may) {
      counters.notKept += 1
      return
    }
    const tagged = since === undefined ? {} : { tags: { names: tags, since, whenInvalidated } }
    yield* cache.write(key, said.packed, { ...times, ...tagged })
    counters.kept += 1
  })

  /** Ends with the answer, packed. `told` hears where it comes from before any of it is pushed. */
  const join = (
    call: SharedCall,
    onChunk: (text: string) => void,
    told: (source: Source) => void = () => {},
    anew = false,
  ) => {
    const { key, policy, replay, run } = call
    let since: VersionStamp | undefined
    const gate = {
      // Read before the model is asked; without it an answer with tags is not kept.
      mark: Effect.map(
        Effect.orElseSucceed(tagVersions.now, () => undefined),
        (now) => (since = now) && markOf(now),
      ),
      admits: (mark: string) =>
        Effect.orElseSucceed(tagVersions.areCurrent(policy.tags, stampOf(mark)), () => false),
    }
    const compute = Effect.fnUntraced(function* (push: (text: string) => void) {
      // For all its callers, so that nothing is served that not each of them allows.
      const hit = anew ? undefined : yield* cache.lookup(key)
      if (hit !== undefined) {
        told("cache")
        replay(hit.value, push)
        return hit.value
      }
      told("model")
      counters.calls += 1
      const said = yield* run(push)
      background.run(keep(call, said, since))
      return said.packed
    })
    const tagGate = policy.tags.length === 0 ? undefined : gate
    return Effect.map(flight.join(key, compute, onChunk, tagGate), ({ value }) => value)
  }

  return { background, cache, counters, join, tagVersions }
})

export class SharedCalls extends Context.Service<SharedCalls, Effect.Success<typeof make>>()(
  "@manga-assist/caching/models/SharedCalls",
) {
  static readonly layer: Layer.Layer<
    SharedCalls,
    never,
    Background | CacheStore | TagVersions | RedisConnection | RedisSubscriber
  > = Layer.effect(SharedCalls, make)
}
