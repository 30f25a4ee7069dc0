/**
 * Creates throw-away signing keys in a folder, and tokens signed with them, to try authentication. `keys.json` is the
 * key set for servers, `private.json` signs, and the public key is also stored under its id, as a load balancer
 * publishes it.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import {
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  type JWTHeaderParameters,
  SignJWT,
} from "jose"

export const issuer = "https://sign-in.example"
export const audience = "manga-assist"
/** A load balancer that does not exist. */
export const loadBalancer =
  "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/manga-assist/0123456789abcdef"

const algorithm = "ES256"

interface Signer {
  readonly id: string
  readonly pem: string
}

/** Makes new keys, also where there were some. */
export const makeKeys = async (folder: string): Promise<void> => {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  const id = crypto.randomUUID()
  const set = { keys: [{ ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: "sig" }] }
  const signer: Signer = { id, pem: await exportPKCS8(privateKey) }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(path.join(folder, "private.json"), JSON.stringify(signer), { mode: 0o600 })
  await writeFile(path.join(folder, id), await exportSPKI(publicKey))
  await writeFile(path.join(folder, "keys.json"), JSON.stringify(set))
}

const signed = async (
  folder: string,
  user: string,
  minutes: number,
  header: Omit<JWTHeaderParameters, "alg" | "kid">,
): Promise<string> => {
  const { id, pem } = JSON.parse(
    await readFile(path.join(folder, "private.json"), "utf8"),
  ) as Signer // written above
  return new SignJWT({ sub: user })
    .setProtectedHeader({ ...header, alg: algorithm, kid: id })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${minutes}m`)
    .sign(await importPKCS8(pem, algorithm))
}

export const makeToken = (folder: string, user: string, minutes: number): Promise<string> =>
  signed(folder, user, minutes, {})

/** What a load balancer adds to each request of somebody who signed in. */
export const makeHeader = (folder: string, user: string, minutes: number): Promise<string> =>
  signed(folder, user, minutes, {
    signer: loadBalancer,
    iss: issuer,
    client: audience,
    exp: Math.floor(Date.now() / 1_000) + 60 * minutes,
  })

/** The environment of a server that believes these keys. */
export const environmentOf = (folder: string, mode: "jwt" | "alb"): ReadonlyArray<string> =>
  mode === "jwt"
    ? [
        "AUTH=jwt",
        `AUTH_ISSUER=${issuer}`,
        `AUTH_AUDIENCE=${audience}`,
        `AUTH_JWKS=${path.resolve(folder, "keys.json")}`,
      ]
    : ["AUTH=alb", `AUTH_ALB_ARN=${loadBalancer}`, `AUTH_JWKS=${path.resolve(folder)}`]
