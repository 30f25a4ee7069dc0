/**
 * Identity by the header that an Application Load Balancer adds after its own OIDC sign-in.
 *
 * The header is a token signed by the load balancer. The public key is fetched by its id from an address of the
 * region. The signer must be the configured load balancer, because anybody can create one that signs.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
import { Clock, Effect, Layer, Semaphore } from "effect"
import { type CryptoKey, decodeProtectedHeader, importSPKI, jwtVerify } from "jose"
import { BoundedMap } from "../bounds/BoundedMap.ts"
import { Identity, IdentityError } from "./Identity.ts"
import { readKeys } from "./KeySource.ts"
import { leewaySeconds, maxTokenCharacters, personOf, refusal } from "./Token.ts"

export interface AlbSettings {
  /** The load balancer's ARN. */
  readonly signer: string
  /** The address or folder below which keys lie by their ids. */
  readonly keys: string
  /** The identity provider's, checked when it is given. */
  readonly issuer: string | undefined
  readonly anonymous: boolean
}

/** Of a key: it becomes a part of an address. */
const keyId = /^[A-Za-z0-9-]{1,64}$/
/** A key that is not there is asked for again after this. */
const missedMs = 10_000
const keptMs = 86_400_000

const untrusted = new IdentityError({ reason: "untrusted" })

const make = Effect.fnUntraced(function* (settings: AlbSettings) {
  const keys = new BoundedMap<CryptoKey>({ maxWeight: 64, maxAgeMs: keptMs })
  const missed = new BoundedMap<true>({ maxWeight: 10_000, maxAgeMs: missedMs })
  const gate = yield* Semaphore.make(4)

  const read = Effect.fnUntraced(function* (id: string) {
    const known = keys.get(id)
    if (known !== undefined) return known
    if (missed.get(id) !== undefined) return yield* untrusted
    const pem = yield* readKeys(`${settings.keys}/${id}`).pipe(
      Effect.tapError(({ message }) => Effect.logWarning(message)),
      Effect.mapError((cause) => {
        missed.set(id, true)
        return new IdentityError({ reason: "keys-unavailable", cause })
      }),
    )
    const key = yield* Effect.tryPromise({
      try: () => importSPKI(pem, "ES256"),
      catch: () => untrusted,
    })
    keys.set(id, key)
    return key
  })

  const check = Effect.fnUntraced(function* (token: string) {
    const header = yield* Effect.try({ try: () => decodeProtectedHeader(token), catch: refusal })
    const { alg, exp, iss, kid, signer } = header as Readonly<Record<string, unknown>>
    if (alg !== "ES256" || signer !== settings.signer) return yield* untrusted
    if (typeof kid !== "string" || !keyId.test(kid)) return yield* untrusted
    if (settings.issuer !== undefined && iss !== settings.issuer) {
      return yield* new IdentityError({ reason: "other-issuer" })
    }
    const key = yield* gate.withPermits(1)(read(kid))
    const now = yield* Clock.currentTimeMillis
    const { payload } = yield* Effect.tryPromise({
      try: () =>
        jwtVerify(token, key, {
          algorithms: ["ES256"],
          clockTolerance: leewaySeconds,
          requiredClaims: ["sub"],
          currentDate: new Date(now),
        }),
      catch: refusal,
    })
    // The load balancer says in the header of its token how long that holds.
    if (typeof exp !== "number" || exp * 1_000 <= now - leewaySeconds * 1_000) {
      return yield* new IdentityError({ reason: "expired" })
    }
    return yield* personOf({ ...payload, exp })
  })

  return Identity.of({
    mode: "alb",
    identify: ({ loadBalancer }) => {
      if (loadBalancer === undefined) {
        return settings.anonymous
          ? Effect.succeed({})
          : Effect.fail(new IdentityError({ reason: "missing" }))
      }
      return loadBalancer.length > maxTokenCharacters
        ? Effect.fail(new IdentityError({ reason: "malformed" }))
        : check(loadBalancer)
    },
  })
})

export const layerAlb = (settings: AlbSettings): Layer.Layer<Identity> =>
  Layer.effect(Identity, make(settings))
