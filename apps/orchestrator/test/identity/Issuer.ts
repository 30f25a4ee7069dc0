/**
 * An identity provider for tests: keys that rotate, tokens good and bad, a key set in a file or behind an address
 * that may be away.
 */
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import path from "node:path"
import { exportJWK, type JWTPayload, SignJWT } from "jose"

export const issuer = "https://sign-in.example"
export const audience = "manga-assist"

interface Key {
  readonly id: string
  readonly alg: string
  readonly secret: KeyObject
  readonly open: KeyObject
}

export const makeKey = (alg: "ES256" | "RS256" | "EdDSA" = "ES256"): Key => {
  const id = randomUUID()
  if (alg === "RS256") {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 })
    return { id, alg, secret: privateKey, open: publicKey }
  }
  const { privateKey, publicKey } =
    alg === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("ed25519")
  return { id, alg, secret: privateKey, open: publicKey }
}

const seconds = () => Math.floor(Date.now() / 1_000)

/** What a good token says. `undefined` takes a claim out. */
export const claimsOf = (user: string, more: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  aud: audience,
  sub: user,
  exp: seconds() + 3_600,
  ...more,
})

export const sign = (
  key: Key,
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> =>
  new SignJWT(JSON.parse(JSON.stringify(claims)) as JWTPayload)
    .setProtectedHeader({ alg: key.alg, kid: key.id, ...header })
    .sign(key.secret)

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

/** As if nobody had to sign. */
export const unsigned = (claims: JWTPayload): string =>
  `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`

/** Signed with the public key as if it were a shared secret. */
export const confused = (key: Key, claims: JWTPayload): string => {
  const head = `${part({ alg: "HS256", kid: key.id })}.${part(claims)}`
  const secret = key.open.export({ type: "spki", format: "pem" })
  return `${head}.${createHmac("sha256", secret).update(head).digest("base64url")}`
}

/** Another user in a token of this one. */
export const tampered = (token: string, claims: JWTPayload): string => {
  const [head, , signature] = token.split(".")
  return `${head}.${part(claims)}.${signature}`
}

const setOf = (keys: ReadonlyArray<Key>): Promise<string> =>
  Promise.all(
    keys.map(async ({ alg, id, open }) => ({
      ...(await exportJWK(open)),
      alg,
      kid: id,
      use: "sig",
    })),
  ).then((all) => JSON.stringify({ keys: all }))

/** A key set in a file. */
export class KeyFile {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "manga-assist-keys-"))
  readonly path = path.join(this.#folder, "keys.json")

  async publish(...keys: ReadonlyArray<Key>): Promise<void> {
    writeFileSync(this.path, await setOf(keys))
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }
}

/** A key set behind an address; `status` other than 200 is an issuer in trouble. */
export class KeyAddress {
  status = 200
  asked = 0
  #text = ""
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    server.on("request", (_, response) => {
      this.asked += 1
      response.writeHead(this.status).end(this.#text)
    })
  }

  static open(): Promise<KeyAddress> {
    const server = createServer()
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve(new KeyAddress(server)))
    })
  }

  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/keys.json`
  }

  async publish(...keys: ReadonlyArray<Key>): Promise<void> {
    this.#text = await setOf(keys)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
