/**
 * Remembers, for each entry (a question whose answer the worker keeps ready in the answer cache), the last prompt and
 * the model's answer to it, so that no worker pays for an unchanged prompt again. A prompt contains everything its
 * answer depends on, products and prices included.
 *
 * Answers are stored in Redis under `precompute:known:<hash of the entry's id>` for 25 hours, before they are written
 * to the answer cache; they survive restarts and changes of the leader. Without Redis, or when it refuses a write, the
 * last 2,000 are kept in this process. Writes need no fencing by the leader's term: the answer belongs to the prompt,
 * whoever asked.
 */
import { type ConnectionError, RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { hash } from "node:crypto"
import { type PrecomputeError, storeError } from "../PrecomputeError.ts"

const most = 2_000
const keptMs = 25 * 3_600_000
const commandMs = 2_000

const Known = Schema.fromJsonString(
  Schema.Struct({ prompt: Schema.String, text: Schema.NonEmptyString }),
)
const decode = Schema.decodeUnknownOption(Known)

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
    Effect.map(RedisConnection, (redis) => (redis.configured ? inRedis(redis) : inMemory())),
  )
}

const inMemory = () => {
  const answers = new Map<string, { readonly prompt: string; readonly text: string }>()
  return KnownAnswers.of({
    same: (entry, prompt) =>
      Effect.sync(() => {
        const known = answers.get(entry)
        return known?.prompt === prompt ? known.text : undefined
      }),
    has: (entry) => Effect.sync(() => answers.has(entry)),
    remember: (entry, prompt, text) =>
      Effect.sync(() => {
        answers.delete(entry)
        answers.set(entry, { prompt, text })
        const [oldest] = answers.keys()
        if (answers.size > most && oldest !== undefined) answers.delete(oldest)
      }),
  })
}

const keyOf = (entry: string) =>
  `precompute:known:${hash("sha256", entry, "base64url").slice(0, 22)}`

/** What lies there is of another kind: no answer, whatever it is. */
const isOfAnotherKind = ({ cause }: ConnectionError): boolean =>
  cause instanceof Error && cause.message.startsWith("WRONGTYPE")

const inRedis = (redis: RedisConnection["Service"]) => {
  const refused = inMemory()
  const read = <A>(operation: string, commands: Parameters<typeof redis.run<A>>[2]) =>
    redis.run(operation, commandMs, commands).pipe(
      Effect.catchIf(isOfAnotherKind, () => Effect.succeed(undefined)),
      Effect.mapError(storeError),
    )
  return KnownAnswers.of({
    has: Effect.fnUntraced(function* (entry) {
      if (yield* refused.has(entry)) return true
      return (yield* read("known.has", (client) => client.exists(keyOf(entry)))) === 1
    }),
    same: Effect.fnUntraced(function* (entry, prompt) {
      const own = yield* refused.same(entry, prompt)
      if (own !== undefined) return own
      const text = yield* read("known.get", (client) => client.get(keyOf(entry)))
      const known = Option.getOrUndefined(decode(text))
      return known?.prompt === prompt ? known.text : undefined
    }),
    remember: (entry, prompt, text) =>
      redis
        .run("known.set", commandMs, (client) =>
          client.set(keyOf(entry), JSON.stringify({ prompt, text }), "PX", keptMs),
        )
        .pipe(
          Effect.catch((error) =>
            Effect.andThen(
              Effect.logDebug("an answer could not be noted as known", error.message),
              refused.remember(entry, prompt, text),
            ),
          ),
        ),
  })
}
