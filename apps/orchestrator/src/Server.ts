/**
 * Composes all layers of the chat server in the order of their dependencies.
 *
 * Layers close in reverse order: first the server drains, then the sinks (background writers), then the connections.
 * `main.ts` passes the connections to the configured services and the assistant's turn; a benchmark of `tooling/bench`
 * passes variants of both that play emulated delays.
 */
import {
  ContextCache,
  QuestionCounts,
  DraftAnswers,
  DraftedRetrieval,
  FigureCheck,
  HedgedCalls,
  HitAudit,
  type layerConnections,
  layerModelBudget,
  layerPrefetched,
  layerSinks,
  layerStore,
  ModelLoad,
  PopularAnswers,
  Renewals,
  type SessionStore,
  StoreTools,
  SharedModelCalls,
  Summaries,
  Turn,
  WarmPrompts,
} from "@manga-assist/assistant"
import { TieredCacheStore } from "@manga-assist/caching"
import type { RedisConnection } from "@manga-assist/connections"
import { layerLogging } from "@manga-assist/process"
import { type Config, Effect, Layer } from "effect"
import { ownPrices } from "precompute/Cost"
import { ServerSettings, socketServerChoice } from "./ServerSettings.ts"
import { layerBudgetMetrics } from "./metrics/BudgetMetrics.ts"
import { layerEmbeddedMetrics } from "./metrics/EmbeddedMetrics.ts"
import { layerEndpointHealth } from "./metrics/EndpointHealth.ts"
import { GatewayDoor } from "./gateway/GatewayDoor.ts"
import { layerCollectorThreads } from "./bounds/CollectorThreads.ts"
import { layerFileLimit } from "./metrics/FileLimit.ts"
import { layerIdentity } from "./IdentityConfig.ts"
import { MetricsRegistry } from "./metrics/MetricsRegistry.ts"
import { LimitExchange } from "./sessions/LimitExchange.ts"
import { OrchestratorServer } from "./OrchestratorServer.ts"
import { layerPrecompute } from "./Precompute.ts"
import { layerProcessMetrics } from "./metrics/ProcessMetrics.ts"
import { ReplayStore } from "./sessions/ReplayStore.ts"
import { InstanceBus } from "./resume/InstanceBus.ts"
import { layerSocketServer } from "./transport/SocketServerAuto.ts"
import { layerFeedback, layerHooks, layerOwners, layerPastTurns } from "./StoreAdapters.ts"
import { layerStoreMetrics } from "./metrics/StoreMetrics.ts"
import { layerReadiness } from "./WarmUp.ts"

export type ConnectionsLayer = typeof layerConnections
export type TurnLayer = Layer.Layer<
  Turn,
  Config.ConfigError,
  Layer.Services<typeof Turn.layer> | RedisConnection | SessionStore
>

const prices = ownPrices().perMillionTokens

const storeOver = (connections: ConnectionsLayer) =>
  layerSinks.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        DraftAnswers.layer,
        DraftedRetrieval.layer,
        HedgedCalls.layer,
        Summaries.layer,
      ),
    ),
    Layer.provideMerge(layerPrefetched),
    Layer.provideMerge(ContextCache.layer),
    Layer.provideMerge(QuestionCounts.layer),
    Layer.provideMerge(
      Layer.mergeAll(
        SharedModelCalls.layer,
        Renewals.layer,
        FigureCheck.layer,
        HitAudit.layer,
        PopularAnswers.layer,
        StoreTools.layer,
      ),
    ),
    Layer.provideMerge(WarmPrompts.layer(prices)),
    Layer.provideMerge(layerStore),
    Layer.provideMerge(layerModelBudget(prices)),
    Layer.provideMerge(ModelLoad.layer),
    Layer.provideMerge(connections),
  )

const sockets = Layer.unwrap(Effect.map(socketServerChoice, (choice) => layerSocketServer(choice)))

/** Apart from the answers: nobody else has a copy of what one instance writes once, so nobody need be told. */
const replays = ReplayStore.layerShared.pipe(
  Layer.provide(TieredCacheStore.layer({ maxBytes: 32 * 1024 * 1024 })),
)

/** `readiness`: what has to be true before a load balancer sends anything. */
export const layerServer = (
  connections: ConnectionsLayer,
  turn: TurnLayer = Turn.layer,
  readiness: typeof layerReadiness = layerReadiness,
) =>
  Layer.mergeAll(
    OrchestratorServer.layer,
    layerStoreMetrics,
    layerBudgetMetrics,
    layerProcessMetrics,
    layerFileLimit,
    layerCollectorThreads,
    layerPrecompute,
  ).pipe(
    Layer.provide(
      Layer.mergeAll(
        layerFeedback,
        layerOwners,
        layerPastTurns,
        readiness,
        Layer.provideMerge(layerHooks, turn),
      ),
    ),
    Layer.provide(layerEndpointHealth),
    Layer.provide(GatewayDoor.layer),
    Layer.provide([
      sockets,
      // Closed after the server: its last line has what draining brought.
      Layer.provideMerge(layerEmbeddedMetrics, MetricsRegistry.layer),
      LimitExchange.layer,
      InstanceBus.layer,
      replays,
      layerIdentity,
    ]),
    Layer.provide(storeOver(connections)),
    Layer.provide(ServerSettings.layer),
    Layer.provide(layerLogging),
  )
