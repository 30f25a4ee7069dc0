/**
 * Caches the issuer's public keys. They are fetched again when a token is checked and they are older than a minute, and
 * at once for an unknown key id.
 *
 * While the issuer is unreachable the last keys are used for an hour. Callers share one fetch, and fetches start at
 * least two seconds apart, so that forged key ids cost the issuer nothing.
 */
import { monotonicNow } from "@manga-assist/connections"
import { Effect, Schema, Semaphore } from "effect"
import { createLocalJWKSet } from "jose"
import { KeysUnavailable } from "./KeySource.ts"

export type Keys = ReturnType<typeof createLocalJWKSet>

const freshMs = 60_000
const heldMs = 3_600_000
const apartMs = 2_000
/** While they cannot be read, tokens of known keys wait for a try this seldom. */
const retryMs = 10_000

const decode = Schema.decodeUnknownEffect(
  Schema.fromJsonString(
    Schema.Struct({ keys: Schema.Array(Schema.Record(Schema.String, Schema.Unknown)) }),
  ),
)

export const parseKeys = (text: string): Effect.Effect<Keys, KeysUnavailable> =>
  decode(text).pipe(
    Effect.flatMap(({ keys }) =>
      Effect.try(() =>
        createLocalJWKSet({ keys: keys.map((key) => ({ ...key, kty: String(key["kty"]) })) }),
      ),
    ),
    Effect.mapError(() => new KeysUnavailable({ message: "this is no JSON Web Key Set" })),
  )

export interface KeySet {
  /** The keys to check a token with. */
  readonly current: Effect.Effect<Keys, KeysUnavailable>
  /** For a token whose key is not in `seen`: what the issuer has now. */
  readonly newerThan: (seen: Keys) => Effect.Effect<Keys, KeysUnavailable>
}

interface State {
  readonly keys: Keys | undefined
  readonly readAt: number
  readonly triedAt: number
  readonly failure: KeysUnavailable | undefined
}

/** `read` is the text of a JSON Web Key Set. */
export const makeKeySet = Effect.fnUntraced(function* (
  read: Effect.Effect<string, KeysUnavailable>,
) {
  const gate = yield* Semaphore.make(1)
  let state: State = { keys: undefined, readAt: -Infinity, triedAt: -Infinity, failure: undefined }

  /** Reads once for all who saw the same try before. */
  const renew = (seen: State) =>
    Effect.gen(function* () {
      if (state.triedAt !== seen.triedAt) return
      const now = yield* monotonicNow
      const waitMs = state.triedAt + apartMs - now
      if (waitMs > 0) yield* Effect.sleep(waitMs)
      const outcome = yield* Effect.result(Effect.flatMap(read, parseKeys))
      const triedAt = yield* monotonicNow
      if (outcome._tag === "Success") {
        state = { keys: outcome.success, readAt: triedAt, triedAt, failure: undefined }
      } else {
        state = { ...state, triedAt, failure: outcome.failure }
        yield* Effect.logWarning(outcome.failure.message)
      }
    }).pipe(gate.withPermits(1))

  const held = Effect.gen(function* () {
    const now = yield* monotonicNow
    const { keys, readAt, failure } = state
    if (keys !== undefined && now - readAt <= heldMs) return keys
    return yield* Effect.fail(failure ?? new KeysUnavailable({ message: "no keys were read yet" }))
  })

  return {
    current: Effect.gen(function* () {
      const now = yield* monotonicNow
      const seen = state
      const isFresh = now - seen.readAt <= freshMs
      const isTried = seen.keys !== undefined && now - seen.triedAt <= retryMs
      if (!isFresh && !isTried) yield* renew(seen)
      return yield* held
    }),
    newerThan: (keys) =>
      Effect.gen(function* () {
        if (state.keys === keys) yield* renew(state)
        if (state.failure !== undefined) return yield* Effect.fail(state.failure)
        return yield* held
      }),
  } satisfies KeySet
})
