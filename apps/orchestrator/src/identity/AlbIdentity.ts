/**
 * Identity by the header that an Application Load Balancer adds after its own OIDC sign-in.
 *
 * The header is a token signed by the load balancer. The public key is fetched by its id from an address of the
 * region. The signer must be the configured load balancer, because anybody can create one that signs. Tokens of known
 * keys wait for nothing; who names unknown ones waits in a queue with an end, and can ask for a few only.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
import { Clock, Effect, Fiber, Layer, Semaphore } from "effect"
import { type CryptoKey, decodeProtectedHeader, importSPKI, jwtVerify } from "jose"
import { BoundedMap } from "../bounds/BoundedMap.ts"
import { RateLimit } from "../bounds/RateLimit.ts"
import { Identity, IdentityError } from "./Identity.ts"
import { readKeys } from "./KeySource.ts"
import { identifiedBy, leewaySeconds, personOf, refusal } from "./Token.ts"

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
/** Keys that are asked for at once, and those that wait with them. */
const readAtOnce = 4
const mostReading = 36
const readingDeadline = "5 seconds"
/** Of unknown keys that an address may ask for: a load balancer has a few, and changes them seldom. */
const perAddress = { perSecond: 1 / 6, burst: 10 }

const untrusted = new IdentityError({ reason: "untrusted" })
const unavailable = new IdentityError({ reason: "keys-unavailable" })

const make = Effect.fnUntraced(function* (settings: AlbSettings) {
  const keys = new BoundedMap<CryptoKey>({ maxWeight: 64, maxAgeMs: keptMs })
  const missed = new BoundedMap<true>({ maxWeight: 10_000, maxAgeMs: missedMs })
  const gate = yield* Semaphore.make(readAtOnce)
  const scope = yield* Effect.scope
  const asked = new RateLimit(perAddress)
  /** All who name the same key wait for one reading. */
  const reading = new Map<string, Fiber.Fiber<CryptoKey, IdentityError>>()

  const read = Effect.fnUntraced(function* (id: string) {
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

  const begin = (id: string) =>
    gate
      .withPermits(1)(read(id))
      .pipe(
        Effect.timeoutOrElse({
          duration: readingDeadline,
          orElse: () => Effect.fail(unavailable),
        }),
        Effect.ensuring(Effect.sync(() => reading.delete(id))),
        // Whoever asked first may leave before the others have their answer.
        Effect.forkIn(scope),
      )

  const keyOf = Effect.fnUntraced(function* (id: string, address: string) {
    const known = keys.get(id)
    if (known !== undefined) return known
    // Whether there is no such key, or nobody could say so, is not told apart.
    if (missed.get(id) !== undefined) return yield* unavailable
    const begun = reading.get(id)
    if (begun !== undefined) return yield* Fiber.join(begun)
    if (reading.size >= mostReading || !asked.take(address)) return yield* unavailable
    const own = yield* begin(id)
    reading.set(id, own)
    return yield* Fiber.join(own)
  })

  const check = Effect.fnUntraced(function* (token: string, address: string) {
    const header = yield* Effect.try({ try: () => decodeProtectedHeader(token), catch: refusal })
    const { alg, exp, iss, kid, signer } = header as Readonly<Record<string, unknown>>
    if (alg !== "ES256" || signer !== settings.signer) return yield* untrusted
    if (typeof kid !== "string" || !keyId.test(kid)) return yield* untrusted
    if (settings.issuer !== undefined && iss !== settings.issuer) {
      return yield* new IdentityError({ reason: "other-issuer" })
    }
    const key = yield* keyOf(kid, address)
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
    identify: ({ loadBalancer }, address) =>
      identifiedBy(loadBalancer, settings.anonymous, (token) => check(token, address)),
  })
})

export const layerAlb = (settings: AlbSettings): Layer.Layer<Identity> =>
  Layer.effect(Identity, make(settings))
