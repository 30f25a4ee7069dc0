/**
 * Authenticates a connection: its credentials (a token, a load balancer's header, a name) become a user, an anonymous
 * visitor, or a refusal.
 *
 * `layerOff` trusts the name; `JwtIdentity.ts` and `AlbIdentity.ts` trust signatures only. An invalid token is
 * refused and never treated as anonymous.
 */
import { Context, Data, Effect, Layer } from "effect"

/** What a connection shows of its user, each as it came. */
export interface Credentials {
  /** `Authorization: Bearer`, the subprotocol `bearer.<token>`, the cookie, or the frame `auth`. */
  readonly token?: string
  /** `x-amzn-oidc-data` of an Application Load Balancer. */
  readonly loadBalancer?: string
  /** `?user=`. */
  readonly name?: string
}

export interface Person {
  /** Absent: an anonymous visitor. */
  readonly user?: string
  /** Epoch milliseconds at which the token runs out. */
  readonly expiresAt?: number
}

/** `keys-unavailable` may pass and is worth another try; all others need another token. */
export type IdentityReason =
  | "missing"
  | "malformed"
  | "untrusted"
  | "expired"
  | "not-yet-valid"
  | "other-audience"
  | "other-issuer"
  | "no-user"
  | "keys-unavailable"

const sentences: Readonly<Record<IdentityReason, string>> = {
  missing: "a token is needed here",
  malformed: "the token is not accepted",
  untrusted: "the token is not accepted",
  expired: "the token has expired; get a new one",
  "not-yet-valid": "the token is not valid yet",
  "other-audience": "the token is not accepted",
  "other-issuer": "the token is not accepted",
  "no-user": "the token names no user",
  "keys-unavailable": "tokens cannot be checked now; try again later",
}

export const identityReasons: ReadonlyArray<string> = Object.keys(sentences)

export class IdentityError extends Data.TaggedError("IdentityError")<{
  readonly reason: IdentityReason
  readonly cause?: unknown
}> {
  /** For the visitor: says nothing of keys, issuers or audiences. */
  override get message(): string {
    return sentences[this.reason]
  }
}

/** Users by their ids: no space, no line break, no brace, no `#`, which the keys of stores are made with. */
export const userPattern = /^[A-Za-z0-9_.@:|+-]{1,128}$/

export class Identity extends Context.Service<
  Identity,
  {
    readonly mode: "off" | "jwt" | "alb"
    /** `address` of the visitor: what one asks for in vain is counted by it. */
    readonly identify: (
      credentials: Credentials,
      address: string,
    ) => Effect.Effect<Person, IdentityError>
  }
>()("orchestrator/identity/Identity") {
  /** Believes `?user=`. For a laptop and for tests. */
  static readonly layerOff: Layer.Layer<Identity> = Layer.succeed(
    Identity,
    Identity.of({
      mode: "off",
      identify: ({ name }) => Effect.succeed(name === undefined ? {} : { user: name }),
    }),
  )
}
