/** What `AUTH` and its companions may be, and the sentence that a wrong start ends with. */
import { Cause, Config, ConfigProvider, Effect, Exit, Layer, References } from "effect"
import { rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ServerSettings } from "../../src/ServerSettings.ts"
import { Identity } from "../../src/identity/Identity.ts"
import { identitySettings, layerIdentity } from "../../src/IdentityConfig.ts"
import { KeyFile, makeKey } from "./Issuer.ts"

const file = new KeyFile()
const noKeys = join(tmpdir(), `no-keys-${process.pid}.json`)
beforeAll(async () => {
  await file.publish(makeKey())
  writeFileSync(noKeys, '{"keys":[]}')
})
afterAll(() => {
  file.remove()
  rmSync(noKeys)
})

const arn = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/shop/abc"

const read = (environment: Readonly<Record<string, string>>) =>
  Identity.use(({ mode }) => Effect.succeed(mode)).pipe(
    Effect.provide(layerIdentity.pipe(Layer.provide(ServerSettings.layer))),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    Effect.provideService(References.MinimumLogLevel, "None"),
    Effect.runPromiseExit,
  )

const sentence = (exit: Exit.Exit<unknown, unknown>): string => {
  const failed = Exit.isFailure(exit) ? exit.cause.reasons.find(Cause.isFailReason) : undefined
  return failed?.error instanceof Config.ConfigError ? failed.error.cause.message : ""
}

const jwt = () => ({
  AUTH: "jwt",
  AUTH_ISSUER: "https://sign-in.example",
  AUTH_AUDIENCE: "manga-assist",
  AUTH_JWKS: file.path,
})

describe("AUTH", () => {
  it.each(["127.0.0.1", "127.1.2.3", "localhost", "::1", ""])(
    "is off on loopback (%s) without a word",
    async (HOST) => {
      expect(await read({ HOST })).toEqual(Exit.succeed("off"))
    },
  )

  it.each(["0.0.0.0", "::", "192.168.1.7", "shop.example"])(
    "must be said where HOST is %s",
    async (HOST) => {
      const said = sentence(await read({ HOST }))
      expect(said).toContain(`HOST ${HOST} `)
      expect(said).toContain("AUTH=off")
      expect(said).not.toContain("\n")
      expect(await read({ HOST, AUTH: "off" })).toEqual(Exit.succeed("off"))
      expect(await read({ HOST, ...jwt() })).toEqual(Exit.succeed("jwt"))
    },
  )

  it("names all that is missing at once, before anything starts", () => {
    const names = (environment: Record<string, string>) =>
      identitySettings(environment).map(({ name }) => name)
    expect(names({ HOST: "0.0.0.0" })).toEqual(["AUTH"])
    expect(names({ HOST: "127.0.0.1" })).toEqual([])
    expect(names({ HOST: "0.0.0.0", AUTH: "off" })).toEqual([])
    expect(names({ AUTH: "jwt" })).toEqual(["AUTH_JWKS", "AUTH_ISSUER", "AUTH_AUDIENCE"])
    expect(names({ AUTH: "alb" })).toEqual(["AUTH_ALB_ARN"])
  })

  it("takes the load balancer's", async () => {
    expect(await read({ AUTH: "alb", AUTH_ALB_ARN: arn })).toEqual(Exit.succeed("alb"))
  })

  it.each([
    ["AUTH", { AUTH: "basic" }],
    ["AUTH_ISSUER", { AUTH_ISSUER: "" }],
    ["AUTH_AUDIENCE", { AUTH_AUDIENCE: "" }],
    ["AUTH_JWKS", { AUTH_JWKS: "" }],
    ["AUTH_JWKS", { AUTH_JWKS: "/nowhere/keys.json" }],
    ["AUTH_JWKS", { AUTH_JWKS: import.meta.filename }],
    ["AUTH_JWKS", { AUTH_JWKS: noKeys }],
    ["AUTH_JWKS", { AUTH_JWKS: "http://sign-in.example/keys.json" }],
    ["AUTH_ANONYMOUS", { AUTH_ANONYMOUS: "maybe" }],
    ["AUTH_ALB_ARN", { AUTH: "alb" }],
    ["AUTH_ALB_ARN", { AUTH: "alb", AUTH_ALB_ARN: "arn:aws:s3:::bucket" }],
    ["SESSION_KEY", { SESSION_KEY: "short" }],
  ])("ends the start with one line that names %s: %o", async (name, wrong) => {
    const said = sentence(await read({ ...jwt(), ...wrong }))
    expect(said).toContain(name)
    expect(said).not.toContain("\n")
    expect(said).not.toContain("short")
  })
})
