/**
 * Identity by JSON Web Tokens of one issuer: verifies signature, issuer, audience and times, and takes the user from
 * `sub`.
 */
import { Clock, Effect, Layer } from "effect"
import { errors, jwtVerify } from "jose"
import { Identity, IdentityError } from "./Identity.ts"
import { type Keys, makeKeySet } from "./KeySet.ts"
import { type KeysUnavailable, readKeys } from "./KeySource.ts"
import { algorithms, identifiedBy, leewaySeconds, personOf, refusal } from "./Token.ts"

export interface JwtSettings {
  readonly issuer: string
  readonly audience: string
  /** A path or an address of a JSON Web Key Set. */
  readonly keys: string
  /** May a visitor come without a token? */
  readonly anonymous: boolean
}

const unavailable = (cause: KeysUnavailable) =>
  new IdentityError({ reason: "keys-unavailable", cause })

const make = Effect.fnUntraced(function* (settings: JwtSettings) {
  const keySet = yield* makeKeySet(readKeys(settings.keys))
  const verify = (token: string, keys: Keys) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.tryPromise({
        try: () =>
          jwtVerify(token, keys, {
            issuer: settings.issuer,
            audience: settings.audience,
            algorithms,
            clockTolerance: leewaySeconds,
            requiredClaims: ["exp", "sub"],
            currentDate: new Date(now),
          }),
        catch: (cause) =>
          cause instanceof errors.JOSEError ? cause : new errors.JOSEError(String(cause)),
      }),
    )
  const check = Effect.fnUntraced(function* (token: string) {
    const keys = yield* Effect.mapError(keySet.current, unavailable)
    const { payload } = yield* verify(token, keys).pipe(
      Effect.catchIf(
        (cause) => cause instanceof errors.JWKSNoMatchingKey,
        () =>
          Effect.flatMap(Effect.mapError(keySet.newerThan(keys), unavailable), (newer) =>
            verify(token, newer),
          ),
      ),
      Effect.mapError((cause) => (cause instanceof IdentityError ? cause : refusal(cause))),
    )
    return yield* personOf(payload)
  })
  // What can be read is read before the first visitor waits for it.
  yield* Effect.ignore(keySet.current)
  return Identity.of({
    mode: "jwt",
    identify: ({ token }) => identifiedBy(token, settings.anonymous, check),
  })
})

export const layerJwt = (settings: JwtSettings): Layer.Layer<Identity> =>
  Layer.effect(Identity, make(settings))
