/**
 * The server: connects sockets and requests with turns, and knows nothing of the store.
 *
 * Building the layer starts listening on the customers' and the operators' port. Closing its scope refuses new work,
 * lets running turns finish until a deadline, and then frees the ports.
 */
import { Models, StoreNames, StoreTools, Turn } from "@manga-assist/assistant"
import { Context, Effect, Layer } from "effect"
import { BoundedMap } from "./bounds/BoundedMap.ts"
import type { ChatServices } from "./messages/ChatServices.ts"
import { chatHandlers } from "./ChatHandlers.ts"
import { drain } from "./chat/Drain.ts"
import { EndpointPage } from "./metrics/EndpointHealth.ts"
import { FeedbackSink } from "./sessions/FeedbackSink.ts"
import { GatewayDoor } from "./gateway/GatewayDoor.ts"
import { Identity } from "./identity/Identity.ts"
import { ResumeTokens } from "./identity/ResumeToken.ts"
import { connectionsWithin } from "./metrics/FileLimit.ts"
import { InFlight } from "./bounds/InFlight.ts"
import { MetricsRegistry } from "./metrics/MetricsRegistry.ts"
import { OpenSet } from "./bounds/OpenSet.ts"
import { StartLine } from "./bounds/StartLine.ts"
import { OpenSessions } from "./sessions/OpenSessions.ts"
import { LimitExchange } from "./sessions/LimitExchange.ts"
import { operatorHandlers } from "./OperatorRoutes.ts"
import { breakable, passedOn } from "./PassedOn.ts"
import { Readiness } from "./transport/Readiness.ts"
import { PastTurns } from "./sessions/PastTurns.ts"
import { ReplayStore } from "./sessions/ReplayStore.ts"
import { InstanceBus } from "./resume/InstanceBus.ts"
import { instances } from "./resume/Instances.ts"
import { ResumableTurns } from "./resume/ResumableTurns.ts"
import { TurnRelay } from "./resume/TurnRelay.ts"
import { FailedTurns } from "./messages/FailedTurns.ts"
import { RecentTurns } from "./messages/RecentTurns.ts"
import { serverMetrics } from "./metrics/ServerMetrics.ts"
import { ServerSettings } from "./ServerSettings.ts"
import { SessionOwners } from "./sessions/SessionOwners.ts"
import { readMachine, readSite, type SiteError } from "./transport/Site.ts"
import { type ListenError, SocketServer } from "./transport/SocketServer.ts"
import { TurnHooks } from "./sessions/TurnHooks.ts"
import { wsServer } from "./transport/WsSocketServer.ts"
import { VisitorLimits } from "./sessions/VisitorLimits.ts"

export type OrchestratorNeeds =
  | Turn
  | Identity
  | SocketServer
  | ServerSettings
  | SessionOwners
  | TurnHooks
  | FeedbackSink
  | PastTurns
  | ReplayStore
  | LimitExchange
  | Readiness
  | StoreTools
  | InstanceBus
  | GatewayDoor
  | MetricsRegistry
  | Models

/** Turns that feedback may name, and for how long: a day of one busy process. */
const knownTurns = { maxWeight: 200_000, maxAgeMs: 86_400_000 }

