/** Identities that need no keys: every token is refused, or the token is the user's name. */
import { Effect, Layer } from "effect"
import { Identity, IdentityError } from "../src/identity/Identity.ts"

export const refusingIdentity: Layer.Layer<Identity> = Layer.succeed(Identity, {
  mode: "jwt",
  identify: () => Effect.fail(new IdentityError({ reason: "untrusted" })),
})

export const tokenIdentity: Layer.Layer<Identity> = Layer.succeed(Identity, {
  mode: "jwt",
  identify: ({ token }) => Effect.succeed(token === undefined ? {} : { user: token }),
})
