/**
 * The server: sockets and requests on one side, turns on the other, and nothing of the store in between.
 *
 * Building it listens; closing its scope drains (see `Drain.ts`) and then frees the port.
 */
import { Turn } from "@manga-assist/assistant"
import { Context, Effect, Layer } from "effect"
import { BoundedMap } from "./BoundedMap.ts"
import type { ChatServices } from "./ChatServices.ts"
import { chatHandlers } from "./ChatHandlers.ts"
import { drain } from "./Drain.ts"
import { EndpointPage } from "./EndpointHealth.ts"
import { FeedbackSink } from "./FeedbackSink.ts"
import { Identity } from "./identity/Identity.ts"
import { ResumeTokens } from "./identity/ResumeToken.ts"
import { InFlight } from "./InFlight.ts"
import { MetricsRegistry } from "./MetricsRegistry.ts"
import { OpenConnections } from "./OpenConnections.ts"
import { OpenSessions } from "./OpenSessions.ts"
import { RateLimit } from "./RateLimit.ts"
import { Readiness } from "./Readiness.ts"
import { ReplayStore } from "./ReplayStore.ts"
import { RunningMessages } from "./RunningMessages.ts"
import { serverMetrics } from "./ServerMetrics.ts"
import { ServerSettings } from "./ServerSettings.ts"
import { SessionOwners } from "./SessionOwners.ts"
import { type ListenError, SocketServer } from "./SocketServer.ts"
import { TurnHooks } from "./TurnHooks.ts"

export type OrchestratorNeeds =
  | Turn
  | Identity
  | SocketServer
  | ServerSettings
  | SessionOwners
  | TurnHooks
  | FeedbackSink
  | ReplayStore
  | Readiness
  | MetricsRegistry

/** Turns that feedback may name, and for how long: a day of one busy process. */
const knownTurns = { maxWeight: 200_000, maxAgeMs: 86_400_000 }

const make = Effect.gen(function* () {
  const settings = yield* ServerSettings
  const transport = yield* SocketServer
  const registry = yield* MetricsRegistry
  const hooks = yield* TurnHooks
  const fork = Effect.runForkWith(yield* Effect.context())
  const connections = new OpenConnections()
  const running = new RunningMessages()
  const metrics = serverMetrics(registry, {
    openConnections: () => connections.size,
    runningMessages: () => running.size,
  })
  let draining = false
  const services: ChatServices = {
    turn: yield* Turn,
    identity: yield* Identity,
    resumeTokens: new ResumeTokens(settings.sessionKey),
    owners: yield* SessionOwners,
    feedback: yield* FeedbackSink,
    replay: yield* ReplayStore,
    limits: settings.limits,
    browsers: settings.browsers,
    rateLimit: new RateLimit(settings.rateLimitPerMinute),
    sessions: new OpenSessions(hooks, () => metrics.hookFailures()),
    inFlight: new InFlight(),
    running,
    knownTurns: new BoundedMap<string>(knownTurns),
    metrics,
    fork: (effect) => fork(effect),
    isDraining: () => draining,
  }
  const handlers = chatHandlers(
    services,
    connections,
    yield* Readiness,
    registry,
    yield* EndpointPage,
  )
  const { port } = yield* transport.listen(settings, handlers)
  yield* Effect.logInfo(`listening on http://${settings.host}:${port} (${transport.name})`)
  yield* Effect.addFinalizer(() => {
    draining = true
    return drain(services, connections, settings.drainTimeoutMs)
  })
  return OrchestratorServer.of({ host: settings.host, port })
})

export class OrchestratorServer extends Context.Service<
  OrchestratorServer,
  {
    readonly host: string
    /** The one that was picked when 0 was asked for. */
    readonly port: number
  }
>()("orchestrator/OrchestratorServer") {
  static readonly layer: Layer.Layer<OrchestratorServer, ListenError, OrchestratorNeeds> =
    Layer.effect(OrchestratorServer, make)
}
