/**
 * What both verifiers of tokens (`JwtIdentity.ts`, `AlbIdentity.ts`) share: accepted algorithms, clock leeway, maximum
 * length, the reason for each error of `jose`, and the user from a verified token's claims.
 */
import { errors, type JWTPayload } from "jose"
import { Effect } from "effect"
import { IdentityError, type IdentityReason, type Person, userPattern } from "./Identity.ts"

/** Clocks of issuers and servers may differ by so much. */
export const leewaySeconds = 30

/** Signatures that only the holder of a private key can make; `none` and shared secrets are not among them. */
export const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
]

/** Longer than any token that fits in the headers of a request. */
const maxTokenCharacters = 8_192

const claimReasons: Readonly<Record<string, IdentityReason>> = {
  aud: "other-audience",
  iss: "other-issuer",
  nbf: "not-yet-valid",
  iat: "not-yet-valid",
  sub: "no-user",
}

const reasonOf = (cause: unknown): IdentityReason => {
  if (cause instanceof errors.JWTExpired) return "expired"
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return claimReasons[cause.claim] ?? "malformed"
  }
  if (cause instanceof errors.JWTInvalid || cause instanceof errors.JWSInvalid) return "malformed"
  return "untrusted"
}

export const refusal = (cause: unknown): IdentityError =>
  new IdentityError({ reason: reasonOf(cause), cause })

/** Who shows nothing is anonymous, where that is allowed; what is too long is not read. */
export const identifiedBy = (
  token: string | undefined,
  anonymous: boolean,
  check: (token: string) => Effect.Effect<Person, IdentityError>,
): Effect.Effect<Person, IdentityError> => {
  if (token !== undefined && token.length <= maxTokenCharacters) return check(token)
  if (token === undefined && anonymous) return Effect.succeed({})
  return new IdentityError({ reason: token === undefined ? "missing" : "malformed" })
}

export const personOf = (payload: JWTPayload): Effect.Effect<Person, IdentityError> => {
  const { exp, sub } = payload
  // The library looks at times and names of a token, not at the type of its user.
  if (typeof sub !== "string" || !userPattern.test(sub)) {
    return Effect.fail(new IdentityError({ reason: "no-user" }))
  }
  return Effect.succeed({ user: sub, ...(exp === undefined ? {} : { expiresAt: exp * 1_000 }) })
}
