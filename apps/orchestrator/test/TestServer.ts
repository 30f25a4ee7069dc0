/**
 * The whole server on a free port, with a scripted turn and the ports a test wants to see.
 */
import { Models, StoreTools, type ToolResult } from "@manga-assist/assistant"
import { Context, Effect, Exit, Layer, Logger, Scope } from "effect"
import { FeedbackSink, type FeedbackRecord } from "../src/sessions/FeedbackSink.ts"
import { GatewayDoor } from "../src/gateway/GatewayDoor.ts"
import { Identity } from "../src/identity/Identity.ts"
import { MetricsRegistry } from "../src/metrics/MetricsRegistry.ts"
import { LimitExchange } from "../src/sessions/LimitExchange.ts"
import { OrchestratorServer } from "../src/OrchestratorServer.ts"
import { Readiness } from "../src/transport/Readiness.ts"
import { InstanceBus } from "../src/resume/InstanceBus.ts"
import { PastTurns } from "../src/sessions/PastTurns.ts"
import { ReplayStore } from "../src/sessions/ReplayStore.ts"
import { ServerSettings } from "../src/ServerSettings.ts"
import { SessionOwners } from "../src/sessions/SessionOwners.ts"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { TurnHooks } from "../src/sessions/TurnHooks.ts"
import type { VisitorLimitSettings } from "../src/sessions/VisitorLimits.ts"
import { card, TurnScript } from "./ScriptedTurn.ts"

const unlimited: VisitorLimitSettings["address"] = {
  sockets: 1e9,
  opensPerMinute: 1e9,
  sessionsPerMinute: 1e9,
  messagesPerMinute: 1e9,
  draftsPerSecond: 1e9,
  framesPerSecond: 1e9,
  bytesPerSecond: 1e9,
  readingPercent: 1e9,
}

/** One product, and one order for each user. */
const storeOfOne = Layer.succeed(StoreTools, {
  run: ({ input, name }, { user }) => {
    const { order, words } = input as Readonly<Record<string, unknown>> // A client's JSON.
    if (words === "never") return Effect.never
    if (words === "die") return Effect.die(new Error("scripted death"))
    const told = (content: ToolResult["content"], ok = true): ToolResult => ({
      ok,
      content,
      products: [],
      series: [],
      orders: [],
    })
    if (name !== "own_orders") return Effect.succeed(told({ products: [card], input }))
    const isOwn = user !== undefined && (order === undefined || order === `MA-${user}`)
    return Effect.succeed(
      isOwn ? told({ orders: [{ order: `MA-${user}` }] }) : told({ error: "not yours" }, false),
    )
  },
})

export interface TestServerOptions {
  readonly port?: number
  readonly drainTimeoutMs?: number
  readonly rateLimitPerMinute?: number
  readonly address?: Partial<VisitorLimitSettings["address"]>
  readonly trustedProxies?: number
  readonly latencyBudgetMs?: number
  readonly turnGraceMs?: number
  readonly turnLimitMs?: number
  readonly resumeGraceMs?: number
  readonly maxConnections?: number
  readonly owners?: Layer.Layer<SessionOwners>
  readonly hooks?: Layer.Layer<TurnHooks>
  readonly feedback?: Layer.Layer<FeedbackSink>
  readonly pastTurns?: Layer.Layer<PastTurns>
  readonly replay?: Layer.Layer<ReplayStore>
  readonly readiness?: Layer.Layer<Readiness>
  readonly gateway?: Layer.Layer<GatewayDoor>
  readonly bus?: Layer.Layer<InstanceBus>
  readonly store?: Layer.Layer<StoreTools>
  readonly identity?: Layer.Layer<Identity>
  readonly exchange?: Layer.Layer<LimitExchange>
  readonly cookieName?: string
  readonly sessionKey?: string
  readonly consoleDirectory?: string
  readonly emulatorsUrl?: string
  readonly replaysUrl?: string
}

export interface TestServer {
  readonly port: number
  readonly http: string
  readonly operator: string
  readonly script: TurnScript
  /** Lines of its log. */
  readonly said: ReadonlyArray<string>
  readonly feedback: ReadonlyArray<FeedbackRecord>
  readonly url: (query?: string) => string
  /** Drains and closes; safe to call twice. */
  readonly close: () => Promise<void>
}

export const testLayer = (
  transport: Layer.Layer<SocketServer, unknown>,
  script: Pick<TurnScript, "layer">,
  feedback: Array<FeedbackRecord>,
  options: TestServerOptions,
) => {
  const settings = Layer.succeed(ServerSettings, {
    customers: {
      host: "127.0.0.1",
      port: options.port ?? 0,
      names: { host: "HOST", port: "PORT" },
    },
    operators: { host: "127.0.0.1", port: 0, names: { host: "ADMIN_HOST", port: "ADMIN_PORT" } },
    consoleDirectory: options.consoleDirectory,
    emulatorsUrl: options.emulatorsUrl,
    replaysUrl: options.replaysUrl,
    sessionKey: Buffer.from(options.sessionKey ?? "the key of all test servers"),
    drainTimeoutMs: options.drainTimeoutMs ?? 0,
    visitorLimits: {
      messagesPerMinute: options.rateLimitPerMinute ?? 1_000_000,
      address: { ...unlimited, ...options.address },
    },
    limits: {
      latencyBudgetMs: options.latencyBudgetMs ?? 2_000,
      turnGraceMs: options.turnGraceMs ?? 60_000,
      turnLimitMs: options.turnLimitMs ?? 120_000,
      resumeGraceMs: options.resumeGraceMs ?? 0,
      maxConnections: options.maxConnections ?? 10_000,
      trustedProxies: options.trustedProxies ?? 0,
    },
    browsers: {
      hosts: ["*.shop.example"],
      origins: ["https://shop.example"],
      cookieName: options.cookieName ?? "",
    },
  })
  return OrchestratorServer.layer.pipe(
    Layer.provide([
      transport,
      settings,
      script.layer,
      options.identity ?? Identity.layerOff,
      options.owners ?? SessionOwners.layerMemory,
      options.hooks ?? TurnHooks.layerNone,
      options.feedback ?? FeedbackSink.layerMemory(feedback),
      options.pastTurns ?? PastTurns.layerNone,
      options.replay ?? ReplayStore.layerMemory,
      options.exchange ?? LimitExchange.layerNone,
      options.store ?? storeOfOne,
      options.gateway ?? GatewayDoor.layerNone,
      options.bus ?? InstanceBus.layerNone,
      options.readiness ?? Readiness.layerPassed,
      MetricsRegistry.layer,
      Models.layer,
    ]),
  )
}

export const startServer = async (
  transport: Layer.Layer<SocketServer, unknown>,
  options: TestServerOptions = {},
): Promise<TestServer> => {
  const script = new TurnScript()
  const feedback: Array<FeedbackRecord> = []
  const said: Array<string> = []
  const layer = testLayer(transport, script, feedback, options).pipe(
    Layer.provide(Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])),
  )
  const scope = Effect.runSync(Scope.make())
  const context = await Effect.runPromise(Layer.buildWithScope(layer, scope))
  const { operatorUrl, port } = Context.get(context, OrchestratorServer)
  return {
    port,
    http: `http://127.0.0.1:${port}`,
    operator: operatorUrl,
    script,
    feedback,
    said,
    url: (query = "") => `ws://127.0.0.1:${port}/chat${query}`,
    close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}
