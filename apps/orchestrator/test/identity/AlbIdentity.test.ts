/** The header of an Application Load Balancer: believed when that very load balancer signed it. */
import { createSign, generateKeyPairSync, randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import path from "node:path"
import { describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { afterAll, beforeAll, beforeEach, expect } from "vitest"
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
  Identity.use(({ identify }) =>
    identify(loadBalancer === undefined ? {} : { loadBalancer }, "10.0.0.1"),
  ).pipe(Effect.provide(layer), Effect.runPromiseExit)

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
    ["a user that is a number", () => header({}, { sub: 123 }), "no-user"],
    ["a user that is a list", () => header({}, { sub: ["demo-01"] }), "no-user"],
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

  describe("whose key is unknown", () => {
    const requested: Array<string> = []
    /** Knows one key, and never says anything of others. */
    const places = createServer(({ url = "" }, response) => {
      requested.push(url)
      if (url === `/${kid}`) response.end(publicKey.export({ type: "spki", format: "pem" }))
    })
    let keys = ""
    beforeAll(async () => {
      places.listen(0, "127.0.0.1")
      await once(places, "listening")
      const address = places.address()
      keys = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`
    })
    beforeEach(() => void requested.splice(0))
    afterAll(() => {
      places.close()
      places.closeAllConnections()
    })
    const forged = (addressOf: (at: number) => string) =>
      Effect.gen(function* () {
        const { identify } = yield* Identity
        const known = identify({ loadBalancer: header() }, "10.0.0.1")
        yield* known
        const asked = yield* Effect.forEach(Array.from({ length: 900 }), (_, at) =>
          identify({ loadBalancer: header({ kid: randomUUID() }) }, addressOf(at)).pipe(
            Effect.forkChild({ startImmediately: true }),
          ),
        )
        yield* Effect.promise(() => expect.poll(() => requested.length).toBe(5))
        // Nobody has told of any other key, nor has any time passed.
        expect(yield* known).toMatchObject({ user: "demo-01" })
        const waiting = asked.filter((each) => each.pollUnsafe() === undefined).length
        yield* TestClock.adjust("5 seconds")
        const reasons = yield* Effect.forEach(asked, (each) => Effect.flip(Fiber.join(each)))
        return { waiting, reasons: new Set(reasons.map(({ reason }) => reason)) }
      }).pipe(
        Effect.provide(Layer.fresh(layerAlb({ signer, keys, issuer: undefined, anonymous: true }))),
      )

    it.effect("waits with nine others of its address, and with nobody of a known key", () =>
      Effect.map(
        forged(() => "10.0.0.2"),
        (told) => expect(told).toEqual({ waiting: 10, reasons: new Set(["keys-unavailable"]) }),
      ),
    )

    it.effect("waits in a queue with an end, and not for ever", () =>
      Effect.map(
        forged((at) => `10.0.${at >> 8}.${at & 255}`),
        (told) => expect(told).toEqual({ waiting: 36, reasons: new Set(["keys-unavailable"]) }),
      ),
    )
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
