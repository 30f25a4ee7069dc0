/** The codec as Effects: what needs no thread pool is done in the fiber that asks. */
import { Effect } from "effect"
import {
  type Bytes,
  decoded,
  type DecodeOptions,
  encoded,
  type EncodeOptions,
  textOf,
} from "./Codec.ts"
import { PayloadError } from "./PayloadError.ts"

/** See `encoded`. */
export const encode = (
  value: Uint8Array | string,
  options?: EncodeOptions,
): Effect.Effect<Uint8Array> =>
  Effect.suspend(() => {
    const bytes = encoded(value, options)
    return bytes instanceof Promise ? Effect.promise(() => bytes) : Effect.succeed(bytes)
  })

/** Anything else that is thrown is a defect. */
const asPayloadError = (cause: unknown): PayloadError => {
  if (cause instanceof PayloadError) return cause
  throw cause
}

const attempt = <A>(make: () => A): Effect.Effect<A, PayloadError> =>
  Effect.try({ try: make, catch: asPayloadError })

const settled = (bytes: Bytes): Effect.Effect<Uint8Array, PayloadError> =>
  bytes instanceof Promise
    ? Effect.tryPromise({ try: () => bytes, catch: asPayloadError })
    : Effect.succeed(bytes)

/** The bytes that `encode` was given. Fails as `PayloadError` on anything else. */
export const decode = (
  bytes: Uint8Array,
  options?: DecodeOptions,
): Effect.Effect<Uint8Array, PayloadError> =>
  Effect.flatMap(
    attempt(() => ({ decoded: decoded(bytes, options) })),
    (value) => settled(value.decoded),
  )

/** As `decode`, for values that were text; bytes that are not UTF-8 are `corrupt`. */
export const decodeText = (
  bytes: Uint8Array,
  options?: DecodeOptions,
): Effect.Effect<string, PayloadError> =>
  Effect.flatMap(decode(bytes, options), (raw) => attempt(() => textOf(raw)))
