import { layerLogging } from "@manga-assist/process"
import { Cause, Config, ConfigProvider, Effect, Exit, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { ServerSettings, socketServerChoice } from "../src/ServerSettings.ts"
import { SocketServer } from "../src/transport/SocketServer.ts"
import { layerSocketServer } from "../src/transport/SocketServerAuto.ts"
import { AddonUnavailable } from "../src/transport/UwsSocketServer.ts"

const all = Effect.gen(function* () {
  const choice = yield* socketServerChoice
  return { ...(yield* ServerSettings), choice }
}).pipe(Effect.provide([ServerSettings.layer, layerLogging]))

const read = (environment: Record<string, string>) =>
  Effect.runSyncExit(
    all.pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))),
  )

describe("environment", () => {
  it("has the documented defaults, also for empty values", () => {
    for (const environment of [{}, { PORT: "", HOST: "", SOCKET_SERVER: "" }]) {
      expect(read(environment)).toEqual(
        Exit.succeed({
          customers: {
            host: "127.0.0.1",
            port: 8_080,
            names: { host: "HOST", port: "PORT" },
          },
          operators: {
            host: "127.0.0.1",
            port: 8_081,
            names: { host: "ADMIN_HOST", port: "ADMIN_PORT" },
          },
          sessionKey: expect.any(Uint8Array),
          drainTimeoutMs: 25_000,
          visitorLimits: {
            messagesPerMinute: 240,
            address: {
              sockets: 2_000,
              opensPerMinute: 3_000,
              sessionsPerMinute: 600,
              messagesPerMinute: 1_200,
              draftsPerSecond: 100,
              framesPerSecond: 2_000,
              bytesPerSecond: 2_097_152,
              readingPercent: 30,
            },
          },
          limits: {
            latencyBudgetMs: 2_000,
            turnGraceMs: 5_000,
            turnLimitMs: 120_000,
            resumeGraceMs: 5_000,
            maxConnections: 15_000,
            trustedProxies: 0,
          },
          browsers: { hosts: ["127.0.0.1"], origins: [], cookieName: "" },
          choice: "auto",
        }),
      )
    }
  })

  it.each([1, 3_600_000])("waits for a turn by the budget that the turn takes: %s ms", (ms) => {
    expect(read({ LATENCY_BUDGET_MS: String(ms) })).toMatchObject({
      value: { limits: { latencyBudgetMs: ms } },
    })
  })

  it.each([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["PORT", "0x50"],
    ["PORT", " 80"],
    ["PORT", "eighty"],
    ["HOST", "a b"],
    ["ADMIN_PORT", "-1"],
    ["ADMIN_HOST", "a b"],
    ["HOST", "http://127.0.0.1"],
    ["LATENCY_BUDGET_MS", "0"],
    ["LATENCY_BUDGET_MS", "2s"],
    ["DRAIN_TIMEOUT_MS", "1e4"],
    ["RATE_LIMIT_PER_MINUTE", "0"],
    ["SOCKET_SERVER", "express"],
    ["LOG_LEVEL", "loud"],
    ["LOG_FORMAT", "xml"],
    ["MAX_CONNECTIONS", "many"],
    ["TRUSTED_PROXIES", "all"],
    ["ADDRESS_SOCKETS", "0"],
    ["ADDRESS_READING_PERCENT", "101"],
    ["TURN_LIMIT_MS", "1"],
    ["TURN_GRACE_MS", "x"],
    ["AUTH_COOKIE", "a=b"],
    ["ALLOWED_HOSTS", "https://shop.example"],
    ["ALLOWED_ORIGINS", "shop.example"],
    ["ALLOWED_ORIGINS", "*"],
    ["ADMIN_URL", "emulators"],
    ["REPLAY_URL", "file:///tmp"],
  ])("refuses %s=%s with one line that names it", (name, value) => {
    const exit = read({ [name]: value })
    const failed = Exit.isFailure(exit) ? exit.cause.reasons.find(Cause.isFailReason) : undefined
    const line = failed?.error instanceof Config.ConfigError ? failed.error.cause.message : ""
    expect(line.startsWith(`${name} must be `)).toBe(true)
    expect(line.endsWith(`not ${JSON.stringify(value)}`)).toBe(true)
    expect(line).not.toContain("\n")
  })
})

describe("layerSocketServer", () => {
  const broken = Layer.effect(
    SocketServer,
    Effect.fail(new AddonUnavailable({ message: "GLIBC_2.38 not found" })),
  )
  const nameOf = (layer: Layer.Layer<SocketServer, AddonUnavailable>) =>
    Effect.runPromiseExit(
      SocketServer.use((server) => Effect.succeed(server.name)).pipe(Effect.provide(layer)),
    )

  it("takes ws where the addon cannot load, unless uws was asked for", async () => {
    expect(await nameOf(layerSocketServer("auto", broken))).toEqual(Exit.succeed("ws"))
    expect(await nameOf(layerSocketServer("ws", broken))).toEqual(Exit.succeed("ws"))
    expect(Exit.isFailure(await nameOf(layerSocketServer("uws", broken)))).toBe(true)
  })
})