/** An IPv6 address stands in brackets. */
const addressOf = (host: string, port: number): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`

const make = Effect.gen(function* () {
  const settings = yield* ServerSettings
  const transport = yield* SocketServer
  const registry = yield* MetricsRegistry
  const hooks = yield* TurnHooks
  const fork = Effect.runForkWith(yield* Effect.context())
  const readiness = yield* Readiness
  const connections: ChatServices["connections"] = new OpenSet()
  const running: ChatServices["running"] = new OpenSet()
  const { complex, simple } = yield* Models
  const metrics = serverMetrics(
    registry,
    {
      openConnections: () => connections.size,
      runningMessages: () => running.size,
      services: () => readiness.report().services,
    },
    [complex.name, simple.name],
  )
  const maxConnections = yield* connectionsWithin(settings.limits.maxConnections)
  let draining = false
  const visitorLimits = new VisitorLimits(settings.visitorLimits)
  yield* (yield* LimitExchange).join(visitorLimits.shared)
  const resumable = new ResumableTurns()
  const bus = yield* InstanceBus
  const relay = new TurnRelay(resumable, bus)
  yield* relay.listening
  const recentTurns = new RecentTurns({ budgetMs: settings.limits.latencyBudgetMs })
  registry.describe("recentTurns", () => recentTurns.state)
  const serving = yield* instances(bus, () => ({
    recent: recentTurns.now,
    openConnections: connections.size,
    runningMessages: running.size,
    draining,
  }))
  registry.describe("instances", serving)
  const failedTurns = new FailedTurns()
  registry.describe("failedTurns", () => failedTurns.recent)
  const services: ChatServices = {
    resumable,
    relay,
    turn: yield* Turn,
    identity: yield* Identity,
    resumeTokens: new ResumeTokens(settings.sessionKey),
    owners: yield* SessionOwners,
    feedback: yield* FeedbackSink,
    pastTurns: yield* PastTurns,
    replay: yield* ReplayStore,
    limits: { ...settings.limits, maxConnections },
    browsers: settings.browsers,
    visitorLimits,
    starts: new StartLine(),
    sessions: new OpenSessions(hooks, () => metrics.hookFailures()),
    inFlight: new InFlight(),
    running,
    connections,
    knownTurns: new BoundedMap<string>(knownTurns),
    metrics,
    failedTurns,
    recentTurns,
    fork: (effect) => fork(effect),
    isDraining: () => draining,
  }
  const { consoleDirectory, emulatorsUrl } = settings
  const faults = breakable(emulatorsUrl, settings.customers.host, services.fork)
  const site =
    consoleDirectory === undefined
      ? undefined
      : yield* readSite(
          consoleDirectory,
          { signIn: services.identity.mode, isBreakable: faults.size > 0 },
          (yield* StoreNames).shop,
        )
  const isDraining = services.isDraining
  const machine = consoleDirectory === undefined ? undefined : yield* readMachine(consoleDirectory)
  // Node's server speaks HTTP/1.0 too, by which proxies ask for a server's health unless they are told otherwise.
  const operators = yield* wsServer.listen(
    settings.operators,
    operatorHandlers({
      readiness,
      metrics: registry,
      endpoints: yield* EndpointPage,
      isDraining,
      site: machine,
      passedOn: passedOn({ emulators: emulatorsUrl, replays: settings.replaysUrl }, services.fork),
      browsers: {
        ...settings.browsers,
        hosts: [...settings.browsers.hosts, settings.operators.host],
      },
    }),
  )
  const customers = yield* transport.listen(
    settings.customers,
    chatHandlers(
      services,
      readiness,
      yield* StoreTools,
      site,
      yield* (yield* GatewayDoor).open(services),
      faults,
    ),
  )
  const url = addressOf(settings.customers.host, customers.port)
  const operatorUrl = addressOf(settings.operators.host, operators.port)
  yield* Effect.logInfo(`listening on ${url} (${transport.name}), for operators on ${operatorUrl}`)
  yield* Effect.addFinalizer(() => {
    draining = true
    return drain(services, settings.drainTimeoutMs)
  })
  return OrchestratorServer.of({ port: customers.port, url, operatorUrl })
})

export class OrchestratorServer extends Context.Service<
  OrchestratorServer,
  {
    /** The one that was picked when 0 was asked for. */
    readonly port: number
    /** Of customers, such as `http://127.0.0.1:8080`. */
    readonly url: string
    readonly operatorUrl: string
  }
>()("orchestrator/OrchestratorServer") {
  static readonly layer: Layer.Layer<
    OrchestratorServer,
    ListenError | SiteError,
    OrchestratorNeeds
  > = Layer.effect(OrchestratorServer, make)
}
