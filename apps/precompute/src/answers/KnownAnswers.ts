/**
 * Remembers, for each entry (a question whose answer the worker keeps ready in the answer cache), the last prompt and
 * the model's answer to it, so that no worker pays for an unchanged prompt again. A prompt contains everything its
 * answer depends on, products and prices included.
 *
 * Answers are stored in Redis under `precompute:known:<hash of the entry's id>` for 25 hours, before they are written
 * to the answer cache; they survive restarts and changes of the leader. Without Redis, or when it refuses a write, they
 * are kept in this process. Writes need no fencing by the leader's term: the answer belongs to the prompt, whoever
 * asked.
 */
import { CacheStore, RedisCacheStore } from "@manga-assist/caching"
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { hash } from "node:crypto"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"

const keptMs = 25 * 3_600_000
const commandMs = 2_000

const Known = Schema.fromJsonString(
  Schema.Struct({ prompt: Schema.String, text: Schema.NonEmptyString }),
)
const decode = Schema.decodeUnknownOption(Known)

const keyOf = (entry: string) => hash("sha256", entry, "base64url").slice(0, 22)

/** What lies there and cannot be read is no answer, whatever it is. */
const knownIn = (store: CacheStore["Service"], entry: string) =>
  store.get(keyOf(entry)).pipe(
    Effect.catchIf(
      ({ reason }) => reason === "corrupt",
      () => Effect.undefined,
    ),
    Effect.mapBoth({
      onSuccess: (text) => Option.getOrUndefined(decode(text)),
      onFailure: (error) => storeError(error.cause instanceof Error ? error.cause : error),
    }),
  )

export class KnownAnswers extends Context.Service<
  KnownAnswers,
  {
    /** The text; `prompt`: a hash of it. A store that does not answer is an error, not an unknown answer. */
    readonly same: (
      entry: string,
      prompt: string,
    ) => Effect.Effect<string | undefined, PrecomputeError>
    /** Whether the entry was ever answered; to what prompt it was, only `same` tells. */
    readonly has: (entry: string) => Effect.Effect<boolean, PrecomputeError>
    /** Never fails: what Redis did not take is known to this process alone. */
    readonly remember: (entry: string, prompt: string, text: string) => Effect.Effect<void>
  }
>()("precompute/KnownAnswers") {
  static readonly layer: Layer.Layer<KnownAnswers, never, RedisConnection> = Layer.effect(
    KnownAnswers,
    Effect.gen(function* () {
      const built = <R>(layer: Layer.Layer<CacheStore, never, R>) =>
        Effect.map(Layer.build(Layer.fresh(layer)), (context) => Context.get(context, CacheStore))
      const { configured } = yield* RedisConnection
      const own = yield* built(CacheStore.layerMemory())
      const redis = RedisCacheStore.layer({
        prefix: "precompute:known:",
        readDeadlineMs: commandMs,
        writeDeadlineMs: commandMs,
      })
      const shared = configured ? yield* built(redis) : own
      return KnownAnswers.of({
        has: Effect.fnUntraced(function* (entry) {
          const known = (yield* knownIn(own, entry)) ?? (yield* knownIn(shared, entry))
          return known !== undefined
        }),
        same: Effect.fnUntraced(function* (entry, prompt) {
          for (const store of [own, shared]) {
            const known = yield* knownIn(store, entry)
            if (known?.prompt === prompt) return known.text
          }
          return undefined
        }),
        remember: (entry, prompt, text) => {
          const known = JSON.stringify({ prompt, text })
          return shared.set(keyOf(entry), known, keptMs).pipe(
            Effect.tapError(({ message }) =>
              Effect.logDebug("an answer could not be noted as known", message),
            ),
            Effect.catch(() => own.set(keyOf(entry), known, keptMs)),
            Effect.ignore,
          )
        },
      })
    }),
  )
}
