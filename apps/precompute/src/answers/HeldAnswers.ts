/**
 * Reads when an entry of the answer cache was written and how long it stays fresh, without its text.
 *
 * Unlike in a look-up, a store that does not answer is an error and not a miss, so that a failed read causes no paid
 * call. An invalidated entry counts as absent.
 */
import { CachedAnswers } from "@manga-assist/assistant"
import { type CacheError, CacheStore, TagVersions } from "@manga-assist/caching"
import { Clock, Context, Effect, Layer, Option, Schema } from "effect"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"
import type { Held } from "../questions/RefreshList.ts"

const Envelope = Schema.fromJsonString(
  Schema.Struct({
    storedAt: Schema.Finite,
    freshForMs: Schema.Finite,
    tags: Schema.optionalKey(
      Schema.Struct({
        names: Schema.Array(Schema.String),
        epoch: Schema.String,
        number: Schema.Int,
      }),
    ),
  }),
)
const decode = Schema.decodeUnknownOption(Envelope)

export class HeldAnswers extends Context.Service<
  HeldAnswers,
  {
    /** `undefined`: nothing is there, or nothing that can be read. */
    readonly held: (key: string) => Effect.Effect<Held | undefined, PrecomputeError>
  }
>()("precompute/HeldAnswers") {
  static readonly layer: Layer.Layer<HeldAnswers, never, CacheStore | TagVersions> = Layer.effect(
    HeldAnswers,
    Effect.gen(function* () {
      const store = yield* CacheStore
      const tagVersions = yield* TagVersions
      const judged = (entry: typeof Envelope.Type | undefined) =>
        Effect.gen(function* (): Effect.fn.Return<Held | undefined, CacheError> {
          if (entry === undefined) return undefined
          const { freshForMs, storedAt, tags } = entry
          const current = tags === undefined || (yield* tagVersions.areCurrent(tags.names, tags))
          return current ? { storedAt, freshForMs } : undefined
        })
      return HeldAnswers.of({
        held: (key) =>
          store.get(key).pipe(
            // What cannot be decoded is written anew; what cannot be reached, or judged, is left alone.
            Effect.catchIf(
              ({ reason }) => reason === "corrupt",
              () => Effect.succeed(undefined),
            ),
            Effect.flatMap((text) => judged(Option.getOrUndefined(decode(text)))),
            Effect.mapError(storeError),
          ),
      })
    }),
  )

  /**
   * Over the answers of the same process, whose store is memory and always answers. How long an entry
   * is fresh they do not tell: `holdsMs` is told by the pattern, a tenth less by the cache's jitter.
   */
  static readonly layerOfProcess: Layer.Layer<HeldAnswers, never, CachedAnswers> = Layer.effect(
    HeldAnswers,
    Effect.map(CachedAnswers, (answers) =>
      HeldAnswers.of({
        held: Effect.fnUntraced(function* (key) {
          const hit = yield* answers.lookup(key)
          if (hit === undefined || hit.freshness !== "fresh") return undefined
          const storedAt = (yield* Clock.currentTimeMillis) - hit.ageMs
          return { storedAt, freshForMs: Number.POSITIVE_INFINITY }
        }),
      }),
    ),
  )
}
