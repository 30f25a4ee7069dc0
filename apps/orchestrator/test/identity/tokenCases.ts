/**
 * Tokens good and bad, and whom each makes of its bearer.
 */
import { generateKeyPairSync } from "node:crypto"
import { exportJWK } from "jose"
import { claimsOf, confused, makeKey, sign, tampered, unsigned } from "./Issuer.ts"

const now = () => Math.floor(Date.now() / 1_000)

export const ecKey = makeKey("ES256")
export const rsaKey = makeKey("RS256")
export const edKey = makeKey("EdDSA")

/** A user, nobody in particular, or nobody at all. */
export type Outcome = { readonly user: string } | "anonymous" | "refused"

export interface TokenCase {
  readonly name: string
  readonly token: () => string | undefined | Promise<string | undefined>
  readonly outcome: Outcome
}

const good = (name: string, token: TokenCase["token"], user = "demo-01"): TokenCase => ({
  name,
  token,
  outcome: { user },
})
const bad = (name: string, token: TokenCase["token"]): TokenCase => ({
  name,
  token,
  outcome: "refused",
})
const claims = claimsOf("demo-01")
const with_ = (more: Parameters<typeof claimsOf>[1]) => sign(ecKey, claimsOf("demo-01", more))

export const tokenCases: ReadonlyArray<TokenCase> = [
  { name: "no token", token: () => undefined, outcome: "anonymous" },
  good("ES256", () => sign(ecKey, claims)),
  good("RS256", () => sign(rsaKey, claims)),
  good("EdDSA", () => sign(edKey, claims)),
  good("a user of an identity provider", () => sign(ecKey, claimsOf("auth0|6e1f")), "auth0|6e1f"),
  good("an audience among others", () => with_({ aud: ["another", "manga-assist"] })),
  good("expired within the leeway", () => with_({ exp: now() - 10 })),
  good("not yet valid within the leeway", () => with_({ nbf: now() + 10 })),
  bad("expired", () => with_({ exp: now() - 3_600 })),
  bad("not yet valid", () => with_({ nbf: now() + 3_600 })),
  bad("another audience", () => with_({ aud: "another" })),
  bad("no audience", () => with_({ aud: undefined } as never)),
  bad("another issuer", () => with_({ iss: "https://evil.example" })),
  bad("no issuer", () => with_({ iss: undefined } as never)),
  bad("no expiry", () => with_({ exp: undefined } as never)),
  bad("an expiry that is no number", () => with_({ exp: "never" } as never)),
  bad("no user", () => with_({ sub: undefined } as never)),
  bad("a user that is a number", () => with_({ sub: 123 } as never)),
  bad("a user that is a list", () => with_({ sub: ["demo-01"] } as never)),
  bad("an empty user", () => with_({ sub: "" })),
  bad("a user with a line break", () => with_({ sub: "demo-01\ndemo-02" })),
  bad("the name of the anonymous", () => with_({ sub: "#anonymous" })),
  bad("a user of 200 characters", () => with_({ sub: "u".repeat(200) })),
  bad("another key of the same id", () => sign({ ...makeKey(), id: ecKey.id }, claims)),
  bad("a key nobody knows", () => sign(makeKey(), claims)),
  bad("alg: none", () => unsigned(claims)),
  bad("alg: none with a signature", async () => `${unsigned(claims)}AAAA`),
  bad("the public key as a shared secret", () => confused(ecKey, claims)),
  bad("another user written into it", async () =>
    tampered(await sign(ecKey, claims), claimsOf("demo-02")),
  ),
  bad("a signature cut short", async () => (await sign(ecKey, claims)).slice(0, -4)),
  bad("two parts", async () => (await sign(ecKey, claims)).split(".").slice(0, 2).join(".")),
  bad("no token at all", () => "hello"),
  bad("its own key in its header", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const own = { id: "own", alg: "ES256", secret: privateKey, open: publicKey }
    return sign(own, claims, { jwk: await exportJWK(publicKey) })
  }),
  bad("an extension it calls critical", async () => {
    const [, body, signature] = (await sign(ecKey, claims)).split(".")
    const head = Buffer.from(
      JSON.stringify({ alg: "ES256", kid: ecKey.id, crit: ["b64"], b64: false }),
    ).toString("base64url")
    return `${head}.${body}.${signature}`
  }),
]
