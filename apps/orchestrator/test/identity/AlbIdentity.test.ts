/** The header of an Application Load Balancer: believed when that very load balancer signed it. */
import { createSign, generateKeyPairSync, randomUUID } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Effect, Exit, Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { layerAlb } from "../../src/identity/AlbIdentity.ts"
import { Identity } from "../../src/identity/Identity.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { startServer } from "../TestServer.ts"

const signer = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/shop/abc"
const kid = randomUUID()
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
const folder = mkdtempSync(path.join(tmpdir(), "manga-assist-alb-"))
const seconds = () => Math.floor(Date.now() / 1_000)

beforeAll(() => {
  writeFileSync(path.join(folder, kid), publicKey.export({ type: "spki", format: "pem" }))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** As the load balancer does it: the parts keep their padding. */
const header = (
  more: Readonly<Record<string, unknown>> = {},
  claims: Readonly<Record<string, unknown>> = { sub: "demo-01", email: "demo@shop.example" },
  key = privateKey,
) => {
  const part = (value: unknown) =>
    Buffer.from(JSON.stringify(value)).toString("base64").replaceAll("+", "-").replaceAll("/", "_")
  const head = {
    typ: "JWT",
    kid,
    alg: "ES256",
    iss: "https://sign-in.example",
    client: "shop",
    signer,
    exp: seconds() + 120,
    ...more,
  }
  const said = `${part(head)}.${part(claims)}`
  const signature = createSign("sha256").update(said).sign({ key, dsaEncoding: "ieee-p1363" })
  return `${said}.${signature.toString("base64").replaceAll("+", "-").replaceAll("/", "_")}`
}

const layer = layerAlb({
  signer,
  keys: folder,
  issuer: "https://sign-in.example",
  anonymous: true,
})

const identify = (loadBalancer: string | undefined) =>
  Identity.use(({ identify }) => identify(loadBalancer === undefined ? {} : { loadBalancer })).pipe(
    Effect.provide(layer),
    Effect.runPromiseExit,
  )

describe("the header of a load balancer", () => {
  it("names the user", async () => {
    const token = header()
    expect(token).toContain("=")
    expect(await identify(token)).toMatchObject(Exit.succeed({ user: "demo-01" }))
    expect(await identify(undefined)).toEqual(Exit.succeed({}))
  })

  it.each([
    ["another load balancer", () => header({ signer: `${signer}d` }), "untrusted"],
    ["no signer", () => header({ signer: undefined }), "untrusted"],
    ["another issuer", () => header({ iss: "https://evil.example" }), "other-issuer"],
    ["an expired one", () => header({ exp: seconds() - 60 }), "expired"],
    ["one without an expiry", () => header({ exp: undefined }), "expired"],
    ["another algorithm", () => header({ alg: "none" }), "untrusted"],
    ["a key that leads elsewhere", () => header({ kid: "../../etc/passwd" }), "untrusted"],
    ["no user", () => header({}, { email: "demo@shop.example" }), "no-user"],
    [
      "another key",
      () => header({}, undefined, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey),
      "untrusted",
    ],
    ["no token", () => "hello", "untrusted"],
    ["a key that is not there", () => header({ kid: randomUUID() }), "keys-unavailable"],
  ])("is refused: %s", async (_, token, reason) => {
    const exit = await identify(token())
    expect(Exit.isFailure(exit)).toBe(true)
    expect(JSON.stringify(exit)).toContain(`"reason":"${reason}"`)
  })

  it("is believed by the server, and a token of the visitor's own is not", async () => {
    const server = await startServer(layerWs, { identity: Layer.fresh(layer) })
    const post = (headers: Readonly<Record<string, string>>) =>
      fetch(`${server.http}/chat`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ id: "m", text: "hello" }),
      })
    expect((await post({ "x-amzn-oidc-data": header() })).status).toBe(200)
    expect(server.script.requests.at(-1)?.user).toBe("demo-01")
    expect((await post({ authorization: `Bearer ${header()}` })).status).toBe(200)
    expect(server.script.requests.at(-1)?.user).toBeUndefined()
    await server.close()
  })
})
